package import Basics
package import Events

/// Which events of a journal are wanted.
package struct HistoryQuery: Sendable {
    /// Nothing that was last seen before it.
    package var since: Timestamp?
    /// The journal as it was then: nothing that was last seen after it.
    package var until: Timestamp?
    /// The newest of those that match.
    package var limit: Int = .max
    /// Every version, in place of the newest of each event.
    package var hasAllVersions = false
    /// What else an event must be, nil for nothing.
    ///
    /// Of an event whose newest version is wanted, that version.
    package var matches: (@Sendable (KubeEvent) -> Bool)?

    package init() {}
}

/// What a query found, read from the journal a page at a time.
package struct JournalHistory: Sendable {
    private static let pageRows = 256

    private let reader: JournalReader
    /// Rows, by the time they were last seen.
    private var rest: ArraySlice<Int64>

    /// How many events there are.
    package let count: Int
    /// Rows that the search met and could not read.
    package let damaged: Int

    init(_ search: HistorySearch, _ reader: JournalReader) {
        let rows = search.rows
        self.reader = reader
        rest = rows[...]
        count = rows.count
        damaged = search.damaged
    }

    /// The next events, oldest first, perhaps none; nil at the end, and after a cancellation.
    ///
    /// What retention has deleted since the search is left out.
    package mutating func next() async throws(JournalError) -> [KubeEvent]? {
        guard !rest.isEmpty, !Task.isCancelled else { return nil }
        let ids = rest.prefix(Self.pageRows)
        rest = rest.dropFirst(ids.count)
        return try await reader.events(ofRows: ids)
    }
}

extension JournalReader {
    /// Searches the journal from its newest row backwards, as far as the query makes necessary.
    ///
    /// Holds some 20 bytes for each event found and 40 for each looked at, not the events; and no snapshot for longer than a
    /// page. Cancelled, it gives what it found so far.
    package func history(_ query: HistoryQuery) async throws(JournalError) -> JournalHistory {
        var search = HistorySearch(query)
        var before = Int64.max
        while !search.isDone, !Task.isCancelled {
            let rows = try await page(before: before)
            guard let last = rows.last else { break }
            before = last.id
            search.add(rows)
        }
        return JournalHistory(search, self)
    }

    /// The newest `limit` events that were last seen between two times, newest version of each, oldest first.
    package func events(since: Timestamp?, until: Timestamp?, limit: Int) async throws(JournalError) -> [KubeEvent] {
        var query = HistoryQuery()
        query.since = since
        query.until = until
        query.limit = limit
        var history = try await history(query)
        var events: [KubeEvent] = []
        while let page = try await history.next() { events += page }
        return events
    }
}
