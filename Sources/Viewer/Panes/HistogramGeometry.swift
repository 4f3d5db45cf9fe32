import TextGrid

/// Which cells of the histogram's area hold what.
struct HistogramGeometry: Equatable {
    /// One column of cells for each column of time.
    var plot: Rectangle
    /// The upper rows of the plot, for Warnings; the others below are for all else.
    ///
    /// In one row there are but Warnings.
    var warningRows: Int
    /// Beside the plot, right of it.
    var legend: Rectangle
    /// The line of the times, of the whole screen.
    var axis: Int?
    /// The line that tells of the chosen columns, of the whole screen.
    var summary: Int?

    init(_ area: Rectangle, isWhole: Bool) {
        let isFlat = area.rows == 1
        let labels = isFlat ? 5 : 11
        let wanted = isFlat ? min(28, area.columns * 35 / 100) : isWhole ? 0 : 14
        let columns = max(1, area.columns - labels - wanted - 1)
        let rows = isWhole ? max(1, area.rows - 4) : area.rows
        let top = area.row + (isWhole ? 1 : 0)
        plot = Rectangle(column: area.column + labels, row: top, columns: columns, rows: rows)
        warningRows = isFlat ? 1 : isWhole ? max(1, rows * 2 / 3) : rows - 1
        legend = Rectangle(column: plot.column + columns, row: top, columns: wanted + 1, rows: isWhole ? 0 : rows)
        if isWhole {
            axis = top + rows
            summary = top + rows + 2
        }
    }
}
