import Events

/// How many alerts fire, counted alike wherever that is told: what is of low severity apart.
package struct FiringAlerts: Sendable, Equatable {
    /// Of at least medium severity.
    package var loud = 0
    package var low = 0

    package init(loud: Int = 0, low: Int = 0) {
        self.loud = loud
        self.low = low
    }

    /// `4 firing, 60 low`; nil when none fires.
    var words: String? {
        guard loud + low > 0 else { return nil }
        return "\(grouped(loud)) firing" + (low > 0 ? ", \(grouped(low)) low" : "")
    }
}

extension AlertBoard {
    /// What fires and nobody knows of yet.
    var firing: FiringAlerts {
        let firing = incidents.lazy.filter { $0.state == .firing }
        let low = firing.count { $0.severity == .low }
        return FiringAlerts(loud: firing.count - low, low: low)
    }
}
