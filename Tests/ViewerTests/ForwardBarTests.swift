import Basics
import Events
import Testing
import TextGrid

@testable import Viewer

@Suite struct ForwardBarTests {
    private func bar(_ columns: Int = 200, _ change: (inout DeliveryStatus) -> Void) -> String {
        var viewed = Viewed.incident(columns, 24)
        viewed.forward(change)
        return viewed.rows[22].trimmingPrefix(" ").description
    }

    @Test(arguments: [
        (DeliveryStatus.State.none, "SLS off: no sink, see --sink"),
        (.off, "SLS paused, waiting 37  k8s-prod/k8s-event"),
        (.retrying(retryAt: Viewed.ago(-8)), "SLS ON degraded: 403, next 8s  k8s-prod/k8s-event  out"),
        (.blocked(retryAt: Viewed.ago(-30)), "SLS BLOCKED 403 (f, then r retries), next 30s  k8s-prod"),
        (.throttled(retryAt: Viewed.ago(-3)), "SLS throttled, next 3s  k8s-prod"),
        (.draining, "SLS draining 37  k8s-prod"),
        (.unavailable("pid 12 holds the journal"), "SLS unavailable: pid 12 holds the journal"),
    ])
    func everyStateHasItsWord(state: DeliveryStatus.State, text: String) {
        #expect(bar { $0.state = state }.hasPrefix(text))
    }

    @Test func lossIsNeverSilent() {
        let bar = bar(60) {
            $0.ledger.dead = 3
            $0.ledger.dropped = 2
            $0.ledger.lost = 1
        }

        #expect(bar.hasPrefix("SLS ON dead 3 dropped 2 lost 1"))
        #expect(bar.contains("waiting 37"))
    }

    @Test(arguments: [(60, "no key"), (200, "no access key from RRSA: the STS answers 500")])
    func aKeyThatIsNotThereIsSaid(columns: Int, words: String) {
        let bar = bar(columns) {
            $0.credentials = CredentialFigures(source: "RRSA")
            $0.credentials?.lastFailure = "no access key from RRSA: the STS answers 500"
        }

        #expect(bar.contains(words))
    }

    @Test func aKeyThatLastsYetIsOnlyNotRenewed() {
        let bar = bar(60) {
            $0.credentials = CredentialFigures(source: "RRSA")
            $0.credentials?.lastFailure = "no access key from RRSA: the STS answers 500"
            $0.credentials?.expiry = Viewed.ago(-600)
        }

        #expect(bar.contains("key not renewed"))
    }

    @Test func aJournalNearlyFullIsSaid() {
        let bar = bar {
            $0.journalBytes = 830_000_000
            $0.journalCapacity = 1_000_000_000
        }

        #expect(bar.contains("journal 83% of 1.0 GB"))
    }

    @Test func nothingThatWaitsIsOff() {
        #expect(
            bar {
                $0.state = .off; $0.ledger.waiting = 0
            }.hasPrefix("SLS off  k8s-prod")
        )
    }

    @Test func aJournalThatDoesNotKeepIsSaid() {
        var viewed = Viewed.incident(60, 12)

        viewed.send(.journal(.notKeeping(reason: "no space left on device")))

        #expect(viewed.rows[10].contains("NOT KEPT"))
    }

    @Test(arguments: [
        (60, "SLS ON 12.4/s sent 48,201 waiting 37 err 2 p99 310ms"),
        (80, "SLS ON  out 12.4/s  sent 48,201  waiting 37  err 2 (14:02 403)  p99 310ms"),
    ])
    func theBarGivesWayToTheWidth(columns: Int, text: String) {
        #expect(bar(columns) { _ in } == text)
    }
}
