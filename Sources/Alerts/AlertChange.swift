package import Events

/// What became of an incident, for those who have to be told.
package struct AlertChange: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case fired
        /// A snooze ended while the incident went on.
        case reminded
        case acknowledged, snoozed, reopened
        case resolved
    }

    package var kind: Kind
    /// As it is after the change.
    package var incident: AlertIncident

    package init(kind: Kind, incident: AlertIncident) {
        self.kind = kind
        self.incident = incident
    }
}
