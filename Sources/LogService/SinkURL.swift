/// The URL inside a sink or a source, taken apart as Go's `net/url` does it, which kube-eventer uses.
package struct SinkURL {
    /// What is wrong with a pair that Go drops without a word.
    enum Flaw { case semicolon, badEscape }

    package private(set) var scheme: String?
    /// Host and port, empty when there are none.
    package private(set) var authority = ""
    private(set) var hasPath = false
    private(set) var hasFragment = false
    private(set) var parameters: [(name: String, value: String)] = []
    /// The pairs that were dropped, by their names.
    private(set) var dropped: [(name: String, flaw: Flaw)] = []

    /// Takes `text` apart; what Go would drop is in ``dropped``.
    package init(_ text: String) {
        var rest = text[...]
        if let hash = rest.firstIndex(of: "#") {
            hasFragment = true
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: "?") {
            readQuery(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        if let separator = rest.firstRange(of: "://") {
            scheme = rest[..<separator.lowerBound].lowercased()
            rest = rest[separator.upperBound...]
        } else if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        authority = String(rest[..<slash])
        hasPath = rest[slash...].count > 1
    }

    /// The first value of a parameter.
    ///
    /// Names count by the letter, `logStore` is not `logstore`.
    package func value(_ name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }

    private mutating func readQuery(_ query: Substring) {
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.contains(";") {
                dropped.append((String(parts[0]), .semicolon))
                continue
            }
            guard let name = Self.unescaped(parts[0]), let value = Self.unescaped(parts.count > 1 ? parts[1] : "")
            else {
                dropped.append((String(parts[0]), .badEscape))
                continue
            }
            parameters.append((name, value))
        }
    }

    /// Decodes `%2B` and `+`, or gives nil when a `%` has no two digits after it.
    private static func unescaped(_ text: Substring) -> String? {
        var result: [UInt8] = []
        var bytes = text.utf8.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "+"):
                result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = bytes.next().flatMap(digit), let low = bytes.next().flatMap(digit) else { return nil }
                result.append(high << 4 | low)
            default:
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// The value of `text` as Go's `strconv.ParseBool` reads it.
package func goBool(_ text: String) -> Bool? {
    switch text {
    case "1", "t", "T", "TRUE", "true", "True": true
    case "0", "f", "F", "FALSE", "false", "False": false
    default: nil
    }
}
