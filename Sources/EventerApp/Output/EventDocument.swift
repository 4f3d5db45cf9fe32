package import Basics
package import Events

/// Events as the bytes of a document in one of the formats: for stdout, and for what the viewer exports.
///
/// A value without I/O. All at once:
///
///     let bytes = EventDocument.bytes(of: events, as: .csv, at: now)
///
/// or piece by piece, in the order in which they are to stand:
///
///     var document = EventDocument(.yaml)
///     write(document.append(events, at: now))     // as often as there are some
///     write(document.end())                       // closes a list, or writes the header of an empty one
///
/// No control character of an event gets through: JSON and YAML escape it, the other formats replace it.
package struct EventDocument: Sendable {
    /// What a format leaves open.
    package struct Style: Sendable {
        /// How the tables tell times; the formats for programs tell them in UTC.
        package var times = TimeText()
        /// Whether the columns have names; the widths are those that go with them in either case.
        package var hasHeader = true
        package var showsCluster = false
        /// Whether the tables for people have a column for the namespace.
        package var showsNamespace = true
        /// Whether there is an end: JSON and YAML are one `List` then, else one object after the other.
        package var hasEnd = true

        package init() {}
    }

    package let format: EventFormat
    private let style: Style
    private let columns: [EventColumn]
    private var layout: ColumnLayout
    private var hasBegun = false
    private var count = 0

    /// Prepares an empty document.
    package init(_ format: EventFormat, style: Style = Style()) {
        var style = style
        // Who reads a report later cannot know from when ages count.
        if format == .markdown, style.times.style == .relative { style.times.style = .utc }
        self.format = format
        self.style = style
        columns = EventColumn.columns(of: format, style)
        layout = ColumnLayout(count: columns.count)
    }

    /// The whole document of `events`, in their order; `now` is what ages are measured by.
    package static func bytes(
        of events: [KubeEvent],
        as format: EventFormat,
        style: Style = Style(),
        at now: Timestamp
    ) -> [UInt8] {
        var style = style
        style.hasEnd = true
        if events.contains(where: { !$0.cluster.isEmpty }) { style.showsCluster = true }
        var document = EventDocument(format, style: style)
        return document.append(events, at: now) + document.end()
    }

    /// The bytes that `events` add; columns become as wide as the widest of them, and never narrower again.
    package mutating func append(_ events: [KubeEvent], at now: Timestamp) -> [UInt8] {
        guard !events.isEmpty else { return [] }
        defer { count += events.count }
        switch format {
        case .table, .wide: return rows(events, at: now)
        case .lines: return lines(events)
        case .json: return json(events)
        case .jsonl: return lines(ofObjects: events)
        case .yaml: return yaml(events)
        case .csv, .markdown: return begin() + events.flatMap { Array(line($0, at: now).utf8) }
        case .name: return events.flatMap { Array(("event/" + sanitisedName($0) + "\n").utf8) }
        }
    }

    /// The line that says that events may be missing here; nothing in the formats for programs.
    package mutating func append(_ gap: StreamGap) -> [UInt8] {
        guard format.isForPeople else { return [] }
        return Array((GapLine.text(gap, style.times) + "\n").utf8)
    }

    /// What closes the document.
    package mutating func end() -> [UInt8] {
        guard style.hasEnd else { return [] }
        switch format {
        case .json: return Array(((count == 0 ? Self.jsonHead : "\n") + "    ]\n}\n").utf8)
        case .yaml: return count == 0 ? Array((Self.yamlHead + "items: []\n").utf8) : []
        case .csv, .markdown: return begin()
        case .table, .wide, .lines, .jsonl, .name: return []
        }
    }

    // MARK: Columns

    private mutating func rows(_ events: [KubeEvent], at now: Timestamp) -> [UInt8] {
        var header = CellBuffer()
        if !hasBegun { columns.forEach { header.add($0.title) } }
        hasBegun = true
        var rows = CellBuffer()
        for index in events.indices {
            for column in columns { rows.add(column.text(events[index], style.times, now)) }
        }
        layout.widen(to: header)
        layout.widen(to: rows)
        return style.hasHeader ? layout.bytes(of: header) + layout.bytes(of: rows) : layout.bytes(of: rows)
    }

    private mutating func begin() -> [UInt8] {
        guard !hasBegun else { return [] }
        hasBegun = true
        guard style.hasHeader || format == .markdown else { return [] }
        let titles = columns.map(\.title)
        guard format == .markdown else { return Array(CSVText.line(titles.map(CSVText.cell)).utf8) }
        return Array((MarkdownText.line(titles) + MarkdownText.rule(titles.count)).utf8)
    }

    private func line(_ event: KubeEvent, at now: Timestamp) -> String {
        let texts = columns.map { $0.text(event, style.times, now) }
        return format == .csv
            ? CSVText.line(texts.map(CSVText.cell)) : MarkdownText.line(texts.map(MarkdownText.cell))
    }

    private func lines(_ events: [KubeEvent]) -> [UInt8] {
        var bytes: [UInt8] = []
        for index in events.indices { EventLine.append(events[index], to: &bytes) }
        return bytes
    }

    // MARK: Objects

    private func lines(ofObjects events: [KubeEvent]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(events.reduce(0) { $0 + $1.json.count + 64 })
        for index in events.indices {
            bytes += EventLine.json(events[index])
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private func json(_ events: [KubeEvent]) -> [UInt8] {
        guard style.hasEnd else { return events.flatMap { EventLine.indentedJSON($0) + [UInt8(ascii: "\n")] } }
        let margin = "        "
        var bytes: [UInt8] = []
        for (index, event) in events.enumerated() {
            bytes += Array((count + index == 0 ? Self.jsonHead : ",\n").utf8)
            bytes += Array(margin.utf8) + EventLine.indentedJSON(event, margin: margin)
        }
        return bytes
    }

    private func yaml(_ events: [KubeEvent]) -> [UInt8] {
        var text = ""
        for (index, event) in events.enumerated() {
            let isFirst = count + index == 0
            let node = YAMLNode(json: EventLine.json(event))
            if style.hasEnd {
                text += (isFirst ? Self.yamlHead + "items:\n" : "") + YAMLNode.list([node]).yaml
            } else {
                text += (isFirst ? "" : "---\n") + node.yaml
            }
        }
        return Array(text.utf8)
    }

    private func sanitisedName(_ event: KubeEvent) -> String { PlainCell(event.name).text }

    private static let jsonHead = """
        {
            "apiVersion": "v1",
            "kind": "List",
            "items": [

        """

    private static let yamlHead = "apiVersion: v1\nkind: List\n"
}
