import Basics
import Events

/// Finds the rows that a query is after among rows that come newest first.
///
/// Pure. A row is taken for older than another when it was received earlier, not by its id: a dead letter that is sent again
/// gets a new row.
struct HistorySearch: Sendable {
    private struct Match {
        var order: Timestamp
        /// 0 for one that turned out not to be the newest.
        var row: Int64
    }

    private struct Newest {
        var received: Timestamp
        /// Where in `matches`, -1 when the query does not want it.
        var match: Int
    }

    private let query: HistoryQuery
    private var matches: [Match] = []
    private var newest: [Int: Newest] = [:]

    private(set) var damaged = 0
    /// Whether no row that follows can change the result.
    private(set) var isDone = false

    init(_ query: HistoryQuery) {
        self.query = query
        isDone = query.limit <= 0
    }

    /// What was found, by the time of each, oldest first.
    var rows: [Int64] {
        matches.filter { $0.row > 0 }.sorted { ($0.order, $0.row) < ($1.order, $1.row) }.suffix(max(0, query.limit))
            .map(\.row)
    }

    mutating func add(_ rows: [StoredRow]) {
        var latest = Timestamp(microseconds: .min)
        for row in rows {
            guard let head = row.head else {
                damaged += 1
                continue
            }
            latest = max(latest, head.received)
            guard head.order >= query.since ?? head.order, head.order <= query.until ?? head.order else { continue }
            query.hasAllVersions ? add(row, head) : addNewest(row, head)
        }
        isDone = canStop(before: latest)
    }

    /// No event was last seen after it was received, and rows were received in their order.
    private func canStop(before latest: Timestamp) -> Bool {
        guard latest.microseconds > .min else { return false }
        if let since = query.since, latest < since { return true }
        return matches.count >= query.limit && matches.count { $0.row > 0 && $0.order >= latest } >= query.limit
    }

    private mutating func addNewest(_ row: StoredRow, _ head: EventHead) {
        if let other = newest[head.uidHash] {
            guard head.received > other.received else { return }
            if other.match >= 0 { matches[other.match].row = 0 }
        }
        let count = matches.count
        add(row, head)
        newest[head.uidHash] = Newest(received: head.received, match: matches.count > count ? count : -1)
    }

    private mutating func add(_ row: StoredRow, _ head: EventHead) {
        if let matches = query.matches {
            guard let event = row.event, matches(event) else { return }
        }
        matches.append(Match(order: head.order, row: row.id))
    }
}
