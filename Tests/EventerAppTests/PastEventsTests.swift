import Basics
import Events
import Journal
import TestSupport
import Testing

@testable import EventerApp

@Suite struct PastEventsTests {
    /// A journal in memory with some events, each an hour after the one before, and perhaps a gap before its last batch.
    private func source(
        _ label: String,
        _ batches: [[Int64]],
        gap: Gap? = nil,
        limit: Int = .max
    ) async throws -> PastEvents.Source {
        let journal = try Journal.inMemory(reason: "a test", clock: ManualClock(), now: { Timestamp(seconds: 0) })
        for (index, numbers) in batches.enumerated() {
            let gap = index == batches.count - 1 ? gap : nil
            let events = numbers.map { KubeEvent.sample($0) }
            await journal.append(EventBatch(stream: .all, events: events, resumePoint: nil, gap: gap))
        }
        try await journal.flush()
        var query = HistoryQuery()
        query.limit = limit
        return PastEvents.Source(
            label: label,
            history: try await journal.reader.history(query),
            gaps: try await journal.reader.gaps(cluster: label),
            begins: nil
        )
    }

    /// Names of the events with their cluster, `-` for a gap.
    private func all(_ events: PastEvents) async throws -> [String] {
        var events = events
        var all: [String] = []
        while let entry = try await events.next() {
            switch entry {
            case .event(let event): all.append(event.cluster + event.object.name)
            case .gap(let gap): all.append("- " + gap.stream.cluster)
            }
        }
        return all
    }

    @Test func severalJournalsAreOneSequence() async throws {
        let sources = [
            try await source("a", [[1, 4]]), try await source("b", [[2, 3, 5]]), try await source("c", []),
        ]
        let events = PastEvents(sources, limit: nil)

        #expect(events.count == 5)
        #expect(try await all(events) == ["aweb-1", "bweb-2", "bweb-3", "aweb-4", "bweb-5"])
    }

    @Test func aLimitIsThatOfAllTogether() async throws {
        let sources = [try await source("a", [[1, 4]], limit: 2), try await source("b", [[2, 3, 5]], limit: 2)]
        let events = PastEvents(sources, limit: 2)

        #expect(events.count == 2)
        #expect(try await all(events) == ["aweb-4", "bweb-5"])
    }

    @Test func gapsStandWhereTheyWere() async throws {
        let gap = Gap(reason: .expired, from: Timestamp(seconds: 2), to: Timestamp(seconds: 8))
        let whole = PastEvents([try await source("a", [[1, 2], [9]], gap: gap)], limit: nil)
        let last = PastEvents([try await source("a", [[1, 2], [9, 10]], gap: gap, limit: 1)], limit: 1)
        let atTheEnd = PastEvents([try await source("a", [[1], [2]], gap: gap)], limit: nil)

        #expect(try await all(whole) == ["aweb-1", "aweb-2", "- a", "aweb-9"])
        #expect(try await all(last) == ["aweb-10"])
        #expect(try await all(atTheEnd) == ["aweb-1", "aweb-2", "- a"])
    }
}
