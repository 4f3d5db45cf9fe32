import TextGrid

// Control sequences, ESC [ parameters final:
//
//   A B C D H F       arrows, Home, End        1;m A …     with modifiers: m - 1 is 1 Shift, 2 Alt, 4 Ctrl
//   n ~               Insert … F12             n ; m ~     with modifiers; n ^ and n $ are rxvt's Ctrl and Shift
//   a b c d           rxvt: Shift and arrow    < b;x;y M   mouse (SGR, mode 1006); m when released
//   ? n ; s $ y       DECRPM, a mode's state   ? … c       DA1, device attributes
//
// https://invisible-island.net/xterm/ctlseqs/ctlseqs.html

/// A control sequence that has been received whole.
struct KeySequence {
    /// Types of terminals that give a sequence a meaning of their own.
    enum Dialect: Sendable {
        case common, linux, vt100

        init(terminal: String) {
            self = terminal.hasPrefix("linux") ? .linux : terminal.hasPrefix("vt1") ? .vt100 : .common
        }
    }

    /// `?` or `<`, or 0.
    private let marker: UInt8
    private let parameters: [Int]
    private let isAnswer: Bool
    private let final: UInt8

    /// - Parameters:
    ///   - parameters: What is between `ESC [` and the last byte.
    ///   - final: The last byte.
    init(parameters: some Collection<UInt8>, final: UInt8) {
        self.final = final
        let first = parameters.first ?? 0
        marker = (0x3C...0x3F).contains(first) ? first : 0
        isAnswer = parameters.contains { (0x20...0x2F).contains($0) }
        let text = parameters.drop { $0 == first && (0x3C...0x3F).contains($0) }.prefix { $0 >= 0x30 }
        self.parameters =
            text.isEmpty
            ? []
            : text.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
                .prefix(8).map { Self.number($0) }
    }

    private static func number(_ digits: some Collection<UInt8>) -> Int {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }), digits.count <= 6 else { return 0 }
        return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }

    var isOldMouseReport: Bool { marker == 0 && parameters.isEmpty && final == UInt8(ascii: "M") }
    var beginsPaste: Bool { marker == 0 && parameters == [200] && final == UInt8(ascii: "~") }

    var answer: KeyDecoder.Answer? {
        guard marker == UInt8(ascii: "?") else { return nil }
        if final == UInt8(ascii: "c") { return .attributes }
        guard final == UInt8(ascii: "y"), isAnswer, parameters.count == 2 else { return nil }
        return .mode(parameters[0], state: parameters[1])
    }

    /// The key, nil for what is none or unknown.
    var key: Key? {
        if marker == UInt8(ascii: "<") { return mouse.map(Key.mouse) }
        guard marker == 0, !isAnswer else { return nil }
        switch final {
        case UInt8(ascii: "~"): return Self.numbered(parameters.first).map { modified($0, bits) }
        case UInt8(ascii: "^"): return Self.numbered(parameters.first).map { modified($0, Self.control) }
        case UInt8(ascii: "$"): return Self.numbered(parameters.first).map { modified($0, Self.shift) }
        case UInt8(ascii: "a")...UInt8(ascii: "d") where parameters.isEmpty:
            return Self.final(final - 0x20).map { modified($0, Self.shift) }
        // A report of the cursor's place.
        case UInt8(ascii: "R") where !parameters.isEmpty: return nil
        default: return Self.final(final).map { modified($0, bits) }
        }
    }

    /// What follows `ESC O`.
    static func applicationKey(_ byte: UInt8, _ dialect: Dialect) -> Key? {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "d"):
            return Self.final(byte - 0x20).map { modified($0, control) }
        case UInt8(ascii: "j")...UInt8(ascii: "y"):
            if dialect == .vt100, let number = vt100Keys[byte] { return .function(number) }
            // The keypad, from * to 9: where num lock is unknown to the terminal.
            return .character(Character(Unicode.Scalar(byte - 0x40)))
        case UInt8(ascii: "X"): return .character("=")
        case UInt8(ascii: "M"): return .enter
        default: return Self.final(byte)
        }
    }
}

extension KeySequence {
    private static let shift = 1
    private static let control = 4

    /// The bits of the modifiers.
    private var bits: Int { parameters.count > 1 ? max(0, parameters[1] - 1) : 0 }

    private func modified(_ key: Key, _ bits: Int) -> Key { Self.modified(key, bits) }

    private static func modified(_ key: Key, _ bits: Int) -> Key {
        guard let motion = key.motion else { return key }
        if bits & control != 0 { return .ctrl(motion) }
        return bits & shift != 0 ? .shift(motion) : key
    }

    private static func final(_ byte: UInt8) -> Key? {
        switch byte {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "Z"): .backTab
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte) - 0x4F)
        default: nil
        }
    }

    private static func numbered(_ number: Int?) -> Key? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case .some(let number) where (11...15).contains(number): .function(number - 10)
        case .some(let number) where (17...21).contains(number): .function(number - 11)
        case .some(let number) where (23...24).contains(number): .function(number - 12)
        default: nil
        }
    }

    /// Where terminfo has F5 to F10 of a keyboard that has none: on the keypad.
    private static let vt100Keys: [UInt8: Int] = Dictionary(
        uniqueKeysWithValues: zip("tuvlwx".utf8, 5...10)
    )

    private var mouse: MouseEvent? {
        guard parameters.count == 3, parameters[1] > 0, parameters[2] > 0 else { return nil }
        let code = parameters[0]
        guard let action = Self.action(code, isRelease: final == UInt8(ascii: "m")) else { return nil }
        var modifiers: MouseEvent.Modifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.alt) }
        if code & 16 != 0 { modifiers.insert(.control) }
        let position = Position(column: parameters[1] - 1, row: parameters[2] - 1)
        return MouseEvent(action, at: position, modifiers: modifiers)
    }

    private static func action(_ code: Int, isRelease: Bool) -> MouseEvent.Action? {
        let wheel: [MouseEvent.Action] = [.wheelUp, .wheelDown, .wheelLeft, .wheelRight]
        let number = code & 3
        switch code & ~0b1_1111 {
        case 64: return isRelease ? nil : wheel[number]
        case 0, 32:
            // Moved without a button, or a release that does not say of which.
            guard number < 3 else { return nil }
            let button = MouseEvent.Button.allCases[number]
            return code & 32 != 0 ? .drag(button) : isRelease ? .release(button) : .press(button)
        default: return nil
        }
    }
}
