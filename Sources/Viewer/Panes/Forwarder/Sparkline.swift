/// Numbers as a row of bars, one cell each.
struct Sparkline {
    private static let bars = Array("▁▂▃▄▅▆▇█")

    var values: [Int]

    /// The last `cells` values; the highest of these fills its cell, nothing is blank, and anything above nothing is seen.
    func text(cells: Int) -> String {
        let shown = values.suffix(max(0, cells))
        let highest = shown.max() ?? 0
        return String(
            shown.map { value in
                guard value > 0 else { return " " }
                // In doubles: times seven could overflow.
                let share = Double(value) / Double(highest)
                return Self.bars[max(0, min(Self.bars.count, Int((share * Double(Self.bars.count)).rounded(.up))) - 1)]
            }
        )
    }
}
