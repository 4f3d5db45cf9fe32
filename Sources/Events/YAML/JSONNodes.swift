/// The canonical JSON of an event as YAML nodes, the members in their order.
extension YAMLNode {
    /// Reads compact JSON; what is nested too deeply, or no JSON, stays as it is, which is YAML too.
    package init(json: [UInt8]) {
        var reader = JSONNodeReader(bytes: json)
        self = reader.document() ?? .literal(String(decoding: json, as: UTF8.self))
    }
}

private struct JSONNodeReader {
    private static let deepest = 64

    let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() -> YAMLNode? {
        guard let node = node(), position == bytes.count else { return nil }
        return node
    }

    private mutating func node() -> YAMLNode? {
        guard position < bytes.count, depth < Self.deepest else { return nil }
        depth += 1
        defer { depth -= 1 }
        switch bytes[position] {
        case UInt8(ascii: "{"): return members()
        case UInt8(ascii: "["): return list()
        case UInt8(ascii: "\""): return string().map { .text($0) }
        default: return literal()
        }
    }

    private mutating func members() -> YAMLNode? {
        var members: [(String, YAMLNode)?] = []
        position += 1
        if take("}") { return .members([]) }
        repeat {
            guard let name = string(), take(":"), let node = node() else { return nil }
            members.append((name, node))
        } while take(",")
        return take("}") ? .members(members) : nil
    }

    private mutating func list() -> YAMLNode? {
        var nodes: [YAMLNode] = []
        position += 1
        if take("]") { return .list([]) }
        repeat {
            guard let node = node() else { return nil }
            nodes.append(node)
        } while take(",")
        return take("]") ? .list(nodes) : nil
    }

    /// A number, `true`, `false` or `null`.
    private mutating func literal() -> YAMLNode? {
        let start = position
        while position < bytes.count, !",]}".utf8.contains(bytes[position]) { position += 1 }
        return position > start ? .literal(String(decoding: bytes[start..<position], as: UTF8.self)) : nil
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var units: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                units += String(scalar).utf8
            default: units.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return unicode()
        default: return Unicode.Scalar(byte)
        }
    }

    /// A half of a pair that stands alone is replaced.
    private mutating func unicode() -> Unicode.Scalar? {
        guard let first = unit() else { return nil }
        guard (0xD800..<0xDC00).contains(first), bytes[position...].starts(with: "\\u".utf8) else {
            return Unicode.Scalar(first) ?? "\u{FFFD}"
        }
        var next = self
        next.position += 2
        guard let second = next.unit(), (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
        self = next
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func unit() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
        position += 4
        return UInt32(digits, radix: 16)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }
}
