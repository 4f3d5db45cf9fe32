/// Writes compact JSON as Go's `MarshalIndent(…, "", " ")` does, the form of kube-eventer's `eventId`.
///
/// One space a level, `": "`, LF, no newline at the end; `{}` and `[]` stay on one line. The input must be valid JSON without
/// white space between its tokens, as in ``KubeEvent/json``.
package func indentedEventJSON(_ compact: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(compact.count + compact.count / 2)
    var depth = 0
    var position = 0
    while position < compact.count {
        let byte = compact[position]
        switch byte {
        case UInt8(ascii: "\""):
            let end = endOfString(in: compact, from: position)
            text += compact[position..<end]
            position = end
            continue
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            text.append(byte)
            // In ASCII the closing bracket follows the opening one by two.
            if position + 1 < compact.count, compact[position + 1] == byte + 2 {
                text.append(compact[position + 1])
                position += 2
                continue
            }
            depth += 1
            text.appendLine(indentedBy: depth)
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth = max(0, depth - 1)
            text.appendLine(indentedBy: depth)
            text.append(byte)
        case UInt8(ascii: ","):
            text.append(byte)
            text.appendLine(indentedBy: depth)
        case UInt8(ascii: ":"):
            text.append(byte)
            text.append(UInt8(ascii: " "))
        default:
            text.append(byte)
        }
        position += 1
    }
    return text
}

/// The place after the closing quote of the string that begins at `start`.
private func endOfString(in bytes: [UInt8], from start: Int) -> Int {
    var position = start + 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
        position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position + 1, bytes.count)
}

extension [UInt8] {
    fileprivate mutating func appendLine(indentedBy depth: Int) {
        append(UInt8(ascii: "\n"))
        append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth))
    }
}
