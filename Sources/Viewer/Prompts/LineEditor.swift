import TextGrid

/// One line of text being typed, with the keys of Emacs.
package struct LineEditor: Sendable, Equatable {
    private static let maximumLength = 4096

    private(set) var characters: [Character]
    /// Before which character the next one goes.
    private(set) var cursor: Int
    /// What was removed last, for ^Y.
    private var removed: [Character] = []

    init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    var text: String { String(characters) }

    /// Takes a key; returns whether it was one of editing.
    mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .paste(let text): insert(text)
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(characters.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = characters.count
        case .backspace, .control("h"): remove(from: cursor - 1, to: cursor)
        case .delete, .control("d"): remove(from: cursor, to: cursor + 1)
        case .control("u"): remove(from: 0, to: cursor)
        case .control("k"): remove(from: cursor, to: characters.count)
        case .control("w"): remove(from: startOfWord, to: cursor)
        case .control("y"): insert(String(removed))
        default: return false
        }
        return true
    }

    /// Puts `text` in place of the characters in `range`, and the cursor behind it.
    mutating func replace(_ range: Range<Int>, with text: String) {
        let start = min(max(0, range.lowerBound), characters.count)
        let end = min(max(start, range.upperBound), characters.count)
        characters.replaceSubrange(start..<end, with: Array(text))
        cursor = start + text.count
    }

    private mutating func insert(_ text: String) {
        // A line break in a paste is a space; other controls have no place in a filter.
        let line = text.replacing("\r\n", with: " ").unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: " "
            case 0..<0x20, 0x7F..<0xA0: nil
            default: scalar
            }
        }
        let room = Self.maximumLength - characters.count
        let added = Array(String(String.UnicodeScalarView(line)).prefix(max(0, room)))
        characters.insert(contentsOf: added, at: cursor)
        cursor += added.count
    }

    private mutating func remove(from start: Int, to end: Int) {
        let range = max(0, start)..<min(characters.count, max(0, end))
        guard !range.isEmpty else { return }
        if range.count > 1 { removed = Array(characters[range]) }
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    private var startOfWord: Int {
        var start = cursor
        while start > 0, characters[start - 1] == " " { start -= 1 }
        while start > 0, characters[start - 1] != " " { start -= 1 }
        return start
    }
}
