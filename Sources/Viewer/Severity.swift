import Events
import TextGrid

/// How loud a row is, told by a mark first and by colour second.
struct Severity: Equatable {
    let mark: String
    let style: Style

    init(_ row: EventRow) {
        let isCritical = EventSeverity.isCritical(reason: row.reason, type: row.type, count: row.count)
        switch row.type {
        case "Warning": mark = isCritical ? "W!" : "W"
        case "Normal": mark = isCritical ? "N!" : "N"
        default: mark = row.type.isEmpty ? "-" : String(row.type.prefix(1))
        }
        style = isCritical ? Style(.critical) : row.type == "Warning" ? Style(.warning) : .normal
    }
}
