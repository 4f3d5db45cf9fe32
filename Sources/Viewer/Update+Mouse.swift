import Basics
import Events
import TextGrid

/// What the mouse did last.
struct MouseState: Sendable, Equatable {
    /// The row clicked last, and when.
    var clicked: GroupID?
    var clickedAt: Timestamp?
    /// Whether a range of the histogram is being drawn.
    var isDragging = false
}

extension ViewState {
    private static let wheelRows = 3
    private static let doubleClick = Duration.milliseconds(500)

    /// Does what a move of the mouse asks for; nothing while a question, a prompt or a menu is open.
    mutating func handle(_ event: MouseEvent) -> [Effect] {
        guard dialog == nil, prompt == nil, menu == nil, help == nil else { return [] }
        let part = part(at: event.position)
        switch event.action {
        case .wheelUp: return scroll(part, by: -Self.wheelRows)
        case .wheelDown: return scroll(part, by: Self.wheelRows)
        case .wheelLeft: return performInList(.messageLeft, .left)
        case .wheelRight: return performInList(.messageRight, .right)
        case .press(.left) where event.modifiers.contains(.control): return pressOther(part)
        case .press(.left): return press(part)
        case .press(.right): return pressOther(part)
        case .drag(.left): drag(to: event.position)
        case .release: endDrag()
        case .press, .drag: break
        }
        return []
    }

    private mutating func scroll(_ part: ScreenPart, by rows: Int) -> [Effect] {
        switch part {
        case .row, .table, .title: list.move(by: rows, scrolling: true)
        case .facet:
            let area = ScreenLayout(self).sidebar?.rows ?? 1
            let count = facetPanel.lines(rows: area).count
            facetPanel.offset = min(max(0, facetPanel.offset + rows), max(0, count - area))
        case .histogram: return performOnHistogram(rows < 0 ? .zoomIn : .zoomOut) ?? []
        case .detail: scrollDetail(by: rows)
        case .pane: for _ in 0..<rows.magnitude { _ = performInPane(rows < 0 ? .up : .down, rows < 0 ? .up : .down) }
        case .elsewhere: break
        }
        return []
    }

    private mutating func press(_ part: ScreenPart) -> [Effect] {
        switch part {
        case .row(let place): return select(place)
        case .title(let column): if let field = column.order { sort(by: field) }
        case .facet(let line): press(line, .include)
        case .histogram(let column):
            setTimeCursor(to: column)
            histogram.anchor = nil
            mouse.isDragging = true
        case .detail: focus = .detail
        case .table, .elsewhere: if focus == .facets { focus = .list }
        case .pane: break
        }
        return []
    }

    /// The right button, or Ctrl and the left one.
    private mutating func pressOther(_ part: ScreenPart) -> [Effect] {
        if case .facet(let line) = part { press(line, .exclude) }
        return []
    }

    // MARK: Rows

    private mutating func select(_ place: Int) -> [Effect] {
        focus = .list
        list.move(by: place - (list.cursor - list.top))
        let row = list.selected?.id
        let isAgain =
            row != nil && row == mouse.clicked && mouse.clickedAt.map { latest.since($0) <= Self.doubleClick } == true
        mouse.clicked = isAgain ? nil : row
        mouse.clickedAt = latest
        return isAgain ? openDetail(.detail) : []
    }

    // MARK: Facets

    private mutating func press(_ line: FacetLine?, _ command: Command) {
        guard let choice = line?.choice else { return }
        facetPanel.cursor = choice
        facetPanel.isTouched = true
        switch choice {
        case .value(let facet, let value): edit(facet, value, command)
        case .more(let facet): facetPanel.expanded.insert(facet)
        }
    }

    // MARK: Histogram

    /// The column where the button went down stays one end of the range.
    private mutating func drag(to position: Position) {
        guard mouse.isDragging, let plot = histogramGeometry?.plot else { return }
        if histogram.anchor == nil { histogram.anchor = histogram.cursor }
        setTimeCursor(to: min(max(0, position.column - plot.column), plot.columns - 1))
    }

    private mutating func endDrag() {
        guard mouse.isDragging else { return }
        mouse.isDragging = false
        guard let anchor = histogram.anchor, anchor != histogram.cursor else { return histogram.anchor = nil }
        filterToChosenTime()
    }
}
