import Basics
import Events
import TextGrid

extension DetailPage {
    /// All that happened to the object, newest first; with owners also to those and to its node.
    func timeline(_ detail: Detail) -> [DetailLine] {
        let story = detail.story
        let subject = detail.row.object
        let events = story.events(of: detail.showsOwners ? detail.subjects : [subject])
        let whose = detail.showsOwners ? "and its owners and node" : "alone, O adds its owners"
        var lines = wrapped(
            CleanText("\(subject.kind) \(subject.name) \(whose): \(counted(events.count, "event")), newest first"),
            indent: 0,
            style: Style(.hint)
        )
        if detail.showsOwners { lines += chain(story) }
        let widths = TimelineColumns(events, among: detail.showsOwners ? subject : nil, columns: columns)
        var former: EventRow?
        for event in events {
            if let former, let line = madeAnew(former, event, subject) { lines.append(line) }
            lines += wrappedEntry(event, widths)
            if event.object.path == subject.path { former = event }
        }
        return lines + [end(story, isEmpty: events.isEmpty)]
    }

    /// One line of a timeline.
    func entry(_ event: EventRow, _ widths: TimelineColumns) -> DetailLine {
        let severity = Severity(type: event.type, isCritical: false)
        let object = widths.subject.map { subject in
            // Names of one set differ in their ends.
            padded(TimelineColumns.name(of: event, among: subject), to: widths.object, keepingTail: 6) + "  "
        }
        let mark = widths.subject?.path == event.object.path ? "> " : "  "
        let count = padded(event.count > 1 ? "x" + compact(event.count, cells: 5) : "", to: widths.count)
        let head = "\(mark)\(stamp(event.order))  \(padded(severity.mark, to: 2)) \(object ?? "")"
        let text = head + padded(event.reason, to: widths.reason) + "  " + count + event.message
        return DetailLine(text: CleanText(text), style: severity.style)
    }

    private func wrappedEntry(_ event: EventRow, _ widths: TimelineColumns) -> [DetailLine] {
        let line = entry(event, widths)
        return line.text.wrapped(to: columns, indent: 15).map { DetailLine(text: $0, style: line.style) }
    }

    private func chain(_ story: ObjectStory) -> [DetailLine] {
        let links = story.owners.links.map(\.text)
        let node = story.node.map { ["on Node " + $0] } ?? []
        let text = links.isEmpty ? "no owner is told by events" : links.joined(separator: "  <-  ")
        return wrapped(CleanText(([text] + node).joined(separator: "   ")), indent: 0, style: Style(.dim))
    }

    /// Between two events of the object that are of two objects of one name.
    private func madeAnew(_ newer: EventRow, _ older: EventRow, _ subject: ObjectReference) -> DetailLine? {
        let (new, old) = (newer.object, older.object)
        guard old.path == subject.path, old.kind != "Node", !old.uid.isEmpty, !new.uid.isEmpty, old.uid != new.uid
        else {
            return nil
        }
        let text = CleanText("  ---- uid \(new.uid) since then, before that \(old.uid) ----")
        return DetailLine(text: text.truncated(to: columns), style: Style(.dim))
    }

    func end(_ story: ObjectStory, isEmpty: Bool) -> DetailLine {
        let text =
            switch story.search {
            case .notBegun: "in memory"
            case .searching(nil): "searching the \(archive) ..."
            case .searching(let time?): "searching the \(archive), back to \(stamp(time)) so far ..."
            case .failed(let reason): "the \(archive) could not be searched: " + reason
            case .whole where story.isCut: "the newest \(grouped(ObjectStory.mostKept)) of the \(archive)"
            case .whole: isEmpty ? "nothing in the whole \(archive)" : "whole \(archive) searched"
            }
        return DetailLine(text: CleanText("  -- " + text + " --"), style: Style(.dim))
    }

    func padded(_ text: String, to cells: Int, keepingTail tail: Int = 0) -> String {
        let clean = CleanText(text).truncated(to: cells, keepingTail: tail)
        return clean.string + String(repeating: " ", count: cells - clean.width)
    }
}

/// How wide the columns of a timeline are: as its events need, up to a limit.
struct TimelineColumns {
    /// The object whose events are told from those of others; nil where there are no others.
    var subject: ObjectReference?
    var object = 0
    var reason: Int
    /// With the space behind it; nothing where every event occurred once.
    var count: Int

    init(_ events: [EventRow], among subject: ObjectReference? = nil, columns: Int = 0) {
        self.subject = subject
        if let subject {
            let names = events.map { displayWidth(Self.name(of: $0, among: subject)) }
            object = min(max(18, columns / 4), names.max() ?? 0)
        }
        reason = min(20, events.map { displayWidth($0.reason) }.max() ?? 0)
        count = (events.map(\.count).max() ?? 0) > 1 ? 7 : 0
    }

    /// The kind, of another object than `subject` with its name.
    static func name(of event: EventRow, among subject: ObjectReference) -> String {
        event.object.path == subject.path ? subject.kind : event.object.kind + "/" + event.object.name
    }
}

extension Detail {
    /// The object, its owners and its node.
    var subjects: [ObjectReference] {
        let node = story.node.map { [ObjectReference(kind: "Node", name: $0)] } ?? []
        return [row.object.path] + story.owners.links.map(\.object.path) + node
    }
}
