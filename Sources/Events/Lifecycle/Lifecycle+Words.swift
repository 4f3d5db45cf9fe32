package import Basics

extension Lifecycle.Phase {
    /// `pulling image app`.
    package var name: String { lane.isEmpty ? title : title + " " + lane }

    /// What must be known to read its times: `x6, first and last known`; empty where every event occurred once.
    package var note: String {
        guard occurrences > events || isScattered else { return "" }
        let extent = isScattered ? ", now and then" : isPartlyKnown ? ", first and last known" : ""
        return "x\(occurrences)" + extent
    }

    /// The note and the message, as far as there is either.
    package var telling: String { [note, message].filter { !$0.isEmpty }.joined(separator: "  ") }

    /// How long it took; nothing for a moment, and of what goes on with a `+`.
    package func lengthText(until now: Timestamp) -> String {
        isMark ? "" : DurationText.brief(length(until: now)) + (to == nil ? "+" : "")
    }
}

extension Lifecycle {
    /// What a bar is made of: trouble differs from the rest not by colour alone.
    package struct BarGlyphs: Sendable {
        var calm: Character
        var trouble: Character
        var mark: Character

        package static let drawn = BarGlyphs(calm: "━", trouble: "█", mark: "●")
        package static let plain = BarGlyphs(calm: "=", trouble: "#", mark: "*")
    }

    /// The bar of a phase on an axis that all phases share, from the beginning to the end or to now.
    ///
    /// - Returns: At most `cells` characters, one at least; without the spaces behind it.
    package func bar(of phase: Phase, cells: Int, at now: Timestamp, glyphs: BarGlyphs = .drawn) -> String {
        guard let begin, cells > 0 else { return "" }
        // In doubles: times from outside may lie so far apart that their difference overflows.
        let start = Double(begin.microseconds)
        let span = max(1, Double((end ?? max(now, begin)).microseconds) - start)
        func cell(_ time: Timestamp) -> Int {
            Int(min(1, max(0, (Double(time.microseconds) - start) / span)) * Double(cells - 1))
        }
        let first = cell(phase.from)
        let last = max(first, cell(phase.to ?? end ?? max(now, phase.from)))
        let glyph = phase.isMark ? glyphs.mark : phase.isTrouble ? glyphs.trouble : glyphs.calm
        let count = phase.isMark ? 1 : last - first + 1
        return String(repeating: " ", count: first) + String(repeating: glyph, count: count)
    }

    /// `first start after 45s, ran 5m01s, 4 restarts`: what a person asks first.
    package var totals: [String] {
        var texts: [String] = []
        if let firstStart, let begin {
            let length = DurationText.brief(max(.zero, firstStart.since(begin)))
            texts.append((knowsBeginning ? "first start after " : "first known start after ") + length)
        }
        if running > .zero { texts.append("ran " + DurationText.brief(running)) }
        if restarts > 0 { texts.append("\(restarts) \(restarts == 1 ? "restart" : "restarts")") }
        if formerLives > 0 { texts.append("\(formerLives) of its name before it") }
        return texts
    }
}

extension Lifecycle.Loss {
    /// `85%`, `<1%`.
    package var shareText: String {
        let percent = Int((share * 100).rounded())
        return percent == 0 ? "<1%" : "\(percent)%"
    }
}
