import Alerts
import Basics
import Events
import Testing

@testable import EventerApp

@Suite struct AlertRecordTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    @Test func aLetterIsOwedUntilEachHookHasIt() {
        var outbox = AlertOutbox()
        let first = outbox.add(.sample("1"), for: ["a", "b"], at: Self.now)
        let second = outbox.add(.sample("2"), for: ["a"], at: Self.now)

        #expect([first.number, second.number] == [1, 2])
        var changes = [outbox.settle([1, 2], by: "a")]
        #expect(outbox.letters.map(\.hooks) == [["b"]])
        changes += [outbox.settle([1], by: "a"), outbox.settle([1], by: "b")]
        #expect(changes == [true, false, true])
        #expect(outbox.letters.isEmpty)
        let third = outbox.add(.sample("3"), for: ["a"], at: Self.now)
        #expect(third.number == 3)
    }

    @Test func hooksThatAreGoneAreOwedNothing() {
        var outbox = AlertOutbox()
        _ = outbox.add(.sample("1"), for: ["a", "b"], at: Self.now)
        _ = outbox.add(.sample("2"), for: ["b"], at: Self.now)

        let forgotten = outbox.keepOnly(["a"])

        #expect(forgotten == 1)
        #expect(outbox.letters.map(\.hooks) == [["a"]])
    }

    @Test func theTextComesBackWhole() throws {
        var outbox = AlertOutbox()
        _ = outbox.add(.sample("1"), for: ["a", "b"], at: Self.now)
        var engine = AlertEngine(rules: [.nodeDown])
        _ = engine.take([.nodeNotReady(1)], at: Timestamp(seconds: 1))
        let record = AlertRecord(since: Self.now, engine: engine.snapshot, outbox: outbox)

        let back = try #require(AlertRecord(text: record.text))

        #expect(back.outbox == outbox)
        #expect(AlertEngine(rules: [.nodeDown], restoring: back.engine).incidents == engine.incidents)
        #expect(back.start == Self.now)
        #expect(back.engine.known.map(\.rule) == ["node-down"])
    }

    @Test(arguments: [
        "", "{}", "nonsense", "{\"version\":2,\"since\":0,\"engine\":{},\"outbox\":{\"letters\":[],\"next\":1}}",
    ])
    func whatIsNoTextOfThisVersionIsNone(text: String) {
        #expect(AlertRecord(text: text) == nil)
    }
}
