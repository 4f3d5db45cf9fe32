package import Basics

/// How much an alert matters.
///
/// Only from `medium` on does one ring, call a hook and count in the status line, unless it is asked otherwise.
package enum AlertSeverity: String, Sendable, CaseIterable, Comparable {
    case low, medium, high

    package static func < (left: AlertSeverity, right: AlertSeverity) -> Bool {
        allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
}

/// One thing that went wrong, as a rule saw it: from its first event to its end.
///
/// All text but the rule's own is as the cluster sent it: sanitise before showing.
package struct AlertIncident: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case firing
        /// A person knows; it goes on.
        case acknowledged
        /// A person wants to hear of it later, if it still goes on then.
        case snoozed
        case resolved
    }

    /// What the events of the incident have in common: a field of the rule's `group by` and its value.
    package struct Label: Sendable, Hashable {
        /// The name of a filter field: `ns`, `node`, `obj`.
        package var field: String
        package var value: String

        package init(field: String, value: String) {
            self.field = field
            self.value = value
        }
    }

    /// The same after a restart, and in every notification; of letters, digits, `-` and `.` only.
    package var id: String
    /// As in ``KubeEvent/cluster``.
    package var cluster: String
    /// The name of the rule.
    package var rule: String
    /// What the rule is about, in a few words.
    package var title: String
    package var severity: AlertSeverity
    package var group: [Label]
    package var state: State
    /// When the first of its events happened.
    package var began: Timestamp
    /// When the last of its events happened.
    package var last: Timestamp
    /// When the rule fired, by the clock.
    package var fired: Timestamp
    /// When it was over; nil while it goes on.
    package var resolved: Timestamp?
    package var acknowledged: Timestamp?
    package var snoozedUntil: Timestamp?
    /// How often it happened, in occurrences.
    package var count: Int
    /// Why the rule fired, in the rule's own terms: `4 in 5m, at least 4`.
    package var cause: String
    /// Of the newest of its events.
    package var reason: String
    package var message: String
    package var object: ObjectReference
    package var node: String
    /// Shows its events: the rule's filter and the group, in the filter grammar.
    package var filter: String
    /// It was over before anybody could be told.
    package var isLate: Bool

    package init(
        id: String,
        cluster: String = "",
        rule: String,
        title: String = "",
        severity: AlertSeverity = .medium,
        group: [Label] = [],
        state: State = .firing,
        began: Timestamp,
        last: Timestamp,
        fired: Timestamp,
        count: Int = 1,
        cause: String = "",
        reason: String = "",
        message: String = "",
        object: ObjectReference = ObjectReference(),
        node: String = "",
        filter: String = "",
        isLate: Bool = false
    ) {
        self.id = id
        self.cluster = cluster
        self.rule = rule
        self.title = title
        self.severity = severity
        self.group = group
        self.state = state
        self.began = began
        self.last = last
        self.fired = fired
        self.count = count
        self.cause = cause
        self.reason = reason
        self.message = message
        self.object = object
        self.node = node
        self.filter = filter
        self.isLate = isLate
    }

    /// Whether it goes on, known to a person or not.
    package var isOpen: Bool { state != .resolved }

    /// Whether it stands before `other`: open ones first, of these the most severe, then what fired last.
    ///
    /// A node that went away must not stand below the pods that it took along, nor what matters below what a chatty controller
    /// makes of low severity.
    package func precedes(_ other: AlertIncident) -> Bool {
        if isOpen != other.isOpen { return isOpen }
        if isOpen, severity != other.severity { return severity > other.severity }
        if fired != other.fired { return fired > other.fired }
        if began != other.began { return began > other.began }
        return (cluster, id) < (other.cluster, other.id)
    }
}
