import Basics
import Events
import Journal
import TestSupport
import Testing
import Viewer

@testable import EventerApp

@Suite struct OverviewTalliesTests {
    private static let now = Timestamp(seconds: 1_800_000_000)
    private static let day: Int64 = 86400

    private static func ago(_ seconds: Int64) -> Timestamp { now.advanced(by: .seconds(-seconds)) }

    /// A journal that was told, at each of these times, of a Warning that happened then.
    private func journal(_ directory: TemporaryDirectory, eventsAgo: [Int64], gap: Gap? = nil) async throws -> Journal {
        let journal = try Journal.open(directory: directory.path, clock: ManualClock(), now: { Self.now })
        let events = eventsAgo.enumerated().map { index, ago in
            KubeEvent.sample(Int64(index + 1)) {
                $0.type = "Warning"
                $0.lastSeen = Self.ago(ago)
                $0.received = Self.ago(ago)
            }
        }
        await journal.append(EventBatch(stream: .all, events: events, resumePoint: nil, gap: gap))
        try await journal.flush()
        return journal
    }

    private func tallies(_ readers: [JournalReader?]) async -> OverviewTallies {
        await OverviewTallies(readers, .hour, from: Self.ago(3600), to: Self.now)
    }

    @Test func sameTimeOfOtherDaysIsCounted() async throws {
        let directory = try TemporaryDirectory()
        let journal = try await journal(
            directory,
            eventsAgo: [9 * Self.day, 7 * Self.day + 60, 7 * Self.day + 120, Self.day + 60, Self.day - 60, 60]
        )

        let tallies = await tallies([journal.reader])

        #expect(tallies.yesterday == TypeCounts(warning: 1))
        #expect(tallies.lastWeek == TypeCounts(warning: 2))
        #expect(tallies.since == Self.ago(9 * Self.day))
    }

    @Test func whatTheJournalDoesNotReachIsUnknown() async throws {
        let directory = try TemporaryDirectory()
        let journal = try await journal(directory, eventsAgo: [2 * Self.day, Self.day + 60])

        let tallies = await tallies([journal.reader])

        #expect(tallies.yesterday == TypeCounts(warning: 1))
        #expect(tallies.lastWeek == nil)
        #expect(tallies.since == Self.ago(2 * Self.day))
    }

    @Test func timeWithoutAnyEventOrWithAGapIsUnknown() async throws {
        let directory = try TemporaryDirectory()
        let gap = Gap(reason: .expired, from: Self.ago(Self.day + 600), to: Self.ago(Self.day + 300))
        let journal = try await journal(directory, eventsAgo: [9 * Self.day, Self.day + 60], gap: gap)

        let tallies = await tallies([journal.reader])

        #expect(tallies.yesterday == nil)
        #expect(tallies.lastWeek == nil)
    }

    @Test func severalJournalsAreOneSumOrUnknown() async throws {
        let (first, second) = (try TemporaryDirectory(), try TemporaryDirectory())
        let one = try await journal(first, eventsAgo: [9 * Self.day, Self.day + 60])
        let two = try await journal(second, eventsAgo: [3 * Self.day, Self.day + 60])

        let both = await tallies([one.reader, two.reader])
        let missing = await tallies([one.reader, nil])

        #expect(both.yesterday == TypeCounts(warning: 2))
        #expect(both.since == Self.ago(3 * Self.day))
        #expect(missing == OverviewTallies(window: .hour))
    }
}
