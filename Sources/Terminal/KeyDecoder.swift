package import TextGrid

/// Turns the bytes of a terminal into keys.
///
/// Knows what xterm, tmux, screen, rxvt and the Linux console send, in cursor and in application mode. What it does not know
/// (mouse reports, answers to queries, keys with strange modifiers) is swallowed whole, so that no rest of it acts as a key.
/// The escape key alone sends the byte that begins every sequence: ``isWaiting`` tells that more may come, ``flush()`` that
/// none came in time.
package struct KeyDecoder: Sendable {
    private static let maximumPaste = 65536
    private static let maximumSequence = 4096
    private static let escape: UInt8 = 0x1B
    private static let endOfPaste = Array("\u{1B}[201~".utf8)

    private var buffer: [UInt8] = []
    private var isPasting = false
    private var paste: [UInt8] = []

    package init() {}

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
    package mutating func flush() -> [Key] {
        guard !isPasting, let first = buffer.first else { return [] }
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

    // MARK: Paste

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

    // MARK: Sequences

    private mutating func sequence() -> (Int, Key?)? {
        guard buffer.count > 1 else { return nil }
        switch buffer[1] {
        case UInt8(ascii: "["): return controlSequence()
        case UInt8(ascii: "O"): return buffer.count < 3 ? nil : (3, Self.final(buffer[2]))
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "X"):
            return controlString()
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
        guard let end = buffer.indices.dropFirst(2).first(where: { !(0x20...0x3F).contains(buffer[$0]) }) else {
            return buffer.count > Self.maximumSequence ? (buffer.count, nil) : nil
        }
        let parameters = String(decoding: buffer[2..<end], as: UTF8.self)
        // Anything but a final byte cuts the sequence off.
        guard (0x40...0x7E).contains(buffer[end]) else { return (end, nil) }
        // A mouse report of the old kind has three bytes more.
        if parameters.isEmpty, buffer[end] == UInt8(ascii: "M") { return buffer.count < 6 ? nil : (6, nil) }
        if buffer[end] == UInt8(ascii: "~") {
            if parameters == "200" { isPasting = true }
            return (end + 1, Self.numbered(parameters))
        }
        let isReport = buffer[end] == UInt8(ascii: "R") && !parameters.isEmpty
        return (end + 1, isReport || parameters.hasPrefix("<") ? nil : Self.final(buffer[end]))
    }

    private static func final(_ byte: UInt8) -> Key? {
        switch byte {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "M"): .enter
        case UInt8(ascii: "Z"): .backTab
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte) - 0x4F)
        default: nil
        }
    }

    private static func numbered(_ parameters: String) -> Key? {
        switch parameters.split(separator: ";").first.flatMap({ Int($0) }) {
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
}
