import Events
import Testing
import TextGrid

@testable import Viewer

@Suite struct KeyBindingsTests {
    @Test func withoutChangesTheTableHolds() {
        let bindings = KeyBindings()

        #expect(bindings.keymap.command(for: .character("j"), in: .list) == .down)
        #expect(bindings.keymap.command(for: .escape, in: .detail) == .back)
        #expect(bindings.conflicts == [])
        #expect(bindings.keymap.entries.map(\.label) == Keymap.standard.entries.map(\.label))
    }

    @Test func aChangedActionLosesItsUsualKeys() {
        let bindings = KeyBindings(changes: [.copy: [.character("C"), .function(12)]])

        #expect(bindings.keymap.command(for: .character("C"), in: .list) == .copy)
        #expect(bindings.keymap.command(for: .function(12), in: .detail) == .copy)
        #expect(bindings.keymap.command(for: .character("c"), in: .list) == nil)
        #expect(bindings.keymap.entries.first { $0.command == .copy }?.label == "C F12")
    }

    @Test func anActionMayHaveNoKey() {
        #expect(KeyBindings(changes: [.suspend: []]).keymap.command(for: .control("z"), in: .list) == nil)
    }

    @Test func aKeyTakenTwiceIsAConflictNamingBoth() {
        let bindings = KeyBindings(changes: [.copy: [.character("j")], .time: [.function(12)], .help: [.function(12)]])

        #expect(
            bindings.conflicts == [
                .init(key: .character("j"), first: .down, second: .copy),
                .init(key: .function(12), first: .time, second: .help),
            ]
        )
    }

    @Test func swappedKeysAreNoConflict() {
        #expect(KeyBindings(changes: [.copy: [.character("t")], .time: [.character("c")]]).conflicts == [])
    }

    @Test func aModifiedArrowWithoutAMeaningIsTheArrow() {
        #expect(KeyBindings().keymap.command(for: .ctrl(.down), in: .list) == .down)
        #expect(KeyBindings(changes: [.last: [.shift(.down)]]).keymap.command(for: .shift(.down), in: .list) == .last)
    }

    @Test func actionsHaveNamesOfTheirOwn() {
        #expect(Command.halfPageDown.name == "half-page-down")
        #expect(Command.sortByFirst.name == "sort-by-first")
        #expect(Set(Keymap.actions.values) == Set(Keymap.standard.entries.map(\.command)))
    }

    @Test(arguments: [
        ("count", GroupOrder(.count)), ("count:desc", .init(.count)),
        ("count:asc", .init(.count, isInverted: true)),
        ("Reason", .init(.reason)), ("reason:asc", .init(.reason)), ("reason:desc", .init(.reason, isInverted: true)),
    ])
    func ordersAreRead(text: String, sort: GroupOrder) {
        #expect(GroupOrder(text) == sort)
        #expect(GroupOrder(sort.text) == sort)
    }

    @Test(arguments: ["", ":", "count:", "count:up", "x", "count:asc:asc"]) func otherOrdersAreNot(text: String) {
        #expect(GroupOrder(text) == nil)
    }
}
