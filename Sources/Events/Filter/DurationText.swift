/// Durations as a person writes them: `90s`, `15m`, `2h`, `1h30m`, `7d`, `1.5h`, `250ms`.
package enum DurationText {
    // Longest first, as they are written.
    private static let units: [(name: String, microseconds: Int64)] = [
        ("w", 604_800_000_000), ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000),
        ("ms", 1000), ("us", 1),
    ]

    /// Reads a duration in whole microseconds.
    ///
    /// - Returns: Nil for anything else, a number without a unit among it.
    package static func microseconds(_ text: String) -> Int64? {
        var rest = Substring(text.replacing("µ", with: "u"))
        var total: Int64 = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard let unit = units.first(where: { $0.name == name.lowercased() }),
                let part = scaled(digits, by: unit.microseconds)
            else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
        }
        return total
    }

    /// As ``microseconds(_:)`` reads it back, without a fraction: `1h30m`, `0s`.
    package static func text(_ microseconds: Int64) -> String {
        var rest = max(0, microseconds)
        var text = ""
        for unit in units.dropFirst() where rest >= unit.microseconds {
            text += String(rest / unit.microseconds) + unit.name
            rest %= unit.microseconds
        }
        return text.isEmpty ? "0s" : text
    }

    private static func scaled(_ number: Substring, by unit: Int64) -> Int64? {
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int64(parts[0]) else { return nil }
        let (value, overflow) = whole.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        guard parts.count == 2 else { return value }
        guard (1...9).contains(parts[1].count), let digits = Int64(parts[1]) else { return nil }
        var scale: Int64 = 1
        for _ in parts[1] { scale *= 10 }
        // The fraction of a week has 604,800,000,000 x 999,999,999 microseconds before the division: too many for 64 bits.
        let fraction = Double(digits) / Double(scale) * Double(unit)
        let (sum, carried) = value.addingReportingOverflow(Int64(fraction.rounded()))
        return carried ? nil : sum
    }
}
