/// How high numbers are drawn: eighths of a row, the top of an axis with round numbers.
struct HistogramScale: Equatable {
    /// What a row stands for.
    let unit: Int
    let rows: Int

    /// The scale on which `maximum` fits into `rows`.
    ///
    /// - Parameters:
    ///   - maximum: The greatest number.
    ///   - rows: At least 1.
    ///   - isRound: Whether a row stands for a round number.
    init(maximum: Int, rows: Int, isRound: Bool = true) {
        self.rows = max(1, rows)
        let least = max(1, maximum / self.rows + (maximum % self.rows > 0 ? 1 : 0))
        unit = isRound ? Self.round(least) : least
    }

    /// What the upper edge of a row stands for; 0 is the lowest.
    func number(atTopOf row: Int) -> Int {
        unit.multipliedReportingOverflow(by: row + 1).overflow ? .max : unit * (row + 1)
    }

    /// How many eighths of a row, 0 to 8, `value` fills; the least that there is can be seen.
    func eighths(_ value: Int, row: Int) -> Int {
        guard value > 0 else { return 0 }
        let height = max(1, Double(value) / Double(unit) * 8)
        return min(8, max(0, Int(min(height, 1e9).rounded()) - 8 * row))
    }

    /// The next of 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120 and so on.
    private static func round(_ number: Int) -> Int {
        let small = [1, 2, 3, 4, 5, 6, 8]
        let steps = [10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100]
        var power = 1
        while power < .max / 1000, power * 100 <= number { power *= 10 }
        let candidates = small + steps.map { $0 * power }
        return candidates.first { $0 >= number } ?? number
    }
}
