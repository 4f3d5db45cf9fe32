import Basics
import Events
import TextGrid

extension DetailPage {
    /// Every message of the row's events as it came, what cannot be shown marked.
    func texts(_ story: ObjectStory) -> [DetailLine] {
        guard !story.texts.isEmpty else { return wrapped(CleanText("no event of this row is in memory"), indent: 0) }
        return story.texts.flatMap { text -> [DetailLine] in
            let events = text.events == 1 ? "1 event" : "\(grouped(text.events)) events"
            let times = "first \(stamp(text.firstSeen))  last \(stamp(text.lastSeen))"
            let head = CleanText("x\(grouped(text.count))  \(events)  \(times)").truncated(to: columns)
            return [DetailLine(text: head, style: Style(.hint))] + raw(text.message) + [Self.empty]
        }
    }

    private func raw(_ message: String) -> [DetailLine] {
        message.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            let text = CleanText("  ").joined(with: CleanText(marking: String(Substring(line)), limit: 65536))
            return wrapped(text, indent: 2)
        }
    }
}
