/// Looks through what was sent to a terminal for what nobody had a reason to send.
enum ByteScan {
    /// Known sequences taken away: what is left over and is no plain text.
    ///
    /// - Parameter bytes: Of a whole session.
    /// - Returns: A word for each thing that should not be there.
    static func strangers(in bytes: [UInt8]) -> [String] {
        guard let text = String(validating: bytes, as: UTF8.self) else { return ["no UTF-8"] }
        var found: [String] = []
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.first {
            if scalar == "\u{1B}" {
                let length = known(rest)
                if length == nil { found.append("ESC " + String(String.UnicodeScalarView(rest.dropFirst().prefix(8)))) }
                rest = rest.dropFirst(length ?? 1)
                continue
            }
            rest = rest.dropFirst()
            if isForbidden(scalar) { found.append("U+" + String(scalar.value, radix: 16)) }
        }
        return found
    }

    /// The length of the sequence that `text` begins with, if it is one that ncurses or eventer sends.
    private static func known(_ text: ArraySlice<Unicode.Scalar>) -> Int? {
        let rest = Array(text.dropFirst().prefix(64))
        guard let first = rest.first else { return nil }
        switch first {
        case "[":
            let parameters = rest.dropFirst().prefix { "0123456789;?>!$".unicodeScalars.contains($0) }
            guard parameters.count + 1 < rest.count else { return nil }
            let final = rest[parameters.count + 1]
            return "@ABCDGHJKLMPSTXZbcdfghlmprt".unicodeScalars.contains(final) ? parameters.count + 3 : nil
        // Character sets.
        case "(", ")": return rest.count > 1 && "0B".unicodeScalars.contains(rest[1]) ? 3 : nil
        // Keypad, cursor saved and restored, reverse line feed.
        case "=", ">", "7", "8", "M": return 2
        // The colours of the palette on the Linux console.
        case "]": return rest.count > 1 && rest[1] == "R" ? 3 : nil
        default: return nil
        }
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Moves of the cursor, and the shifts between character sets.
        case 0x08, 0x09, 0x0A, 0x0D, 0x0E, 0x0F: false
        case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
        case 0xFE00...0xFE0F, 0xFEFF, 0xFFF9...0xFFFB, 0xE000...0xF8FF, 0xE0000...0x10FFFF: true
        default: false
        }
    }
}
