package import TextGrid

/// Turns the bytes of a terminal into keys.
///
/// Knows what xterm, tmux, screen, rxvt, the Linux console and the vt100 send, in cursor and in application mode. What it does
/// not know (focus reports, answers to queries, keys with strange modifiers) is swallowed whole, so that no rest of it acts as a
/// key. The escape key alone sends the byte that begins every sequence: ``isWaiting`` tells that more may come, ``flush()`` that
/// none came in time.
package struct KeyDecoder: Sendable {
    /// What the terminal said of itself when asked.
    package enum Answer: Sendable, Equatable {
        /// The state of a private mode: 0 unknown, 1 set, 2 reset, 3 and 4 the same for ever.
        case mode(Int, state: Int)
        /// The device attributes, which every terminal tells: what was asked before has been answered, or never will be.
        case attributes
    }

    private static let maximumPaste = 65536
    private static let maximumSequence = 4096
    private static let maximumAnswers = 16
    private static let escape: UInt8 = 0x1B
    private static let endOfPaste = Array("\u{1B}[201~".utf8)

    private let dialect: KeySequence.Dialect
    private var buffer: [UInt8] = []
    private var isPasting = false
    private var paste: [UInt8] = []
    private var answers: [Answer] = []

    /// - Parameter terminal: The terminal's type: few sequences mean something else on some.
    package init(terminal: String = "") {
        dialect = KeySequence.Dialect(terminal: terminal)
    }

    /// Whether a sequence, a character or the escape key is cut short.
    package var isWaiting: Bool { !buffer.isEmpty }

    /// Takes in `bytes`; returns the keys that are complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
        buffer += bytes
        var keys: [Key] = []
        while let (length, key) = next() {
            buffer.removeFirst(length)
            if let key { keys.append(key) }
        }
        return keys
    }

    /// Gives up waiting: a lone escape byte was the escape key, any other rest is dropped.
    ///
    /// Not so the beginning of an answer or of a mouse report, whose rest would act as keys: it stays until that comes.
    package mutating func flush() -> [Key] {
        guard !isPasting, !isInsideReport, let first = buffer.first else { return [] }
        buffer.removeFirst()
        guard first == Self.escape else {
            buffer = []
            return []
        }
        let isSequence = buffer.first.map { "[O]P^_X".utf8.contains($0) } ?? false
        if isSequence, buffer.count > 1 {
            buffer = []
            return []
        }
        return [.escape] + feed([])
    }

    /// The answers since the last call, oldest first.
    package mutating func takeAnswers() -> [Answer] {
        defer { answers = [] }
        return answers
    }

    /// Whether the buffer holds the beginning of what no key begins with: `ESC [ ?`, `ESC [ <`, or a string.
    private var isInsideReport: Bool {
        guard buffer.count > 2, buffer[0] == Self.escape else { return false }
        return switch buffer[1] {
        case UInt8(ascii: "["): buffer[2] == UInt8(ascii: "?") || buffer[2] == UInt8(ascii: "<")
        case UInt8(ascii: "]"), UInt8(ascii: "P"): true
        default: false
        }
    }

    /// The length and the key of what the buffer begins with; nil when that is not complete.
    private mutating func next() -> (Int, Key?)? {
        if isPasting { return nextOfPaste() }
        guard let first = buffer.first else { return nil }
        switch first {
        case Self.escape: return sequence()
        case 0x80...: return character(first)
        default: return (1, Self.plain(first))
        }
    }

    private static func plain(_ byte: UInt8) -> Key {
        switch byte {
        case 0x0D, 0x0A: .enter
        case 0x09: .tab
        case 0x08, 0x7F: .backspace
        case 0x00: .control(" ")
        case 0x01..<0x1B: .control(Character(Unicode.Scalar(byte + 0x60)))
        case 0x1C..<0x20: .control(Character(Unicode.Scalar(byte + 0x40)))
        default: .character(Character(Unicode.Scalar(byte)))
        }
    }

    private func character(_ first: UInt8) -> (Int, Key?)? {
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first < 0xF5 else { return (1, nil) }
        let rest = buffer.dropFirst().prefix(length - 1)
        guard rest.allSatisfy({ $0 & 0xC0 == 0x80 }) else { return (1, nil) }
        guard rest.count == length - 1 else { return nil }
        guard let text = String(validating: buffer.prefix(length), as: UTF8.self), let character = text.first else {
            return (1, nil)
        }
        let isControl = text.unicodeScalars.allSatisfy { $0.value < 0xA0 }
        return (length, isControl ? nil : .character(character))
    }
}

