package import Basics
package import Events

/// What the journals counted in the same window a day and a week before.
package struct OverviewTallies: Sendable, Equatable {
    package var window: OverviewWindow
    /// Nil where the journals do not reach, or may have missed something.
    package var yesterday: TypeCounts?
    package var lastWeek: TypeCounts?
    /// Since when all journals count; nil when there is none, or one that never counted.
    package var since: Timestamp?
    /// Why there is nothing to compare with, where it is not for the journals.
    package var obstacle: String?
    /// Of what time a recording tells: it has no other days, and this machine's are not its own.
    package var recorded: ClosedRange<Timestamp>?

    package init(
        window: OverviewWindow,
        yesterday: TypeCounts? = nil,
        lastWeek: TypeCounts? = nil,
        since: Timestamp? = nil
    ) {
        self.window = window
        self.yesterday = yesterday
        self.lastWeek = lastWeek
        self.since = since
    }
}

extension OverviewTallies {
    /// `Warning 1,204 (+35% on yesterday, -2% on last week)` for each type.
    func counts(_ now: TypeCounts) -> [String] {
        EventClass.allCases.sorted { $0.place < $1.place }.map { kind in
            let comparisons = [("yesterday", yesterday), ("last week", lastWeek)].compactMap { name, then in
                then.map { Self.comparison(now[kind], $0[kind]) + " on " + name }
            }
            let text = kind.title + " " + grouped(now[kind])
            return comparisons.isEmpty ? text : text + " (" + comparisons.joined(separator: ", ") + ")"
        }
    }

    /// Why there is nothing to compare with; nil when there is.
    ///
    /// - Parameter time: Writes a day and a time.
    /// - Returns: One line.
    func gap(_ time: (Timestamp) -> String) -> String? {
        if let recorded {
            return "recorded: \(time(recorded.lowerBound)) to \(time(recorded.upperBound)), compared with no other day"
        }
        let missing = [yesterday == nil ? "yesterday" : nil, lastWeek == nil ? "last week" : nil].compactMap(\.self)
        guard !missing.isEmpty else { return nil }
        let reach = obstacle ?? since.map { "the journal counts since " + time($0) } ?? "no journal has counted yet"
        return missing.joined(separator: " and ") + " unknown: " + reach
    }

    /// `+35%`, `-2%`, `+-0%`, `12x`.
    static func comparison(_ now: Int, _ then: Int) -> String {
        guard then > 0 else { return now == 0 ? "+-0%" : "+" + grouped(now) }
        let share = Double(now) / Double(then)
        guard share < 10 else { return grouped(Int(min(share, 1e9).rounded())) + "x" }
        let percent = Int(((share - 1) * 100).rounded())
        return percent > 0 ? "+\(percent)%" : percent < 0 ? "\(percent)%" : "+-0%"
    }
}

extension EventClass {
    /// Warnings first.
    fileprivate var place: Int { self == .warning ? 0 : self == .normal ? 1 : 2 }

    var title: String {
        switch self {
        case .normal: "Normal"
        case .warning: "Warning"
        case .other: "other"
        }
    }
}
