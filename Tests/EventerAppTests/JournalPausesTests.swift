import Basics
import Events
import Journal
import TestSupport
import Testing

@testable import EventerApp

@Suite(.timeLimit(.minutes(5))) struct JournalPausesTests {
    private let free = Locked<Int?>(nil)
    private let scratch: TemporaryDirectory
    private let journal: Journal
    private let pauses: JournalPauses

    init() throws {
        scratch = try TemporaryDirectory()
        journal = try Journal.open(
            directory: scratch.path,
            clock: ManualClock(),
            now: { Timestamp(seconds: 1_800_000_000) },
            freeBytes: { [free] in free.withLock(\.self) }
        )
        pauses = JournalPauses(journal)
    }

    private func hinder() async {
        free.withLock { $0 = 0 }
        await journal.append(EventBatch(stream: .all, events: [.sample(1)], resumePoint: nil))
        try? await journal.flush()
    }

    private func relieve() async {
        free.withLock { $0 = nil }
        try? await journal.flush()
    }

    private func ended(_ stream: StreamID) -> SourceReport {
        pauses.told(.update(.status(StreamStatus(stream: stream, state: .ended, since: .now()))))
    }

    @Test func watchIsOpenedAgainThoughTheJournalRecoversWhileItCloses() async {
        let openings = Locked(0)

        await pauses.run {
            guard
                openings.withLock({
                    $0 += 1; return $0 == 1
                })
            else { return }
            await hinder()
            await Doorbell().wait()
            await relieve()
        }

        #expect(openings.withLock(\.self) == 2)
    }

    @Test func pauseIsTheCauseOfEachStreamsGap() async {
        let streams = ["one", "two"].map { StreamID(namespace: $0) }
        let openings = Locked(0)
        let reasons = Locked<[Gap.Reason?]>([])

        await pauses.run {
            guard
                openings.withLock({
                    $0 += 1; return $0 == 1
                })
            else {
                for stream in streams + streams {
                    var batch = EventBatch(stream: stream, events: [], resumePoint: nil)
                    batch.gap = Gap(reason: .expired, from: .now(), to: .now())
                    guard case .update(.batch(let told)) = pauses.told(.update(.batch(batch))) else { continue }
                    reasons.withLock { $0.append(told.gap?.reason) }
                }
                return
            }
            await hinder()
            await Doorbell().wait()
            for stream in streams { _ = ended(stream) }
            await relieve()
        }

        #expect(reasons.withLock(\.self) == [.paused, .paused, .expired, .expired])
    }
}