// MARK: Paste

extension KeyDecoder {
    private mutating func nextOfPaste() -> (Int, Key?)? {
        guard let end = buffer.firstRange(of: Self.endOfPaste) else {
            // The last bytes may begin the end.
            let sure = max(0, buffer.count - Self.endOfPaste.count + 1)
            keep(buffer.prefix(sure))
            buffer.removeFirst(sure)
            return nil
        }
        keep(buffer[..<end.lowerBound])
        isPasting = false
        defer { paste = [] }
        return (end.upperBound, .paste(String(decoding: paste, as: UTF8.self)))
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        paste += bytes.prefix(max(0, Self.maximumPaste - paste.count))
    }
}

// MARK: Sequences

extension KeyDecoder {
    private mutating func sequence() -> (Int, Key?)? {
        guard buffer.count > 1 else { return nil }
        switch buffer[1] {
        case UInt8(ascii: "["): return controlSequence()
        case UInt8(ascii: "O"): return buffer.count < 3 ? nil : (3, KeySequence.applicationKey(buffer[2], dialect))
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "X"):
            return controlString()
        case 0x09 where dialect == .linux: return (2, .backTab)
        // Escape, then another key.
        default: return (1, .escape)
        }
    }

    /// An answer of the terminal: up to BEL or ESC \.
    private func controlString() -> (Int, Key?)? {
        for index in buffer.indices.dropFirst(2) {
            if buffer[index] == 0x07 { return (index + 1, nil) }
            guard buffer[index] == Self.escape else { continue }
            guard index + 1 < buffer.count else { return nil }
            return buffer[index + 1] == UInt8(ascii: "\\") ? (index + 2, nil) : (index, nil)
        }
        return buffer.count > Self.maximumSequence ? (buffer.count, nil) : nil
    }

    private mutating func controlSequence() -> (Int, Key?)? {
        guard buffer.count > 2 else { return nil }
        // The Linux console: ESC [ [ A to E are F1 to F5.
        if buffer[2] == UInt8(ascii: "[") {
            guard buffer.count > 3 else { return nil }
            let number = Int(buffer[3]) - 0x40
            return (4, (1...5).contains(number) ? .function(number) : nil)
        }
        guard let end = endOfControlSequence else {
            return buffer.count > Self.maximumSequence ? (buffer.count, nil) : nil
        }
        // Anything but a final byte cuts the sequence off.
        guard (0x40...0x7E).contains(buffer[end]) || buffer[end] == UInt8(ascii: "$") else { return (end, nil) }
        let sequence = KeySequence(parameters: buffer[2..<end], final: buffer[end])
        // A mouse report of the old kind has three bytes more.
        if sequence.isOldMouseReport { return buffer.count < 6 ? nil : (6, nil) }
        if sequence.beginsPaste { isPasting = true }
        if let answer = sequence.answer, answers.count < Self.maximumAnswers { answers.append(answer) }
        return (end + 1, sequence.key)
    }

    private var endOfControlSequence: Int? {
        for index in buffer.indices.dropFirst(2) {
            // Where rxvt means Shift a dollar sign ends the sequence: after digits alone.
            let isDollar = buffer[index] == UInt8(ascii: "$") && index > 2
            if isDollar, buffer[2..<index].allSatisfy({ (0x30...0x39).contains($0) }) { return index }
            if !(0x20...0x3F).contains(buffer[index]) { return index }
        }
        return nil
    }
}
