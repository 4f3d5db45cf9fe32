import Events
import TextGrid

/// How loud a row is, told by a mark first and by colour second.
struct Severity: Equatable {
    let mark: String
    let style: Style

    init(_ row: EventRow) {
        let isCritical = Self.isCritical(row)
        switch row.type {
        case "Warning": mark = isCritical ? "W!" : "W"
        case "Normal": mark = isCritical ? "N!" : "N"
        default: mark = row.type.isEmpty ? "-" : String(row.type.prefix(1))
        }
        style = isCritical ? Style(.critical) : row.type == "Warning" ? Style(.warning) : .normal
    }

    private static let criticalReasons: Set<String> = [
        "Evicted", "FailedAttachVolume", "FailedCreatePodSandBox", "FailedMount", "FailedScheduling",
        "FreeDiskSpaceFailed",
        "InvalidDiskCapacity", "NodeHasDiskPressure", "NodeNotReady", "OOMKilling", "Rebooted", "SystemOOM",
    ]

    private static func isCritical(_ row: EventRow) -> Bool {
        row.reason == "BackOff" ? row.count > 3 && row.isWarning : criticalReasons.contains(row.reason)
    }
}
