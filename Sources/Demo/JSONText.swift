/// JSON as bytes, written by hand: at 20,000 events a second a general encoder would be the whole cost.
///
/// Escapes as Go's `encoding/json` does, which is what the API server uses: `<`, `>`, `&`, U+2028 and U+2029 too.
struct JSONText {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func raw(_ more: some Collection<UInt8>) {
        bytes.append(contentsOf: more)
    }

    mutating func number(_ value: some BinaryInteger) {
        bytes.append(contentsOf: String(value).utf8)
    }

    /// The text in quotes, escaped.
    mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string($0) }
    }

    /// The same for bytes that are known to be UTF-8.
    mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        for index in text.indices where Self.isSpecial[Int(text[index])] {
            guard let escape = Self.escape(text, at: index) else { continue }
            bytes.append(contentsOf: text[start..<index])
            bytes.append(contentsOf: escape.text.utf8)
            start = index + escape.length
        }
        if start < text.count { bytes.append(contentsOf: text[start...]) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// `"name":"text"`, with a comma in front unless it is the first of its object.
    mutating func member(_ name: StaticString, _ text: String) {
        key(name)
        string(text)
    }

    mutating func key(_ name: StaticString) {
        if let last = bytes.last, last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        raw(name)
        raw("\":")
    }

    private static let isSpecial: [Bool] = (0..<256).map { byte in
        byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x3C || byte == 0x3E || byte == 0x26 || byte == 0xE2
    }

    private static func escape(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> (text: String, length: Int)? {
        switch text[index] {
        case 0x22: return ("\\\"", 1)
        case 0x5C: return ("\\\\", 1)
        case 0x0A: return ("\\n", 1)
        case 0x0D: return ("\\r", 1)
        case 0x09: return ("\\t", 1)
        case 0x08: return ("\\b", 1)
        case 0x0C: return ("\\f", 1)
        case 0xE2:
            guard index + 2 < text.count, text[index + 1] == 0x80, text[index + 2] | 1 == 0xA9 else { return nil }
            return (text[index + 2] == 0xA8 ? "\\u2028" : "\\u2029", 3)
        case let byte:
            let digits = String(byte, radix: 16)
            return ("\\u00" + (digits.utf8.count == 1 ? "0" : "") + digits, 1)
        }
    }
}
