import Events
import TextGrid

/// How loud a row is, told by a mark first and by colour second.
struct Severity: Equatable {
    let mark: String
    let style: Style

    init(_ group: EventGroup) {
        self.init(type: group.isWarning ? "Warning" : group.newest.type, isCritical: group.isCritical)
    }

    init(type: String, isCritical: Bool) {
        switch type {
        case "Warning": mark = isCritical ? "W!" : "W"
        case "Normal": mark = isCritical ? "N!" : "N"
        default: mark = type.isEmpty ? "-" : String(type.prefix(1))
        }
        style = isCritical ? Style(.critical) : type == "Warning" ? Style(.warning) : .normal
    }
}
