import ArgumentParser
import EventerApp

/// How much the journal keeps, and what happens when it is full.
struct JournalLimits: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "When what waits for Log Service fills the journal: pause the watch, or drop-oldest-normal events. (default: pause)",
            valueName: "policy"
        )
    )
    var whenFull: String?

    @Option(
        help: ArgumentHelp(
            "Room for what waits, such as 256Mi, and for up to 1Gi of history; at most 80 % of the disk. (default: 4Gi)",
            valueName: "size"
        )
    )
    var journalLimit: String?

    @Option(help: ArgumentHelp("How long events are kept once they are sent. (default: 7d)", valueName: "duration"))
    var retention: String?

    var settings: JournalSettings {
        get throws {
            try JournalSettings(limit: journalLimit, retention: retention, whenFull: whenFull)
        }
    }
}
