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

    /// The same in at most `cells` values, each the sum of as many neighbours.
    func condensed(to cells: Int) -> Sparkline {
        let step = (values.count + max(1, cells) - 1) / max(1, cells)
        guard step > 1 else { return self }
        // From the end, so that the newest one is whole.
        let first = values.count % step
        let head = first > 0 ? [values[..<first].reduce(0, +)] : []
        return Sparkline(
            values: head + stride(from: first, to: values.count, by: step).map { values[$0..<$0 + step].reduce(0, +) }
        )
    }
}
