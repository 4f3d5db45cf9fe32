// The names of keys, as hints, help, README and configuration file write them:
//
//   a  ?  测          the character          Space  Enter  Tab  Esc  Backspace  Delete  Insert
//   ^T  ^\  ^Space    with Ctrl              Up  Down  Left  Right  Home  End  PgUp  PgDn
//   F1 to F24         function keys          Shift-Tab  Shift-Left  Ctrl-Left  and so on
//
// Read without regard to case (but for single characters), also with `+` in place of `-`, `Ctrl-T` and `C-T` for `^T`.

extension Key {
    /// The name that people read, nil for what no name stands for: a paste, the mouse.
    package var name: String? {
        switch self {
        case .character(let character): character == " " ? "Space" : String(character)
        case .control(let character): "^" + (character == " " ? "Space" : character.uppercased())
        case .function(let number): "F\(number)"
        case .backTab: "Shift-Tab"
        case .shift(let motion): "Shift-" + Key(motion).plainName
        case .ctrl(let motion): "Ctrl-" + Key(motion).plainName
        case .paste, .mouse: nil
        default: plainName
        }
    }

    /// The key that `name` stands for, or nil.
    ///
    /// What terminals cannot tell apart is one key: `^I` is Tab, `^M` and `^J` are Enter, `^H` is Backspace, `^[` is Esc.
    package init?(named name: String) {
        if name.count == 1, let character = name.first {
            guard Self.isTypable(character) else { return nil }
            self = .character(character)
        } else if let key = Self.named(name.lowercased().replacing("+", with: "-")) {
            self = key
        } else {
            return nil
        }
    }

    private var plainName: String {
        switch self {
        case .enter: "Enter"
        case .tab: "Tab"
        case .escape: "Esc"
        case .backspace: "Backspace"
        case .delete: "Delete"
        case .insert: "Insert"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        default: ""
        }
    }

    private static func isTypable(_ character: Character) -> Bool {
        displayWidth(String(character)) > 0 && CleanText(String(character)).string == String(character)
            && !character.isWhitespace
    }

    private static func named(_ name: String) -> Key? {
        if let key = plainNames[name] { return key }
        if name == "shift-tab" || name == "backtab" { return .backTab }
        if let rest = name.dropping(anyOf: ["shift-", "s-"]) { return motions[rest].map(Key.shift) }
        if name.hasPrefix("^") { return controlled(String(name.dropFirst())) }
        if let rest = name.dropping(anyOf: ["ctrl-", "control-", "c-"]) {
            return motions[rest].map(Key.ctrl) ?? controlled(rest)
        }
        guard name.hasPrefix("f"), let number = Int(name.dropFirst()), (1...24).contains(number),
            name == "f\(number)"
        else { return nil }
        return .function(number)
    }

    private static func controlled(_ name: String) -> Key? {
        switch name {
        case "space", "@", " ": .control(" ")
        case "i": .tab
        case "m", "j": .enter
        case "h", "?": .backspace
        case "[": .escape
        case "\\", "]", "^", "_": .control(Character(name))
        default: name.count == 1 && ("a"..."z").contains(name) ? .control(Character(name)) : nil
        }
    }

    private static let plainNames: [String: Key] = {
        var names: [String: Key] = [
            "space": .character(" "), "enter": .enter, "return": .enter, "tab": .tab, "esc": .escape,
            "escape": .escape, "backspace": .backspace, "delete": .delete, "del": .delete, "insert": .insert,
            "ins": .insert, "plus": .character("+"), "minus": .character("-"),
        ]
        for (name, motion) in motions { names[name] = Key(motion) }
        return names
    }()

    private static let motions: [String: Motion] = [
        "up": .up, "down": .down, "left": .left, "right": .right, "home": .home, "end": .end, "pgup": .pageUp,
        "pageup": .pageUp, "pgdn": .pageDown, "pagedown": .pageDown,
    ]
}

extension String {
    fileprivate func dropping(anyOf prefixes: [String]) -> String? {
        prefixes.first { hasPrefix($0) && count > $0.count }.map { String(dropFirst($0.count)) }
    }
}
