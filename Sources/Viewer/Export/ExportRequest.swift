package import Events

/// How a file of events is written; the raw value is what the file is called at its end.
package enum ExportFormat: String, Sendable, CaseIterable {
    case csv, json, jsonl, yaml
    case markdown = "md"

    var summary: String {
        switch self {
        case .csv: "a table for a spreadsheet"
        case .json: "the objects, as one List"
        case .jsonl: "the objects, each on a line"
        case .yaml: "the objects, as one List"
        case .markdown: "a table for a report"
        }
    }

    /// That of a file's name; nil when it tells nothing.
    init?(path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
        let ending = name[name.index(after: dot)...].lowercased()
        let others = ["yml": ExportFormat.yaml, "markdown": .markdown, "ndjson": .jsonl]
        guard let format = ExportFormat(rawValue: ending) ?? others[ending] else { return nil }
        self = format
    }
}

/// Which events are written.
package enum ExportScope: String, Sendable, CaseIterable {
    /// All that the filter shows.
    case view
    case marked
    /// Those of the row under the cursor.
    case group
}

/// A file of events to write.
package struct ExportRequest: Sendable, Equatable {
    /// As the user wrote it, `~` included.
    package var path: String
    package var format: ExportFormat
    /// In the order of the file.
    package var rows: [EventRow]
    /// Whether a file that is there may be replaced.
    package var mayReplace = false

    package init(path: String, format: ExportFormat, rows: [EventRow], mayReplace: Bool = false) {
        self.path = path
        self.format = format
        self.rows = rows
        self.mayReplace = mayReplace
    }
}

/// What became of an ``ExportRequest``.
package enum ExportOutcome: Sendable, Equatable {
    /// The path in full, how many events, and how many bytes.
    case written(path: String, events: Int, bytes: Int)
    /// A file of that name is there already.
    case exists(path: String)
    /// Why not, for people; names the path.
    case failed(String)
}

/// What is known of a file to write while the user is still asked for the rest.
struct PendingExport: Sendable, Equatable {
    var format: ExportFormat
    var scope = ExportScope.view
    /// What was asked for, while it is being written.
    var request: ExportRequest?
}
