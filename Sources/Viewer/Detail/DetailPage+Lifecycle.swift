import Basics
import Events
import TextGrid

extension DetailPage {
    /// From here on messages stand beside the bars, else below them.
    private static let wideColumns = 110
    private static let widestName = 32
    private static let mostLosses = 5
    /// Of the mark before the phase under the cursor.
    private static let cursorCells = 2

    /// The life of the object: where time was lost, then its phases along a common axis; nothing while it is not told.
    func lifecycle(_ detail: Detail) -> [DetailLine] {
        guard let life = detail.life?.lifecycle else { return [] }
        guard let begin = life.begin else {
            return wrapped(CleanText("no event of this object is known"), indent: 0) + [
                end(detail.story, isEmpty: true)
            ]
        }
        return head(life, begin, of: detail.row.object) + losses(of: life) + [Self.empty]
            + table(of: life, cursor: detail.phase.place(in: life))
            + [end(detail.story, isEmpty: false)]
            + wrapped(
                CleanText("from events only: what has none, as the exit of a container, is not seen"),
                indent: 0,
                style: Style(.dim)
            )
    }

    // MARK: Head

    private func head(_ life: Lifecycle, _ begin: Timestamp, of object: ObjectReference) -> [DetailLine] {
        let since = life.knowsBeginning ? "since " : "known since "
        let length = DurationText.brief(life.whole(at: now))
        let end = life.end.map { ", over at \(stamp($0)) after \(length)" } ?? ", for \(length)"
        return titled("Life", object.kind + " " + object.name + "  " + since + stamp(begin) + end)
            + (life.totals.isEmpty ? [] : titled("", life.totals.joined(separator: ", ")))
    }

    /// Where time was lost, the most first.
    private func losses(of life: Lifecycle) -> [DetailLine] {
        guard !life.losses.isEmpty else { return titled("Lost", "no time worth telling", Style(.dim)) }
        let width = life.losses.map { $0.step.rawValue.count }.max() ?? 0
        return life.losses.prefix(Self.mostLosses).enumerated().map { index, loss in
            let head = index == 0 ? "Lost" : ""
            let title = head + String(repeating: " ", count: Self.margin - head.count)
            let length = leading(DurationText.brief(loss.length), to: 8) + leading(loss.shareText, to: 5)
            let text = title + padded(loss.step.rawValue, to: width) + length + "  " + loss.why
            let style = index == 0 && loss.share >= 0.1 ? Style(.warning) : .normal
            return DetailLine(text: CleanText(text).truncated(to: columns), headCells: Self.margin, style: style)
        }
    }

    // MARK: Phases

    private func table(of life: Lifecycle, cursor: Int?) -> [DetailLine] {
        let times = life.phases.map { time($0.from) }
        let clock = max(4, times.map(displayWidth).max() ?? 0)
        let name = min(Self.widestName, max(10, columns / 3), life.phases.map { displayWidth($0.name) }.max() ?? 0)
        let isWide = columns >= Self.wideColumns
        let rest = max(8, columns - clock - name - 14 - Self.cursorCells)
        let cells = isWide ? min(40, rest / 3) : rest
        let title =
            "  " + padded("FROM", to: clock) + "  " + leading("TOOK", to: 7) + "   " + padded("PHASE", to: name) + "  "
        let axis = axis(life, cells: cells) + (isWide ? "  WHY" : "")
        let head = DetailLine(text: CleanText(title + axis).truncated(to: columns), style: Style(.hint))
        return [head]
            + zip(life.phases, times).enumerated().flatMap { place, phase in
                let (phase, time) = phase
                let mark = place == cursor ? "> " : "  "
                let length = leading(phase.lengthText(until: now), to: 7)
                let start = mark + padded(time, to: clock) + "  " + length + (phase.isTrouble ? " ! " : "   ")
                let bar = life.bar(of: phase, cells: cells, at: now)
                let text = start + padded(phase.name, to: name, keepingTail: 6) + "  " + padded(bar, to: cells)
                let lines = lines(of: phase, text, beside: isWide, indent: clock + 12 + Self.cursorCells)
                return lines.enumerated().map { number, line in
                    var line = line
                    line.phase = place
                    if place == cursor, number == 0 { line.style = line.style.with(.reverse) }
                    return line
                }
            }
    }

    private func lines(of phase: Lifecycle.Phase, _ text: String, beside isBeside: Bool, indent: Int) -> [DetailLine] {
        let style = phase.isTrouble ? Style(.warning) : .normal
        guard !isBeside else {
            return [DetailLine(text: CleanText(text + "  " + phase.telling).truncated(to: columns), style: style)]
        }
        let line = DetailLine(text: CleanText(text).truncated(to: columns), style: style)
        guard phase.isTrouble || phase.isPartlyKnown || phase.isScattered else { return [line] }
        let told = CleanText(String(repeating: " ", count: indent) + phase.telling).truncated(to: columns)
        return [line, DetailLine(text: told, style: Style(.dim))]
    }

    /// The ends of the time that the bars stand for.
    private func axis(_ life: Lifecycle, cells: Int) -> String {
        guard let begin = life.begin else { return "" }
        let (left, right) = (time(begin), life.end.map(time) ?? endName)
        guard left.count + right.count + 2 <= cells else { return padded(right, to: cells) }
        return left + String(repeating: " ", count: cells - left.count - right.count) + right
    }

    private func time(_ time: Timestamp) -> String { isRelative ? age(time, at: now) : stamp(time) }

    private func leading(_ text: String, to cells: Int) -> String {
        String(repeating: " ", count: max(0, cells - displayWidth(text))) + text
    }
}
