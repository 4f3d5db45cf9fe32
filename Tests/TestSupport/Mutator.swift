/// Makes broken copies of samples, the same for the same seed.
///
/// Half of them in their bytes only. The other half first in their structure, where the samples are JSON: values are swapped and
/// replaced, members repeated, nesting deepened; most of those stay valid JSON and reach the code behind the parser.
package struct Mutator: Sendable {
    private let samples: [Sample]
    private var generator: SeededGenerator

    package init(_ samples: [[UInt8]], seed: UInt64) {
        self.samples = samples.filter { !$0.isEmpty }.map(Sample.init)
        generator = SeededGenerator(seed: seed)
    }

    /// A number from the same source as the mutations.
    package mutating func number(in range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    package mutating func next() -> [UInt8] {
        let sample = samples[number(in: 0...samples.count - 1)]
        var bytes = sample.bytes
        var changes = number(in: 1...4)
        if !sample.values.isEmpty, number(in: 0...1) == 0 {
            rebuild(&bytes, sample)
            changes = number(in: 0...3) == 0 ? 1 : 0
        }
        for _ in 0..<changes { damage(&bytes) }
        return bytes
    }

    private mutating func rebuild(_ bytes: inout [UInt8], _ sample: Sample) {
        let place = pick(sample.values)
        switch number(in: 0...6) {
        case 0: bytes.replaceSubrange(place, with: Array("null".utf8))
        case 1: bytes.replaceSubrange(place, with: pick(Self.values))
        case 2:
            let other = samples[number(in: 0...samples.count - 1)]
            if !other.values.isEmpty { bytes.replaceSubrange(place, with: other.bytes[pick(other.values)]) }
        case 3:
            let other = pick(sample.values)
            let (first, second) = place.lowerBound < other.lowerBound ? (place, other) : (other, place)
            guard first.upperBound <= second.lowerBound else { return }
            bytes.replaceSubrange(second, with: sample.bytes[first])
            bytes.replaceSubrange(first, with: sample.bytes[second])
        case 4:
            guard !sample.members.isEmpty else { return }
            let member = pick(sample.members)
            let copy = sample.bytes[member] + [UInt8(ascii: ",")]
            bytes.insert(contentsOf: copy, at: pick(sample.members).lowerBound)
        case 5:
            let depth = number(in: 1...200)
            let value = Array(repeating: UInt8(ascii: "["), count: depth) + sample.bytes[place]
            bytes.replaceSubrange(place, with: value + Array(repeating: UInt8(ascii: "]"), count: depth))
        default:
            bytes.removeSubrange(place)
        }
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else {
            bytes = pick(Self.fragments)
            return
        }
        let place = number(in: 0...bytes.count - 1)
        let span = place..<min(bytes.count, place + number(in: 1...40))
        switch number(in: 0...9) {
        case 0: bytes[place] ^= 1 << UInt8(number(in: 0...7))
        case 1: bytes[place] = UInt8(number(in: 0...255))
        case 2, 3: bytes.insert(contentsOf: pick(Self.fragments), at: place)
        case 4: bytes.replaceSubrange(place..<place + 1, with: pick(Self.fragments))
        case 5: bytes.removeSubrange(span)
        case 6: bytes.insert(contentsOf: Array(bytes[span]), at: number(in: 0...bytes.count))
        case 7: bytes.swapAt(place, number(in: 0...bytes.count - 1))
        case 8: bytes.removeSubrange(place..<bytes.count)
        default:
            let other = samples[number(in: 0...samples.count - 1)].bytes
            bytes.replaceSubrange(place..<bytes.count, with: other[number(in: 0...other.count - 1)...])
        }
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[number(in: 0...choices.count - 1)]
    }
}

extension Mutator {
    /// What breaks readers of JSON, of lines and of text.
    private static let fragments: [[UInt8]] =
        [
            "\"", "\\", "{", "}", "[", "]", ":", ",", "\n", "\r\n", "\r", "\t", " ", "\0", "\u{FEFF}", "\u{2028}", "😀",
            "\u{1B}[",
            "\\u", "\\u0000", "\\ud83d", "\\udc00", "\\ud83d\\ude00", "\\uD800\\uD800", "\\x", "}{", "}{\"type\":",
            "\n{\"type\":",
            "\"items\":[", "{\"type\":", "null", "true", "NaN", "Infinity", "01", "+1", "1.", ".5", "1e5", "-", "-0",
            "//", "/**/", "'",
            String(repeating: "[", count: 100), String(repeating: "{\"a\":", count: 70),
            String(repeating: "9", count: 400),
        ].map { Array($0.utf8) } + [
            [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xE2, 0x82], [0x1F], [0x7F],
        ]

    /// Values of another type than what they replace, or at the edge of it.
    private static let values: [[UInt8]] = [
        "0", "-1", "1.5", "true", "false", "\"\"", "[]", "{}", "[null]", "{\"\":{}}", "\"null\"", "1e400", "-1e400",
        "1e-400", "1E+2",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616", "123456789012345678901234567890", "0.1234567890123456789012345678901234567890",
        "\"\\ud800\"",
        "\"0\"", "\"-1\"", "\"9223372036854775808\"", "\"007\"", "\"2026-13-45T99:99:99Z\"", "\"0000-00-00T00:00:00Z\"",
        "\"9999-12-31T23:59:60+23:59\"", "\"Event\"", "\"Status\"", "\"ERROR\"", "\"DELETED\"", "\"events.k8s.io/v1\"",
    ].map { Array($0.utf8) }

    /// Bytes and, where they are JSON, the places of their values and of their members.
    private struct Sample: Sendable {
        let bytes: [UInt8]
        private(set) var values: [Range<Int>] = []
        private(set) var members: [Range<Int>] = []

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            guard bytes.first == UInt8(ascii: "{") else { return }
            var open: [(start: Int, member: Int?)] = []
            var member: Int?
            var lastString: Range<Int>?
            var place = 0
            while place < bytes.count {
                let start = place
                place += 1
                switch bytes[start] {
                case UInt8(ascii: "\""):
                    place = endOfString(from: start)
                    lastString = start..<place
                    if place < bytes.count, bytes[place] == UInt8(ascii: ":") { continue }
                    add(start..<place, &member)
                case UInt8(ascii: ":"): member = lastString?.lowerBound
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    open.append((start, member))
                    member = nil
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    guard var last = open.popLast(), !open.isEmpty else { return }
                    add(last.start..<place, &last.member)
                case UInt8(ascii: ","), UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                    break
                default:
                    while place < bytes.count, !#",:]} "#.utf8.contains(bytes[place]) { place += 1 }
                    add(start..<place, &member)
                }
            }
        }

        private mutating func add(_ value: Range<Int>, _ member: inout Int?) {
            values.append(value)
            if let start = member { members.append(start..<value.upperBound) }
            member = nil
        }

        private func endOfString(from start: Int) -> Int {
            var place = start + 1
            while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
            }
            return min(place + 1, bytes.count)
        }
    }
}
