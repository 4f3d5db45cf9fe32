import TextGrid

/// Which rows of the screen hold what.
///
/// What is not there is nil. Below 60 x 12 nothing but a notice fits. Then: header, table, bar and hints; from 16 rows the filter
/// line and, while something fires, a line for that; from 24 rows a histogram of one row, three from 36, five from 50, and one line of preview, two from 36. The table keeps
/// at least 8 rows: the histogram gives way first, then the preview.
struct ScreenLayout: Equatable {
    static let smallest = Size(columns: 60, rows: 12)
    static let fewestRowsForHistogram = 24
    private static let fewestTableRows = 8

    var isTooSmall: Bool
    var columns: Int
    /// Row 0 is the header.
    var filter: Int?
    var histogram: Rectangle?
    /// Whether the histogram takes the place of the table.
    var isHistogramWhole = false
    /// The facets, left of the table, without the line between.
    var sidebar: Rectangle?
    /// The line above table and sidebar, when there is a sidebar.
    var topRule: Int?
    var titles: Int
    var table: Rectangle
    /// The filter's prompt takes the lower end of the table while it is open.
    var prompt: Rectangle?
    /// The detail with its edges, below the table or right of it.
    var detail: Rectangle?
    var rule: Int?
    var preview: Rectangle?
    /// What fires.
    var alert: Int?
    var bar: Int
    var hints: Int

    /// What the screen is asked to hold beside the table.
    struct Wishes: Equatable {
        var hasSidebar = false
        /// Whether keys go to the sidebar: then the table makes room for it on small screens too.
        var needsSidebar = false
        var hasHistogram = true
        var isHistogramWhole = false
        var detail: DetailPlace?
        /// Rows of an open prompt.
        var promptRows = 0
        /// Whether something fires that is to be told.
        var hasAlert = false
    }

    init(_ size: Size, _ wishes: Wishes = Wishes()) {
        isTooSmall = size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
        columns = size.columns
        hints = size.rows - 1
        bar = size.rows - 2
        filter = size.rows >= 16 ? 1 : nil
        var top = filter == nil ? 1 : 2
        if wishes.hasAlert, Self.hasRoomForAlert(size) { alert = bar - 1 }
        var end = alert ?? bar
        let hasDetail = wishes.detail != nil
        if wishes.isHistogramWhole, !hasDetail, !isTooSmall {
            titles = top
            table = Rectangle(column: 0, row: end, columns: size.columns, rows: 0)
            histogram = Rectangle(column: 0, row: top, columns: size.columns, rows: max(0, end - top))
            isHistogramWhole = true
            return
        }
        if size.rows >= Self.fewestRowsForHistogram, !hasDetail {
            let rows = size.rows < 36 ? 1 : 2
            preview = Rectangle(column: 0, row: end - rows, columns: size.columns, rows: rows)
            rule = end - rows - 1
            end -= rows + 1
        }
        if wishes.hasHistogram, size.rows >= Self.fewestRowsForHistogram, !hasDetail || size.rows >= 36 {
            let rows = size.rows < 36 || hasDetail ? 1 : size.rows < 50 ? 3 : 5
            histogram = Rectangle(column: 0, row: top, columns: size.columns, rows: rows)
            top += rows
        }
        var left = 0
        if wishes.needsSidebar || (wishes.hasSidebar && Self.hasRoomForSidebar(size)), !isTooSmall {
            let width = size.columns < 160 ? 26 : 30
            if size.rows >= Self.fewestRowsForHistogram {
                topRule = top
                top += 1
            }
            sidebar = Rectangle(column: 0, row: top, columns: width, rows: max(0, end - top))
            left = width + 1
        }
        titles = top
        table = Rectangle(column: left, row: top + 1, columns: size.columns - left, rows: max(0, end - top - 1))
        place(wishes.detail, in: size, end: end)
        guard wishes.promptRows > 0, !isTooSmall else { return }
        table.rows = max(0, table.rows - wishes.promptRows)
        prompt = Rectangle(column: 0, row: end - wishes.promptRows, columns: columns, rows: wishes.promptRows)
        sidebar?.rows = max(0, end - top - wishes.promptRows)
    }

    /// Whether the sidebar has room beside the table when keys do not go to it.
    static func hasRoomForSidebar(_ size: Size) -> Bool { size.columns >= 100 && size.rows >= 24 }

    /// Whether a line more leaves the table its rows.
    private static func hasRoomForAlert(_ size: Size) -> Bool { size.rows >= 16 }

    init(_ state: ViewState) {
        var wishes = Wishes()
        wishes.hasSidebar = state.showsSidebar
        wishes.needsSidebar = state.focus == .facets
        wishes.hasHistogram = state.histogram.isShown
        wishes.isHistogramWhole = state.histogram.mode == .whole
        wishes.detail = state.detail?.place
        wishes.promptRows = state.prompt?.rows(onScreenOf: state.size.rows) ?? 0
        wishes.hasAlert = state.pane?.content != .alerts && state.hasLoudAlert
        self.init(state.size, wishes)
    }

    /// Between header and forward bar, or what fires above it: where the help opens.
    var middle: Rectangle { Rectangle(column: 0, row: 1, columns: columns, rows: max(0, (alert ?? bar) - 1)) }

    private mutating func place(_ place: DetailPlace?, in size: Size, end: Int) {
        switch place {
        case nil: return
        case .right where size.columns >= 160:
            let width = (size.columns - table.column) / 2
            detail = Rectangle(column: size.columns - width, row: titles, columns: width, rows: end - titles)
            table.columns -= width
        case .below, .right:
            // What fires must not cover a table that was seen before.
            guard table.rows + (alert == nil ? 0 : 1) >= 2 * Self.fewestTableRows else { return detail = middle }
            let rows = max(table.rows - table.rows * 2 / 5, table.rows - 24 + Self.fewestTableRows)
            let shown = max(Self.fewestTableRows, table.rows - rows)
            detail = Rectangle(column: 0, row: table.row + shown, columns: size.columns, rows: table.rows - shown)
            sidebar?.rows = shown + 1
            table.rows = shown
        case .whole: detail = middle
        }
    }
}

/// Where the detail is.
enum DetailPlace: Sendable, Equatable { case below, right, whole }
