import Events
import TestSupport
import Testing

@testable import EventerApp

@Suite struct AlertIntakeTests {
    @Test func tooManyEventsAtOnceAreCountedNotHeld() {
        let intake = AlertIntake()
        let events = Array(repeating: KubeEvent.sample(1), count: AlertIntake.most - 1)

        intake.add(events)
        intake.add([.sample(1), .sample(2), .sample(3)])

        #expect(intake.skipped == 2)
        #expect(intake.take().count == AlertIntake.most)
        intake.add([.sample(4)])
        #expect(intake.take() == [.sample(4)])
        #expect(intake.skipped == 2)
    }
}
