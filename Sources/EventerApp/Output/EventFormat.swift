/// How events are written.
package enum EventFormat: String, Sendable, CaseIterable {
    /// As `kubectl events`.
    case table
    /// As `kubectl get events -o wide`, the newest last.
    case wide
    /// One line an event with its time in UTC, columns of fixed widths: for `grep` and files.
    case lines
    /// The objects: one `List`, or one object after the other where there is no end.
    case json
    /// The objects, each on a line.
    case jsonl
    /// The objects: one `List`, or one document after the other where there is no end.
    case yaml
    /// RFC 4180, with a header; safe to open in a spreadsheet.
    case csv
    /// A table for a ticket or a report.
    case markdown
    /// `event/NAME`, as kubectl.
    case name

    /// Whether rows stand in columns that people read, so that a remark may stand between them.
    var isForPeople: Bool { [.table, .wide, .lines].contains(self) }

    /// Whether all of the object is written, not some of its fields.
    var hasObjects: Bool { [.json, .jsonl, .yaml].contains(self) }

    /// What a file of it is called at its end.
    package var fileExtension: String {
        switch self {
        case .table, .wide, .lines, .name: "txt"
        case .markdown: "md"
        case .json, .jsonl, .yaml, .csv: rawValue
        }
    }
}
