import Testing
import TextGrid

@testable import Viewer

@Suite struct KeyBindingsTests {
    @Test func withoutChangesTheTableHolds() {
        let bindings = KeyBindings()

        #expect(bindings.command(for: .character("j"), in: .list) == .down)
        #expect(bindings.command(for: .escape, in: .detail) == .back)
        #expect(bindings.conflicts == [])
        #expect(bindings.entries.map(\.label) == Keymap.entries.map(\.label))
    }

    @Test func aChangedActionLosesItsUsualKeys() {
        let bindings = KeyBindings(changes: [.copy: [.character("C"), .function(9)]])

        #expect(bindings.command(for: .character("C"), in: .list) == .copy)
        #expect(bindings.command(for: .function(9), in: .detail) == .copy)
        #expect(bindings.command(for: .character("c"), in: .list) == nil)
        #expect(bindings.entries.first { $0.command == .copy }?.label == "C F9")
    }

    @Test func anActionMayHaveNoKey() {
        #expect(KeyBindings(changes: [.suspend: []]).command(for: .control("z"), in: .list) == nil)
    }

    @Test func aKeyTakenTwiceIsAConflictNamingBoth() {
        let bindings = KeyBindings(changes: [.copy: [.character("j")], .time: [.function(9)], .help: [.function(9)]])

        #expect(
            bindings.conflicts == [
                .init(key: .character("j"), first: .down, second: .copy),
                .init(key: .function(9), first: .time, second: .help),
            ]
        )
    }

    @Test func swappedKeysAreNoConflict() {
        #expect(KeyBindings(changes: [.copy: [.character("t")], .time: [.character("c")]]).conflicts == [])
    }

    @Test func aModifiedArrowWithoutAMeaningIsTheArrow() {
        #expect(KeyBindings().command(for: .ctrl(.down), in: .list) == .down)
        #expect(KeyBindings(changes: [.last: [.shift(.down)]]).command(for: .shift(.down), in: .list) == .last)
    }

    @Test func actionsHaveNamesOfTheirOwn() {
        #expect(Command.halfPageDown.name == "half-page-down")
        #expect(Command.showJSON.name == "show-json")
        #expect(Set(Keymap.actions.values) == Set(Keymap.entries.map(\.command)))
    }

    @Test(arguments: [
        ("count", ViewPreferences.Sort(.count)), ("count:desc", .init(.count)),
        ("count:asc", .init(.count, isInverted: true)),
        ("Reason", .init(.reason)), ("reason:asc", .init(.reason)), ("reason:desc", .init(.reason, isInverted: true)),
    ])
    func ordersAreRead(text: String, sort: ViewPreferences.Sort) {
        #expect(ViewPreferences.Sort(text) == sort)
        #expect(ViewPreferences.Sort(sort.text) == sort)
    }

    @Test(arguments: ["", ":", "count:", "count:up", "x", "count:asc:asc"]) func otherOrdersAreNot(text: String) {
        #expect(ViewPreferences.Sort(text) == nil)
    }
}
