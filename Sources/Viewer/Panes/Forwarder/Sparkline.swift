/// Numbers as a row of bars, one cell each.
struct Sparkline {
    private static let blocks = Array("▁▂▃▄▅▆▇█")
    private static let ascii = Array(".:-=+*%#")

    var values: [Int]
    var isASCII = false

    /// The last `cells` values; the highest of these fills its cell, nothing is blank, and anything above nothing is seen.
    func text(cells: Int) -> String {
        let shown = values.suffix(max(0, cells))
        let highest = shown.max() ?? 0
        let bars = isASCII ? Self.ascii : Self.blocks
        return String(
            shown.map { value in
                guard value > 0 else { return " " }
                // In doubles: times seven could overflow.
                let share = Double(value) / Double(highest)
                return bars[min(bars.count - 1, Int((share * Double(bars.count)).rounded(.up)) - 1)]
            }
        )
    }
}
