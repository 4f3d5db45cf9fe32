/// How an index cuts a text into words.
struct WordRule: Equatable {
    private let isSeparator: [Bool]
    private let isCaseSensitive: Bool

    /// Cuts at each of `separators`, which are single bytes.
    init(separators: [String], isCaseSensitive: Bool) {
        var table = [Bool](repeating: false, count: 256)
        for byte in separators.compactMap(\.utf8.first) { table[Int(byte)] = true }
        isSeparator = table
        self.isCaseSensitive = isCaseSensitive
    }

    /// The words of `text`; of letters only those of ASCII lose their case.
    func words(of text: String) -> [[UInt8]] {
        text.utf8.split { isSeparator[Int($0)] }.map { word in
            isCaseSensitive ? Array(word) : word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        }
    }

    func contains(_ words: [[UInt8]], in text: [[UInt8]]) -> Bool {
        words.allSatisfy(text.contains)
    }

    /// Whether `phrase` stands in `text` as it is, word after word.
    func contains(phrase: [[UInt8]], in text: [[UInt8]]) -> Bool {
        guard !phrase.isEmpty, text.count >= phrase.count else { return phrase.isEmpty }
        return (0...text.count - phrase.count).contains { text[$0..<$0 + phrase.count].elementsEqual(phrase) }
    }

    /// Whether a word of `text` looks like `pattern`, with `*` for any bytes and `?` for one.
    func contains(pattern: String, in text: [[UInt8]]) -> Bool {
        let pattern = isCaseSensitive ? Array(pattern.utf8) : Array(pattern.lowercased().utf8)
        return text.contains { Self.matches($0, pattern) }
    }

    /// Goes back to the last `*` only, so that no pattern takes longer than the product of both lengths.
    private static func matches(_ word: [UInt8], _ pattern: [UInt8]) -> Bool {
        var (place, expected) = (0, 0)
        var star: (place: Int, expected: Int)?
        while place < word.count {
            if expected < pattern.count, pattern[expected] == UInt8(ascii: "*") {
                star = (place, expected + 1)
                expected += 1
            } else if expected < pattern.count,
                pattern[expected] == UInt8(ascii: "?") || pattern[expected] == word[place]
            {
                place += 1
                expected += 1
            } else if let last = star {
                star = (last.place + 1, last.expected)
                (place, expected) = (last.place + 1, last.expected)
            } else {
                return false
            }
        }
        return pattern[expected...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
