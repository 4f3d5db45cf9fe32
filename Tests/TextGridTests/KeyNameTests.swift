import Testing
import TextGrid

@Suite struct KeyNameTests {
    private static let named: [Key] =
        [.enter, .tab, .backTab, .escape, .backspace, .delete, .insert]
        + Key.Motion.allCases.flatMap { [Key($0), .shift($0), .ctrl($0)] } + (1...24).map(Key.function)
        + "abcxyzABCXYZ0189?/+-=#^~'\"\\|é测".map(Key.character) + [.character(" "), .control(" ")]
        + "abcdefgklnopqrstuvwxyz\\]^_".map(Key.control)

    @Test(arguments: named) func everyNameIsReadBack(key: Key) throws {
        let name = try #require(key.name)

        #expect(Key(named: name) == key)
    }

    @Test(arguments: [
        ("^t", Key.control("t")), ("Ctrl-T", .control("t")), ("ctrl+t", .control("t")), ("C-t", .control("t")),
        ("^space", .control(" ")), ("^@", .control(" ")), ("^I", .tab), ("^M", .enter), ("^J", .enter),
        ("^H", .backspace),
        ("^[", .escape), ("^?", .backspace), ("SPACE", .character(" ")), ("return", .enter), ("escape", .escape),
        ("pagedown", .pageDown), ("PgDn", .pageDown), ("del", .delete), ("f12", .function(12)),
        ("S-left", .shift(.left)),
        ("shift+Tab", .backTab), ("control-Home", .ctrl(.home)), ("T", .character("T")), ("^", .character("^")),
        ("+", .character("+")), ("plus", .character("+")), ("minus", .character("-")),
    ])
    func othersWritingsAreReadToo(name: String, key: Key) {
        #expect(Key(named: name) == key)
    }

    @Test(arguments: [
        "", " ", "\t", "\u{1B}", "ab", "F0", "F25", "F01", "F+1", "^é", "^1", "^TT", "Shift-a", "Shift-", "Ctrl-",
        "Alt-x", "shift-f5", "\u{200B}", "\u{301}", "\u{202E}",
    ])
    func whatIsNoKeyIsRefused(name: String) {
        #expect(Key(named: name) == nil)
    }

    @Test func whatCannotBePressedHasNoName() {
        #expect(Key.paste("x").name == nil)
        #expect(Key.mouse(MouseEvent(.wheelUp, at: Position(column: 0, row: 0))).name == nil)
    }

    @Test func aModifiedArrowFallsBackToItself() {
        #expect(Key.shift(.left).unmodified == .left)
        #expect(Key.ctrl(.end).unmodified == .end)
        #expect(Key.character("A").unmodified == .character("A"))
    }
}
