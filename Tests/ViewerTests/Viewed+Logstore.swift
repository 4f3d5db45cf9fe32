import Events
import TextGrid

@testable import Viewer

extension Viewed {
    /// A live viewer that has searched the logstore for Warnings.
    static func searching(_ columns: Int = 120, _ rows: Int = 40) -> Viewed {
        var viewed = Viewed(columns, rows)
        viewed.becomeLive()
        viewed.send(.received(events: Incident.events, gaps: []))
        viewed.forward()
        viewed.run("sls level: Warning")
        return viewed
    }

    /// The same with an answer.
    static func found(
        _ columns: Int = 120,
        _ rows: Int = 40,
        _ change: (inout LogstorePart) -> Void = { _ in }
    ) -> Viewed {
        var viewed = searching(columns, rows)
        var part = LogstorePart(id: 1, events: Story.events, read: 1000, total: 4204, state: .paused)
        change(&part)
        viewed.send(.found(part))
        viewed.state.notice = nil
        return viewed
    }

    /// What the logstore was asked last.
    var askedLogstore: LogstoreQuestion? {
        for case .searchLogstore(let question, _) in effects.reversed() { return question }
        return nil
    }

    /// Types a command and runs it.
    mutating func run(_ line: String) {
        press(.character(":"))
        send(.key(.paste(line)))
        press(.enter)
    }
}
