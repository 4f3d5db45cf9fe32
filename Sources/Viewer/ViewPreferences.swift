package import Events

/// How a person likes the viewer: what the configuration file and the flags say of it.
package struct ViewPreferences: Sendable, Equatable {
    /// Whether the sidebar with the facets is there at the start.
    package enum Facets: String, Sendable, CaseIterable {
        /// Where there is room for it.
        case auto
        case shown = "true"
        case hidden = "false"

        /// Nil leaves it to the size of the screen.
        var isWanted: Bool? { self == .auto ? nil : self == .shown }
    }

    package enum Histogram: String, Sendable, CaseIterable {
        /// Where there is room for it.
        case auto
        case off
    }

    /// The zone of local times.
    package enum Zone: Sendable, Equatable {
        /// That of the machine.
        case local
        /// Seconds east of UTC.
        case offset(Int)
    }

    /// No tick and no flash: the screen changes only with keys and data, and ages at most every 10 s.
    package var isCalm = false
    /// Whether the bell rings when a critical event comes or an alert fires, at most every 5 s.
    package var ringsBell = false
    package var time = ViewState.TimeMode.relative
    package var zone = Zone.local
    package var group = Grouping.objectAndReason
    package var sort = GroupOrder()
    /// In this order; nil lets the width of the screen decide.
    package var columns: [Column]?
    /// Only what was last seen within so many seconds; nil for all.
    package var window: Int?
    package var facets = Facets.auto
    package var histogram = Histogram.auto
    package var warningsOnly = false
    /// In force at the start; already checked.
    package var filter = ""
    package var criticalReasons = EventTable.usualCriticalReasons
    package var views: [SavedView] = []
    package var bindings = KeyBindings()
    /// Whether forwarding is switched only after a question.
    package var confirmsForwarding = true

    package init() {}
}

extension ViewPreferences {
    /// Takes over what `view` says.
    package mutating func adopt(_ view: SavedView) {
        if let filter = view.filter { self.filter = filter }
        if let group = view.group { self.group = group }
        if let sort = view.sort { self.sort = sort }
        if let columns = view.columns { self.columns = columns }
        if let time = view.time { self.time = time }
        if let window = view.window { self.window = window }
        if let warningsOnly = view.warningsOnly { self.warningsOnly = warningsOnly }
    }
}
