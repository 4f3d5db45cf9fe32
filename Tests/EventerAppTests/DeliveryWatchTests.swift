import Basics
import Events
import Testing

@testable import EventerApp

@Suite struct DeliveryWatchTests {
    @Test(arguments: [
        (DeliveryStatus.State.none, 0, false), (.off, 0, false), (.off, 7, false), (.on, 0, false), (.on, 7, true),
        (.retrying(retryAt: Timestamp(seconds: 1)), 0, true), (.throttled(retryAt: Timestamp(seconds: 1)), 0, true),
        (.blocked(retryAt: Timestamp(seconds: 1)), 0, true), (.draining, 0, true), (.unavailable("not yet"), 0, true),
    ])
    func whatMayChangeByItselfIsLookedAtOften(state: DeliveryStatus.State, waiting: Int, isRestless: Bool) {
        var status = DeliveryStatus(state: state)
        status.ledger.waiting = waiting

        let look = DeliveryWatch.Look(delivery: status, journal: .keeping(path: "/var/lib/eventer"))

        #expect(look.isRestless == isRestless)
    }
}
