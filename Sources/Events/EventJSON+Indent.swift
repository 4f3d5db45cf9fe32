import Glibc

/// Writes compact JSON as Go's `MarshalIndent(…, "", " ")` does, the form of kube-eventer's `eventId`.
///
/// One space a level, `": "`, LF, no newline at the end; `{}` and `[]` stay on one line. The input must be valid JSON without
/// white space between its tokens, as in ``KubeEvent/json``.
package func indentedEventJSON(_ compact: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(compact.count + compact.count / 2)
    compact.withUnsafeBufferPointer { text.append(indenting: $0) }
    return text
}

extension [UInt8] {
    fileprivate mutating func append(indenting compact: UnsafeBufferPointer<UInt8>) {
        var depth = 0
        var position = 0
        while position < compact.count {
            let byte = compact[position]
            switch byte {
            case UInt8(ascii: "\""):
                let end = endOfString(in: compact, from: position)
                append(contentsOf: UnsafeBufferPointer(rebasing: compact[position..<end]))
                position = end
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                append(byte)
                // In ASCII the closing bracket follows the opening one by two.
                if position + 1 < compact.count, compact[position + 1] == byte + 2 {
                    append(compact[position + 1])
                    position += 2
                    continue
                }
                depth += 1
                appendLine(indentedBy: depth)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth = Swift.max(0, depth - 1)
                appendLine(indentedBy: depth)
                append(byte)
            case UInt8(ascii: ","):
                append(byte)
                appendLine(indentedBy: depth)
            case UInt8(ascii: ":"):
                append(byte)
                append(UInt8(ascii: " "))
            default:
                append(byte)
            }
            position += 1
        }
    }

    private mutating func appendLine(indentedBy depth: Int) {
        append(UInt8(ascii: "\n"))
        for _ in 0..<depth { append(UInt8(ascii: " ")) }
    }
}

/// The place after the closing quote of the string that begins at `start`.
private func endOfString(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var position = start + 1
    while position < bytes.count, let quote = memchr(base + position, 0x22, bytes.count - position) {
        let place = UnsafeRawPointer(base).distance(to: quote)
        // An even number of backslashes before it escape each other, an odd one the quote.
        var backslashes = 0
        while bytes[place - 1 - backslashes] == UInt8(ascii: "\\") { backslashes += 1 }
        if backslashes.isMultiple(of: 2) { return place + 1 }
        position = place + 1
    }
    return bytes.count
}
