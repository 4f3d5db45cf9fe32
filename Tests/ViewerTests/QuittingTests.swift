import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct QuittingTests {
    @Test func quittingWithNothingWaitingIsImmediate() {
        var viewed = Viewed.incident()
        viewed.forward { $0.ledger.waiting = 0 }

        viewed.press(.character("q"))

        #expect(viewed.effects == [.quit(.now)])
    }

    @Test(arguments: [DeliveryStatus.State.none, .off, .unavailable("held")])
    func quittingWithoutForwardingIsImmediate(state: DeliveryStatus.State) {
        var viewed = Viewed.incident()
        viewed.forward { $0.state = state }

        viewed.press(.character("q"))

        #expect(viewed.effects == [.quit(.now)])
    }

    @Test(arguments: [
        ([Key.character("f")], [Effect.quit(.flush)]), ([.character("k")], [.quit(.now)]), ([.escape], []),
        ([.enter], []), ([.character("d")], []), ([.character("d"), .character("n")], []),
        ([.character("d"), .character("y")], [.quit(.drop)]),
    ])
    func theGuardAsksWhenEventsWait(keys: [Key], effects: [Effect]) {
        var viewed = Viewed.incident()

        viewed.press(.character("q"))
        #expect(viewed.screen.contains("37 events are not delivered"))
        for key in keys { viewed.press(key) }

        #expect(viewed.effects == effects)
    }

    @Test func withoutAJournalTheGuardSaysTheyWouldBeLost() {
        var viewed = Viewed.incident()
        viewed.send(.journal(.notKeeping(reason: "disk full")))

        viewed.press(.character("q"), .character("k"))

        #expect(viewed.screen.contains("NOT on disk"))
        #expect(!viewed.screen.contains("[k]"))
        #expect(viewed.effects == [])
    }

    @Test func withForwardingOffThereIsNothingToFlush() {
        var viewed = Viewed.incident()
        viewed.forward { $0.state = .off }
        viewed.send(.journal(.notKeeping(reason: "disk full")))

        viewed.press(.character("q"), .character("f"))

        #expect(!viewed.screen.contains("[f]"))
        #expect(viewed.screen.contains("[d]"))
        #expect(viewed.effects == [])
    }

    @Test func flushTellsWhatIsLeft() {
        var viewed = Viewed.incident()

        viewed.press(.character("q"), .character("f"))
        viewed.forward { $0.ledger.waiting = 5 }

        #expect(viewed.rows.last?.contains("5 left") == true)
    }

    @Test func flushThatLeftSomethingOnNoDiskAsksAgain() {
        var viewed = Viewed.incident()
        viewed.send(.journal(.notKeeping(reason: "disk full")))

        viewed.press(.character("q"), .character("f"))
        viewed.send(.flushed(false))

        #expect(viewed.screen.contains("NOT on disk"))
        #expect(viewed.effects == [.quit(.flush)])
        viewed.press(.character("f"))
        viewed.send(.flushed(true))
        #expect(viewed.effects == [.quit(.flush), .quit(.flush), .quit(.now)])
    }

    @Test func flushThatLeftSomethingInTheJournalLeaves() {
        var viewed = Viewed.incident()

        viewed.press(.character("q"), .character("f"))
        viewed.send(.flushed(false))

        #expect(viewed.effects == [.quit(.flush), .quit(.now)])
    }

    @Test func interruptTwiceWithinASecondQuits() {
        var viewed = Viewed.incident()

        viewed.press(.control("c"))
        #expect(viewed.rows.last?.contains("press ^C again") == true)
        viewed.pass(seconds: 2)
        viewed.press(.control("c"))
        #expect(viewed.effects == [])
        viewed.pass(seconds: 1)
        viewed.press(.control("c"))

        #expect(viewed.effects == [.quit(.interrupted)])
    }

    @Test func interruptCancelsThePromptFirst() {
        var viewed = Viewed.incident()

        viewed.press(.character("/"))
        viewed.type("ns:ml")
        viewed.press(.control("c"))

        #expect(viewed.state.prompt == nil)
        #expect(viewed.state.list.table.visibleCount == 13)
    }

    @Test(arguments: [(1, "1 event is not"), (1200, "1,200 events are not")])
    func theQuestionCountsInWords(waiting: Int, text: String) {
        var viewed = Viewed.incident()
        viewed.forward { $0.ledger.waiting = waiting }

        viewed.press(.character("q"))

        #expect(viewed.screen.contains(text + " delivered to SLS yet."))
    }
}
