import TextGrid

// The terminal gives two cells to characters of ambiguous width, and the C library, by which ncurses reckons, one. So ncurses
// gets in their place characters that it knows to be two cells wide, from the rarest block of ideographs; in the bytes of the
// finished frame they are exchanged again. Where the terminal's cursor is after each character, ncurses then knows. Ideographs
// of that block in a text itself cannot be shown at the same time, and become `??`.

/// Exchanges characters of ambiguous width for such as are wide to everyone.
enum StandIn {
    private static let first: UInt32 = 0x30000

    /// What stands for `scalar` before ncurses; nil when it is not of ambiguous width.
    static func scalar(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
        AmbiguousWidth.ordinal(of: scalar).flatMap { Unicode.Scalar(first + UInt32($0)) }
    }

    static func isStandIn(_ scalar: Unicode.Scalar) -> Bool { original(scalar.value) != nil }

    /// The bytes of a frame with the characters that they stand for.
    static func resolve(_ bytes: [UInt8]) -> [UInt8] {
        var resolved: [UInt8] = []
        resolved.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            // All of them begin with F0 B0 in UTF-8.
            guard bytes[index] == 0xF0, index + 3 < bytes.count,
                let original = original(value(of: bytes[index..<index + 4]))
            else {
                resolved.append(bytes[index])
                index += 1
                continue
            }
            resolved += Array(String(original).utf8)
            index += 4
        }
        return resolved
    }

    private static func original(_ value: UInt32) -> Unicode.Scalar? {
        value >= first ? AmbiguousWidth.scalar(at: Int(value - first)) : nil
    }

    private static func value(of bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.dropFirst().reduce(UInt32(bytes.first ?? 0) & 7) { $0 << 6 | UInt32($1) & 0x3F }
    }
}
