import Basics
import Events
import TestSupport
import Testing

@Suite struct PresentTests {
    private static let wall = Timestamp(seconds: 1_000_000)

    private func event(_ time: Int64) -> KubeEvent {
        .sample(1) {
            $0.lastSeen = Timestamp(seconds: time)
            $0.received = Self.wall
        }
    }

    private func present(_ source: Present.Source, _ times: Int64...) -> Present {
        var present = Present(source)
        for time in times { present.note([event(time)], at: Self.wall) }
        return present
    }

    @Test func theWallClockTellsOfACluster() {
        var present = present(.cluster, 500, 2_000_000)
        #expect(present.isLive && present.now(at: Self.wall) == Self.wall)

        present.end(at: Timestamp(seconds: 7))

        #expect(present.isLive && present.now(at: Self.wall) == Self.wall)
    }

    @Test(arguments: [Present.Source.file, .pipe])
    func theLatestEventTellsOfARecording(source: Present.Source) {
        var present = present(source, 500, 900, 700)
        #expect(!present.isLive && present.now(at: Self.wall) == Timestamp(seconds: 900))

        present.end(at: Self.wall)

        #expect(!present.isLive && present.now(at: Self.wall) == Timestamp(seconds: 900))
    }

    @Test(arguments: [Present.Source.file, .pipe])
    func nothingIsKnownBeforeTheFirstEvent(source: Present.Source) {
        var present = Present(source)
        present.note([KubeEvent](), at: Self.wall)

        #expect(!present.isKnown && present.now(at: Self.wall) == Timestamp(seconds: 0))
        #expect(Present(.cluster).isKnown)
    }

    @Test func aFileIsNeverFollowed() {
        #expect(!present(.file, 999_999).isLive)
    }

    @Test func aPipeWithAYoungEventIsFollowed() {
        #expect(!present(.pipe, 1_000_000 - 3600).isLive)
        let present = present(.pipe, 1_000_000 - 3599)

        #expect(present.isLive && present.now(at: Self.wall) == Self.wall)
        // Nothing may come for hours.
        #expect(present.now(at: Timestamp(seconds: 1_090_000)) == Timestamp(seconds: 1_090_000))
    }

    @Test func whatWasFollowedStandsWhereItEnded() {
        var present = present(.pipe, 999_000)
        present.end(at: Timestamp(seconds: 1_000_500))
        #expect(!present.isLive && present.now(at: Timestamp(seconds: 2_000_000)) == Timestamp(seconds: 1_000_500))

        // The last piece may come after the news of its end.
        present.note([event(999_990)], at: Self.wall)

        #expect(!present.isLive && present.now(at: Timestamp(seconds: 2_000_000)) == Timestamp(seconds: 1_000_500))
    }

    @Test func aClockThatIsAheadDoesNotTakeThePresentBack() {
        var event = event(1_000_030)
        event.received = Timestamp(seconds: 1_000_030)
        var present = Present(.pipe)
        present.note([event], at: Self.wall)

        #expect(present.now(at: Self.wall) == Timestamp(seconds: 1_000_030))
    }
}
