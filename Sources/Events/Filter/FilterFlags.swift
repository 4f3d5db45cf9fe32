package import Basics

/// What `is:` can ask of a group of events.
package struct FilterFlags: OptionSet, Sendable, Hashable {
    /// It came up within the last 5 s.
    package static let new = FilterFlags(rawValue: 1)
    package static let marked = FilterFlags(rawValue: 2)
    package static let snoozed = FilterFlags(rawValue: 4)
    /// Its reason is one of ``EventSeverity/criticalReasons``, or it backs off again and again.
    package static let critical = FilterFlags(rawValue: 8)
    /// It was last seen more than an hour ago, so the API server has likely forgotten it.
    package static let stale = FilterFlags(rawValue: 16)

    /// How long something is new, and after how long it is stale.
    package static let newFor = Duration.seconds(5)
    package static let staleAfter = Duration.seconds(3600)

    /// As they are written, in the order of the help.
    package static let names: [(name: String, flag: FilterFlags)] = [
        ("new", .new), ("marked", .marked), ("snoozed", .snoozed), ("critical", .critical), ("stale", .stale),
    ]

    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The flags that follow from the events themselves; marks and snoozes are the screen's to add.
    ///
    /// - Parameters:
    ///   - received: When the first of the group was read.
    ///   - lastSeen: When it last happened.
    ///   - isCritical: As ``EventSeverity`` tells it.
    ///   - now: The present.
    package init(received: Timestamp, lastSeen: Timestamp, isCritical: Bool, at now: Timestamp) {
        self = isCritical ? .critical : []
        if now.since(received) <= Self.newFor { insert(.new) }
        if now.since(lastSeen) > Self.staleAfter { insert(.stale) }
    }

    var name: String? { Self.names.first { $0.flag == self }?.name }
}

/// How loud an event is.
package enum EventSeverity {
    /// Reasons that are trouble whatever the type says.
    package static let criticalReasons: Set<String> = [
        "Evicted", "FailedAttachVolume", "FailedCreatePodSandBox", "FailedMount", "FailedScheduling",
        "FreeDiskSpaceFailed", "InvalidDiskCapacity", "NodeHasDiskPressure", "NodeNotReady", "OOMKilling", "Rebooted",
        "SystemOOM",
    ]

    /// Whether it must be looked at first: one of the critical reasons, or a warning of backing off for more than the third time.
    package static func isCritical(reason: String, type: String, count: Int) -> Bool {
        reason == "BackOff" ? count > 3 && type == "Warning" : criticalReasons.contains(reason)
    }
}
