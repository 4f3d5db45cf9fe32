/// One version of one event, small enough to remember by the million.
///
/// The oracle of the demo: what the cluster emitted is compared with what the receiver stored by these keys.
package struct VersionKey: Sendable, Hashable {
    package let high: UInt64
    package let low: UInt64
    package let resourceVersion: Int64

    package init(high: UInt64, low: UInt64, resourceVersion: Int64) {
        self.high = high
        self.low = low
        self.resourceVersion = resourceVersion
    }

    /// Reads a UUID of 36 bytes and a decimal number; nil when they are anything else.
    package init?(uid: some Collection<UInt8>, resourceVersion: some Collection<UInt8>) {
        guard let (high, low) = Self.uuid(uid), let number = Self.number(resourceVersion) else { return nil }
        self.init(high: high, low: low, resourceVersion: number)
    }

    private static func uuid(_ text: some Collection<UInt8>) -> (UInt64, UInt64)? {
        guard text.count == 36 else { return nil }
        var halves: (UInt64, UInt64) = (0, 0)
        var digits = 0
        for byte in text where byte != UInt8(ascii: "-") {
            let nibble: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): nibble = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            if digits < 16 {
                halves.0 = halves.0 << 4 | UInt64(nibble)
            } else {
                halves.1 = halves.1 << 4 | UInt64(nibble)
            }
            digits += 1
        }
        return digits == 32 ? halves : nil
    }

    private static func number(_ text: some Collection<UInt8>) -> Int64? {
        guard (1...18).contains(text.count) else { return nil }
        var value: Int64 = 0
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
