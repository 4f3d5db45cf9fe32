import Basics
import Events
import Journal

/// What several journals hold, as one sequence: the oldest event first, gaps where they were.
struct PastEvents: Sendable {
    enum Entry: Sendable {
        case event(KubeEvent)
        case gap(StreamGap)
    }

    /// What one journal found, and where it is read.
    struct Source: Sendable {
        var label: String
        var history: JournalHistory
        /// Oldest first.
        var gaps: [StreamGap]
        /// When the first event that the journal still has was received.
        var begins: Timestamp?
        private var page: ArraySlice<KubeEvent> = []

        init(label: String, history: JournalHistory, gaps: [StreamGap], begins: Timestamp?) {
            self.label = label
            self.history = history
            self.gaps = gaps
            self.begins = begins
        }

        /// The event that comes next, nil at the end.
        mutating func first() async throws(JournalError) -> KubeEvent? {
            while page.isEmpty {
                guard var events = try await history.next() else { return nil }
                for index in events.indices { events[index].cluster = label }
                page = events[...]
            }
            return page.first
        }

        mutating func removeFirst() { page.removeFirst() }
    }

    private var sources: [Source]
    /// Events to pass over: each journal gave as many as are wanted of all.
    private var surplus: Int
    private var gaps: ArraySlice<StreamGap>
    /// Gaps that end before the first event that is given are left out.
    private let hidesEarlierGaps: Bool
    private var hasBegun = false

    /// How many events there are.
    let count: Int
    /// Rows that could not be read.
    let damaged: Int

    /// Merges `sources`, and gives `limit` of the newest events, or all.
    init(_ sources: [Source], limit: Int?) {
        self.sources = sources
        let found = sources.reduce(0) { $0 + $1.history.count }
        count = min(found, limit ?? found)
        surplus = found - count
        damaged = sources.reduce(0) { $0 + $1.history.damaged }
        gaps = sources.flatMap(\.gaps).sorted { $0.gap.to < $1.gap.to }[...]
        hidesEarlierGaps = limit != nil
    }

    /// The next event or gap; nil at the end.
    mutating func next() async throws(JournalError) -> Entry? {
        while true {
            var oldest: (index: Int, event: KubeEvent)?
            for index in sources.indices {
                guard let event = try await sources[index].first() else { continue }
                if oldest.map({ event.order < $0.event.order }) ?? true { oldest = (index, event) }
            }
            guard let (index, event) = oldest else { return gaps.popFirst().map { .gap($0) } }
            guard surplus == 0 else {
                surplus -= 1
                sources[index].removeFirst()
                continue
            }
            if !hasBegun, hidesEarlierGaps { gaps = gaps.drop { $0.gap.to < event.order } }
            hasBegun = true
            if let gap = gaps.first, gap.gap.to <= event.order { return gaps.popFirst().map { .gap($0) } }
            sources[index].removeFirst()
            return .event(event)
        }
    }
}
