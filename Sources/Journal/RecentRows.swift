import Events

/// The rows of the last commits, for a sink that keeps up: to read them back from SQLite takes longer than to write them.
///
/// Handed out once.
///
/// Whoever is further behind than it reaches back reads the file.
struct RecentRows {
    /// Of a little more than a commit each.
    private static let maximumRows = 2048
    private static let maximumBytes = 2 << 20

    /// All rows after `floor` and up to `newest` are in `rows`.
    private var floor: Int64 = .max
    private var newest: Int64 = .max
    private var rows: [JournalRow] = []
    private var bytes = 0

    /// Takes what a commit brought, in order: all rows after `previous` and up to `newest`.
    mutating func add(_ new: [JournalRow], after previous: Int64, through newest: Int64) {
        if previous != self.newest {
            clear()
            floor = previous
        }
        self.newest = newest
        // Mostly there are none left, and nothing is copied.
        if rows.isEmpty { rows = new } else { rows += new }
        bytes += new.reduce(0) { $0 + $1.bytes }
        // Nobody reads, or too slowly: then the oldest, which are read first, are not here anyway.
        if rows.count > Self.maximumRows || bytes > Self.maximumBytes { clear() }
    }

    /// Gives the rows after `cursor` up to the limits, at least one if there is any, and forgets them; nil when some of them may
    /// be in the file only.
    mutating func take(after cursor: Int64, limit: Int, maximumBytes: Int) -> [JournalRow]? {
        guard cursor >= floor else { return nil }
        let start = rows.firstIndex { $0.id > cursor } ?? rows.endIndex
        var end = start
        var size = 0
        while end < rows.endIndex, end - start < limit, size < maximumBytes {
            size += rows[end].bytes
            end += 1
        }
        guard end > start else { return nil }
        // Mostly all of them, so that nothing is copied.
        let rest = Array(rows[end...])
        var taken = rows
        rows = rest
        bytes = rest.reduce(0) { $0 + $1.bytes }
        taken.removeSubrange(end...)
        taken.removeSubrange(..<start)
        floor = taken[taken.count - 1].id
        return taken
    }

    /// Forgets everything, as when rows were deleted from the file.
    mutating func clear() {
        self = RecentRows()
    }
}

extension JournalRow {
    fileprivate var bytes: Int {
        if case .event(let event) = content { event.approximateBytes } else { 0 }
    }
}
