import Basics
import Events
import TextGrid

/// One row of the list, opened.
struct Detail: Sendable, Equatable {
    /// What the pane shows, in the order of its tabs.
    enum Section: Int, Sendable, CaseIterable { case summary, timeline, yaml, json, texts, lifecycle }

    /// The event's object.
    enum Object: Sendable, Equatable {
        case loading
        /// It is kept nowhere.
        case missing
        /// As lines, laid out in either way.
        case loaded(json: [String], yaml: [String])
    }

    /// The newest event of the row.
    var row: EventRow { didSet { if row.object != oldValue.object { life = nil } } }
    /// The row of the list; nil when the list does not show it any more.
    var group: EventGroup?
    var place = DetailPlace.below
    var section = Section.summary
    /// Whether the timeline tells of the object's owners and node too.
    var showsOwners = false
    var object = Object.loading
    /// What became of the event on its way to the sink.
    var fate: EventFate?
    var story = ObjectStory() { didSet { life = nil } }
    /// The life of the object; nil until it is told, and once the story has changed.
    var life: ToldLife?
    /// The phase of it that the cursor is on.
    var phase = PhaseCursor()
    /// The first line shown.
    var offset = 0
    /// Whether the list followed when this was opened, and has not been moved since.
    var followsAfter = false
}

/// A line of the detail.
struct DetailLine: Sendable, Equatable {
    var text: CleanText
    var headCells = 0
    var headStyle = Style(.hint)
    var style = Style.normal
    /// The place of the phase of a life that it tells of.
    var phase: Int?
}

extension ViewState {
    /// The lines of the section that is open, for `columns` cells.
    func detailLines(columns: Int) -> [DetailLine] {
        guard let detail else { return [] }
        let page = DetailPage(
            columns: columns,
            now: now,
            clock: clock,
            zone: clockLabel,
            isRelative: timeMode == .relative,
            isLive: present.isLive,
            archive: archive
        )
        return switch detail.section {
        case .summary: page.summary(detail, hasSink: delivery.state != .none)
        case .timeline: page.timeline(detail)
        case .yaml: page.object(detail, \.yaml)
        case .json: page.object(detail, \.json)
        case .texts: page.texts(detail.story)
        case .lifecycle: page.lifecycle(detail)
        }
    }

    /// The tabs, the open one in brackets.
    var detailTitle: String {
        guard let detail else { return "" }
        let count = detail.story.texts.count
        let names = Detail.Section.allCases.map { section in
            let name = section.name + (section == .texts && count > 1 ? "(\(grouped(count)))" : "")
            return section == detail.section ? "[\(name)]" : name
        }
        return "Detail  " + names.joined(separator: " ")
    }
}

extension Detail.Section {
    fileprivate var name: String {
        switch self {
        case .summary: "Summary"
        case .timeline: "Timeline"
        case .yaml: "YAML"
        case .json: "JSON"
        case .texts: "Raw texts"
        case .lifecycle: "Lifecycle"
        }
    }
}

extension Detail.Object {
    var json: [String]? { if case .loaded(let json, _) = self { json } else { nil } }
    var yaml: [String]? { if case .loaded(_, let yaml) = self { yaml } else { nil } }
}

/// What the lines of a detail depend on beside the detail itself.
struct DetailPage {
    static let margin = 11

    var columns: Int
    var now: Timestamp
    var clock: WallClock
    var zone: String
    /// Whether times are ages where either will do.
    var isRelative = false
    /// Whether time goes on.
    var isLive = true
    /// What holds more than is shown: a journal, or the recording.
    var archive = "journal"

    /// What the end of a bar is called that stands for the present.
    var endName: String { isLive ? "now" : isRelative ? "end" : stamp(now) }

    static let empty = DetailLine(text: CleanText())

    /// A name in the margin and a text beside it, wrapped.
    func titled(_ title: String, _ text: CleanText, _ style: Style = .normal) -> [DetailLine] {
        let head = CleanText(title + String(repeating: " ", count: max(1, Self.margin - title.count)))
        return wrapped(head.joined(with: text), headCells: Self.margin, style: style)
    }

    func titled(_ title: String, _ text: String, _ style: Style = .normal) -> [DetailLine] {
        titled(title, CleanText(text), style)
    }

    func wrapped(_ text: CleanText, headCells: Int = 0, indent: Int = margin, style: Style = .normal) -> [DetailLine] {
        text.wrapped(to: columns, indent: indent).enumerated().map { index, line in
            DetailLine(text: line, headCells: index == 0 ? headCells : 0, style: style)
        }
    }

    /// `14:03:25` of this day, else `11-21 14:03:25`.
    func stamp(_ time: Timestamp) -> String {
        let (full, today) = (clock.full(time), clock.full(now))
        guard full.prefix(10) != today.prefix(10) else { return clock.time(time) }
        return String(full.prefix(4) == today.prefix(4) ? full.dropFirst(5) : full[...])
    }

    /// YAML or JSON, the names of members with a look of their own.
    func object(_ detail: Detail, _ lines: KeyPath<Detail.Object, [String]?>) -> [DetailLine] {
        guard let lines = detail.object[keyPath: lines] else {
            let text =
                detail.object == .loading
                ? "loading ..." : "not kept: this event came before the journal, or the journal is not keeping"
            return wrapped(CleanText(text), indent: 0)
        }
        return lines.flatMap(objectLine)
    }

    private func objectLine(_ line: String) -> [DetailLine] {
        let indent = line.prefix { $0 == " " || $0 == "-" }.count
        let body = line.dropFirst(indent)
        let end = body.hasPrefix("\"") ? body.firstRange(of: "\": ")?.lowerBound : body.firstIndex(of: ":")
        let head = end.map { displayWidth(line[..<$0]) + 1 } ?? 0
        let text = CleanText(line, limit: 65536)
        return text.wrapped(to: columns, indent: indent + 2).enumerated().map { index, line in
            DetailLine(text: line, headCells: index == 0 ? head : 0)
        }
    }
}
