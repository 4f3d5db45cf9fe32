import Basics

// What is asked of single rows: of those on the screen, not of all.

/// How much the events of a row differ.
package struct GroupSpread: Sendable, Equatable {
    /// How many different ones there are of each.
    package internal(set) var objects = 0
    package internal(set) var namespaces = 0
    package internal(set) var reasons = 0
    package internal(set) var sources = 0
    package internal(set) var nodes = 0
    package internal(set) var messages = 0
    /// Whether the row has more events than were looked at.
    package internal(set) var isPartial = false

    package init() {}
}

/// What can be looked for in rows without a filter.
package enum RowTrait: Sendable, CaseIterable {
    case warning, marked
}

extension EventTable {
    /// The most events that ``spread(of:)`` looks at.
    private static let spreadLimit = 2048

    /// The events of the row `id` that the filter matches, newest first.
    package func events(of id: GroupID) -> [EventRow] {
        matches(of: id).map { EventRow(events[Int($0)], in: pool) }
    }

    /// The same events, each as a row of its own; at most `limit` of them.
    package func parts(of id: GroupID, limit: Int) -> [EventGroup] {
        matches(of: id).prefix(limit).map { single($0, self.id(of: $0)) }
    }

    /// Which row of the present grouping holds the event, also when it is hidden.
    package func row(of event: EventRow.ID) -> GroupID? {
        slot(of: GroupID(grouping: .none, cluster: event.cluster, subject: event.uid))
            .flatMap { isGrouped($0) ? id(of: groups[Int(events[Int($0)].group)].key) : nil }
    }

    /// Over which time a row's rate is taken.
    package static let rateSpan = Duration.seconds(300)

    /// How often the events of a row occurred in a minute, over the last ``rateSpan``.
    package func rate(of id: GroupID) -> Double { Self.rate(occurrences(of: id, within: Self.rateSpan)) }

    func rate(of index: Slot) -> Double { Self.rate(occurrences(at: index, within: Self.rateSpan)) }

    private static func rate(_ count: Int) -> Double { Double(count) * 60 / Double(rateSpan.components.seconds) }

    /// How often the events of a row occurred in the `span` before now.
    package func occurrences(of id: GroupID, within span: Duration) -> Int {
        if id.grouping == .none, grouping != .none { return slot(of: id).map { occurrences($0, within: span) } ?? 0 }
        return index(of: id).map { occurrences(at: $0, within: span) } ?? 0
    }

    private func occurrences(at index: Slot, within span: Duration) -> Int {
        var sum = 0
        forEachMatch(in: index) { sum += occurrences($0, within: span) }
        return sum
    }

    private func occurrences(_ slot: Slot, within span: Duration) -> Int {
        let start = now.advanced(by: .zero - span)
        // Most were long ago: a look at their time is enough.
        guard events[Int(slot)].order >= start else { return 0 }
        return occurrences(slot, from: start, to: now.advanced(by: .seconds(1)))
    }

    /// How often the events of a row occurred, also those that the filter does not match.
    package func occurrencesUnfiltered(of id: GroupID) -> Int {
        guard let index = index(of: id) else { return 0 }
        var sum = 0
        forEachMember(of: index) { sum += max(1, events[Int($0)].count) }
        return sum
    }

    /// How much the events of the row differ that the filter matches.
    package func spread(of id: GroupID) -> GroupSpread {
        guard let index = index(of: id), isCurrent(index) else { return GroupSpread() }
        var (objects, namespaces, reasons) = (Set<Symbol>(), Set<Symbol>(), Set<Symbol>())
        var (sources, nodes, messages) = (Set<Symbol>(), Set<Symbol>(), Set<Symbol>())
        var looked = 0
        var slot = groups[Int(index)].head
        while slot >= 0, looked < Self.spreadLimit {
            let event = events[Int(slot)]
            let isMatch = isSummed(slot) && event.matches.contains(.filter)
            slot = event.next
            guard isMatch else { continue }
            looked += 1
            objects.insert(event.subject)
            namespaces.insert(event.namespace)
            reasons.insert(event.reason)
            sources.insert(event.component)
            nodes.insert(event.node)
            messages.insert(event.message)
        }
        var spread = GroupSpread()
        spread.objects = objects.count
        spread.namespaces = namespaces.count
        spread.reasons = reasons.count
        spread.sources = sources.count
        spread.nodes = nodes.count
        spread.messages = messages.count
        spread.isPartial = looked < groups[Int(index)].matching
        return spread
    }

    /// Where the next row is that has `trait`, of those shown.
    ///
    /// - Parameters:
    ///   - trait: What to look for.
    ///   - start: The first index looked at.
    ///   - isForward: Down, or up.
    /// - Returns: Its index; nil when there is none that way.
    package func firstVisible(_ trait: RowTrait, from start: Int, isForward: Bool) -> Int? {
        var index = start
        while (0..<shown.count).contains(index) {
            let group = groups[Int(shownGroup(at: index))]
            let isFound =
                switch trait {
                case .warning: group.warnings > 0
                case .marked: group.isMarked
                }
            if isFound { return index }
            index += isForward ? 1 : -1
        }
        return nil
    }
}

// MARK: Single events

extension EventTable {
    /// The event that an id of ``Grouping/none`` names.
    func slot(of id: GroupID) -> Slot? {
        guard id.grouping == .none, let cluster = pool.existing(id.cluster), let uid = pool.existing(id.subject)
        else { return nil }
        return slots[cluster]?[uid]
    }

    /// The row of an event by itself.
    func single(_ slot: Slot, _ id: GroupID) -> EventGroup {
        let event = events[Int(slot)]
        let isWarning = event.type == .warning
        return EventGroup(
            id: id,
            newest: EventRow(event, in: pool),
            count: max(1, event.count),
            eventCount: 1,
            firstSeen: event.firstSeen,
            firstReceived: event.firstReceived,
            isWarning: isWarning,
            isMarked: marked.contains(id),
            isSnoozed: false,
            isCritical: isCritical(slot, isWarning: isWarning, count: event.count),
            rank: GroupRank(newest: TimeRank(slot: slot))
        )
    }

    private func id(of slot: Slot) -> GroupID {
        let event = events[Int(slot)]
        return GroupID(grouping: .none, cluster: pool.text(event.cluster), subject: pool.text(event.uid))
    }

    private func matches(of id: GroupID) -> [Slot] {
        if id.grouping == .none, grouping != .none { return slot(of: id).map { [$0] } ?? [] }
        guard let index = index(of: id) else { return [] }
        var slots: [Slot] = []
        forEachMatch(in: index) { slots.append($0) }
        return slots.sorted { comesBefore($1, $0) }
    }
}
