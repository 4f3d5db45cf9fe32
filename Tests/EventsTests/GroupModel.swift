import Basics
import Events
import TestSupport
import Testing

/// What a table must hold, made anew from the events each time.
struct GroupModel {
    private var groups: [[String]: [KubeEvent]] = [:]
    private let events: [KubeEvent]
    private let texts: [String]

    /// Groups `events`, each in its newest version, and keeps what `filter` shows.
    ///
    /// A filter that asks for a count asks it of the group, and of nothing else.
    init(_ events: [KubeEvent], _ grouping: Grouping, _ filter: EventFilter, isSnoozed: (KubeEvent) -> Bool) {
        let words = filter.text.split(separator: " ").map(String.init)
        texts = words.filter { !$0.hasPrefix("count") && !$0.hasPrefix("is") }
        self.events = events
        let bound = filter.text.split(separator: ">").dropFirst().first.flatMap { Int($0) }
        for event in events where texts.allSatisfy({ Self.passes(event, $0) }) {
            groups[Self.key(event, grouping), default: []].append(event)
        }
        if let bound { groups = groups.filter { Self.count($0.value) > bound } }
        let limit = filter.text.split(separator: "<").dropFirst().first.flatMap { Int($0) }
        if let limit { groups = groups.filter { Self.count($0.value) < limit } }
        let wantsSnoozed = words.contains("is:snoozed")
        groups = groups.filter { $0.value.contains(where: isSnoozed) == wantsSnoozed }
    }

    private static func passes(_ event: KubeEvent, _ condition: String) -> Bool {
        condition == "ns:a" ? event.namespace == "a" : event.isWarning
    }

    func expect(_ table: EventTable) throws {
        let rows = (0..<table.visibleCount).map { table[visible: $0] }
        try #require(rows.count == groups.count)
        for row in rows {
            let found = groups.values.filter { $0.contains { $0.key == row.newest.key } }
            let events = try #require(found.first)
            let newest = events.max { ($0.order, $0.key.resourceVersion) < ($1.order, $1.key.resourceVersion) }
            try #require(row.newest.key == newest?.key)
            try #require(row.count == Self.count(events))
            try #require(row.eventCount == events.count)
            try #require(row.firstSeen == events.map(\.firstSeen).min())
            try #require(row.isWarning == events.contains { $0.isWarning })
            try #require(row.isMarked == table.marked.contains(row.id))
            try #require(row.isSnoozed == table.snoozed.contains(row.id))
            try #require(table.spread(of: row.id).objects == Set(events.map(\.object.uid)).count)
        }
        try #require(Self.isOrdered(rows, table.order))
        let all = groups.values.flatMap { $0 }
        try #require(table.totals.events == all.count)
        try #require(table.totals.warnings == all.count { $0.isWarning })
        try #require(table.totals.occurrences == Self.count(all))
        try expectFacets(table)
        try expectHistogram(table)
    }

    /// The values of a facet are counted under all conditions but its own.
    private func expectFacets(_ table: EventTable) throws {
        for (facet, own, value) in Self.facets {
            let counted = events.filter { event in texts.allSatisfy { $0 == own || Self.passes(event, $0) } }
            let sums = Dictionary(grouping: counted, by: value).mapValues(Self.count)
            let found = table.values(of: facet)
            try #require(Dictionary(found.map { ($0.value, $0.count) }, uniquingKeysWith: +) == sums)
            try #require(zip(found, found.dropFirst()).allSatisfy { $0.count >= $1.count })
        }
    }

    private static var facets: [(Facet, String, (KubeEvent) -> String)] {
        [
            (.namespace, "ns:a", \.namespace), (.type, "type:Warning", \.type), (.reason, "", \.reason),
            (.node, "", \.host), (.source, "", \.component), (.kind, "", \.object.kind),
        ]
    }

    /// Summed event by event, or all at once: it must be the same.
    private func expectHistogram(_ table: EventTable) throws {
        var other = table
        other.setHistogram(.init(secondsPerColumn: 1, columns: 3, end: table.now))
        other.setHistogram(table.histogram.window)
        other.finishScan()
        try #require(other.histogram == table.histogram)
    }

    private static func key(_ event: KubeEvent, _ grouping: Grouping) -> [String] {
        switch grouping {
        case .objectAndReason: [event.object.uid, event.reason]
        case .none: [event.key.uid]
        case .reason: [event.reason]
        case .object: [event.object.uid]
        case .namespace: [event.namespace]
        case .node: [event.host]
        case .source: [event.component]
        case .message: [event.message.filter { !$0.isNumber }]
        }
    }

    private static func count(_ events: [KubeEvent]) -> Int { events.reduce(0) { $0 + max(1, $1.count) } }

    private static func isOrdered(_ rows: [EventGroup], _ order: GroupOrder) -> Bool {
        zip(rows, rows.dropFirst()).allSatisfy { left, right in
            let (first, second) = order.isInverted ? (right, left) : (left, right)
            return switch order.field {
            case .last: first.newest.order >= second.newest.order
            case .first: first.firstSeen >= second.firstSeen
            case .count: first.count >= second.count
            case .type: first.isWarning || !second.isWarning
            case .namespace: first.newest.namespace <= second.newest.namespace
            case .reason: first.newest.reason <= second.newest.reason
            case .object: first.newest.object.name <= second.newest.object.name
            case .cluster: first.newest.cluster <= second.newest.cluster
            case .source: first.newest.component <= second.newest.component
            case .node: first.newest.host <= second.newest.host
            case .message: first.newest.message <= second.newest.message
            }
        }
    }
}

extension KubeEvent {
    /// One of 60 events, about one of 8 objects.
    static func random(_ version: Int64, using random: inout SeededGenerator) -> KubeEvent {
        .random(version, uid: Int.random(in: 0..<60, using: &random), using: &random)
    }

    static func random(_ version: Int64, uid: Int, using random: inout SeededGenerator) -> KubeEvent {
        let object = Int.random(in: 0..<8, using: &random)
        return .sample(version, uid: "u\(uid)") {
            $0.type = Bool.random(using: &random) ? "Warning" : "Normal"
            $0.namespace = ["a", "b", "c"][object % 3]
            $0.object = ObjectReference(kind: "Pod", namespace: $0.namespace, name: "web-\(object)", uid: "o\(object)")
            $0.reason = ["Pulled", "Killing", "Unhealthy"].randomElement(using: &random) ?? ""
            $0.message = ["pulled image 1", "pulled image 2", "killing it"].randomElement(using: &random) ?? ""
            $0.component = ["kubelet", "scheduler"].randomElement(using: &random) ?? ""
            $0.host = ["n1", "n2"].randomElement(using: &random) ?? ""
            $0.count = Int.random(in: 0..<8, using: &random)
            $0.received = Timestamp(seconds: Int64.random(in: 0..<50, using: &random))
            $0.firstSeen = Timestamp(seconds: Int64.random(in: 0..<50, using: &random))
        }
    }
}

extension [String: KubeEvent] {
    /// Drops what a full table would have dropped.
    mutating func forgetOldest(beyond capacity: Int) {
        while count > capacity {
            let oldest = values.min { ($0.order, $0.key.resourceVersion) < ($1.order, $1.key.resourceVersion) }
            if let oldest { self[oldest.key.uid] = nil }
        }
    }
}
