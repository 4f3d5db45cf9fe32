import TextGrid

/// Which rows of the screen hold what.
///
/// Rows that are not there are nil.
///
/// Below 60 x 12 nothing but a notice fits. Then: header, table, bar and hints; from 16 rows the filter line; from 24 rows a
/// rule and one line of preview, two from 36, three from 50.
struct ScreenLayout: Equatable {
    static let smallest = Size(columns: 60, rows: 12)

    var isTooSmall: Bool
    var columns: Int
    /// Row 0 is the header.
    var filter: Int?
    var titles: Int
    var table: Rectangle
    /// The filter's prompt takes the lower end of the table while it is open.
    var prompt: Rectangle?
    var rule: Int?
    var preview: Rectangle?
    var bar: Int
    var hints: Int

    init(_ size: Size) {
        isTooSmall = size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
        columns = size.columns
        filter = size.rows >= 16 ? 1 : nil
        titles = size.rows >= 16 ? 2 : 1
        hints = size.rows - 1
        bar = size.rows - 2
        let previewRows = size.rows < 24 ? 0 : size.rows < 36 ? 1 : size.rows < 50 ? 2 : 3
        let end = bar - previewRows - (previewRows > 0 ? 1 : 0)
        if previewRows > 0 {
            rule = end
            preview = Rectangle(column: 0, row: end + 1, columns: size.columns, rows: previewRows)
        }
        table = Rectangle(column: 0, row: titles + 1, columns: size.columns, rows: max(0, end - titles - 1))
    }

    init(_ state: ViewState) {
        self.init(state.size)
        guard state.prompt != nil, !isTooSmall else { return }
        let rows = table.rows < 12 ? 5 : 6
        table.rows -= rows
        prompt = Rectangle(column: 0, row: table.row + table.rows, columns: columns, rows: rows)
    }

    /// Between header and forward bar: where the detail and the help open.
    var middle: Rectangle { Rectangle(column: 0, row: 1, columns: columns, rows: max(0, bar - 1)) }
}
