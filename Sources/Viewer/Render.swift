import Events
package import TextGrid

/// Draws the state: a frame of exactly its size, whatever the size.
///
/// Only rows on the page are looked at.
package func render(_ state: ViewState) -> Frame {
    var frame = Frame(size: state.size)
    let layout = ScreenLayout(state)
    if layout.isTooSmall {
        state.drawTooSmall(in: &frame)
    } else {
        state.draw(in: &frame, layout)
    }
    if state.configuration.isASCII { frame.removeOrnaments() }
    return frame
}

extension ViewState {
    fileprivate func draw(in frame: inout Frame, _ layout: ScreenLayout) {
        drawHeader(in: &frame)
        if pane != nil {
            drawPane(in: &frame, layout)
        } else {
            if let row = layout.filter { drawFilterLine(in: &frame, row: row) }
            drawHistogram(in: &frame, layout)
            if !layout.isHistogramWhole { drawTable(in: &frame, layout) }
            drawPreview(in: &frame, layout)
            drawSidebar(in: &frame, layout)
            drawDetail(in: &frame, layout)
        }
        drawAlertLine(in: &frame, layout)
        drawForwardBar(in: &frame, row: layout.bar)
        drawHints(in: &frame, row: layout.hints, hasFilterLine: layout.filter != nil)
        if prompt != nil { drawPrompt(in: &frame, layout) }
        drawMenu(in: &frame, layout)
        drawQuestion(in: &frame)
    }

    fileprivate func drawTooSmall(in frame: inout Frame) {
        let needed = ScreenLayout.smallest
        var line = SegmentLine(segments: [stateSegment], gap: 1)
        line.segments.insert(.init("eventer", priority: 1), at: 0)
        line.segments += alertSegments
        line.segments.append(forwardWord)
        if delivery.ledger.waiting > 0 {
            line.segments.append(.init("waiting \(grouped(delivery.ledger.waiting))", priority: 95))
        }
        line.draw(in: &frame, row: 0)
        let text = [
            "Terminal is \(size.columns)x\(size.rows).",
            "\(needed.columns)x\(needed.rows) or more is needed.",
            "",
            "Watching and forwarding go on.",
        ]
        for (index, line) in text.enumerated() where index + 2 < size.rows {
            frame.put(line, at: Position(column: 2, row: index + 2))
        }
        if size.rows > 7 { frame.put("q quit", at: Position(column: 1, row: size.rows - 1), style: Style(.hint)) }
        drawQuestion(in: &frame)
    }
}
