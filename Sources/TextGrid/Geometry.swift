/// A number of rows and columns of cells.
package struct Size: Sendable, Hashable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// A cell's place; the top left one is 0, 0.
package struct Position: Sendable, Hashable {
    package var column: Int
    package var row: Int

    package init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }
}

/// A part of the grid; it may reach outside, drawing clips.
package struct Rectangle: Sendable, Hashable {
    package var column: Int
    package var row: Int
    package var columns: Int
    package var rows: Int

    package init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = columns
        self.rows = rows
    }

    /// The rectangle without its outermost cells.
    package var inside: Rectangle {
        Rectangle(column: column + 1, row: row + 1, columns: max(0, columns - 2), rows: max(0, rows - 2))
    }
}
