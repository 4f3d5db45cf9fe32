import Glibc

/// Walks through compact JSON, skipping what nobody asks for.
///
/// For JSON that has been validated before. On anything else it goes to the end and finds nothing more.
struct JSONWalker {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Calls `body` with the key of each member of the object that begins here; `body` must read or skip the value.
    ///
    /// A value that is no object is skipped.
    mutating func members(_ body: (JSONString, inout JSONWalker) -> Void) {
        guard take(UInt8(ascii: "{")) else { return skipValue() }
        while position < bytes.count, !take(UInt8(ascii: "}")) {
            guard let key = string(), take(UInt8(ascii: ":")) else { return fail() }
            let start = position
            body(key, &self)
            guard position > start else { return fail() }
            if !take(UInt8(ascii: ",")), position < bytes.count, bytes[position] != UInt8(ascii: "}") { return fail() }
        }
    }

    /// Reads the string that begins here; any other value is skipped and gives the empty one.
    mutating func stringOrSkip() -> [UInt8] {
        if let string = string() { return string.unescaped }
        skipValue()
        return []
    }

    private mutating func string() -> JSONString? {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        let end = endOfString()
        let content = bytes[(position + 1)..<max(position + 1, end - 1)]
        position = end
        return JSONString(content: UnsafeBufferPointer(rebasing: content))
    }

    /// Passes over the value that begins here.
    mutating func skipValue() {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position = endOfString()
                if depth == 0 { return }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
                position += 1
                if depth == 0 { return }
            case UInt8(ascii: ",") where depth == 0: return
            default: position += 1
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func fail() {
        position = bytes.count
    }

    /// The place after the closing quote of the string that begins here.
    private func endOfString() -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var end = position + 1
        while end < bytes.count, let quote = memchr(base + end, 0x22, bytes.count - end) {
            let place = UnsafeRawPointer(base).distance(to: quote)
            // An even number of backslashes before it escape each other, an odd one the quote.
            var backslashes = 0
            while bytes[place - 1 - backslashes] == UInt8(ascii: "\\") { backslashes += 1 }
            if backslashes.isMultiple(of: 2) { return place + 1 }
            end = place + 1
        }
        return bytes.count
    }
}

/// What stands between the quotes of a JSON string, escapes and all; lives as long as the bytes.
struct JSONString {
    fileprivate let content: UnsafeBufferPointer<UInt8>

    static func ~= (text: StaticString, string: JSONString) -> Bool {
        text.withUTF8Buffer { $0.isSame(as: string.content) }
    }

    /// UTF-8 without the escapes.
    var unescaped: [UInt8] {
        content.contains(UInt8(ascii: "\\")) ? Self.unescaped(content) : Array(content)
    }

    private static func unescaped(_ content: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var units: [UInt16] = []
        var position = content.startIndex
        while position < content.endIndex {
            guard content[position] == UInt8(ascii: "\\"), position + 1 < content.endIndex else {
                result.append(content[position])
                position += 1
                continue
            }
            // Pairs of surrogates come as two escapes in a row.
            units.removeAll(keepingCapacity: true)
            while let unit = escapedUnit(content, at: position) {
                units.append(unit)
                position += 6
            }
            guard units.isEmpty else {
                result += Array(String(decoding: units, as: UTF16.self).utf8)
                continue
            }
            result.append(control(content[position + 1]))
            position += 2
        }
        return result
    }

    private static func control(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        default: letter
        }
    }

    /// The code unit of `\u0041` at `position`.
    private static func escapedUnit(_ content: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt16? {
        guard position + 6 <= content.endIndex, content[position] == UInt8(ascii: "\\"),
            content[position + 1] == UInt8(ascii: "u")
        else { return nil }
        return UInt16(String(decoding: content[(position + 2)..<(position + 6)], as: UTF8.self), radix: 16)
    }
}
