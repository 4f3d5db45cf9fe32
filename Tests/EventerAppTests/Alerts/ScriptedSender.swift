import Basics
import Journal

@testable import EventerApp

/// Gives the outcomes of a list, then delivers; remembers what it was given.
final class ScriptedSender: NoticeSender {
    let batchLimit = 50
    let tryLimit: Int? = nil
    let outcomes: Locked<[NoticeOutcome]>
    let sent = Locked<[[String]]>([])
    let bell = Doorbell()
    /// Rung for each sending that may go on; nil lets all go on.
    let gate: Doorbell?

    init(_ outcomes: [NoticeOutcome] = [], gate: Doorbell? = nil) {
        self.outcomes = Locked(outcomes)
        self.gate = gate
    }

    func send(_ notices: [AlertNotice]) async -> NoticeOutcome {
        sent.withLock { $0.append(notices.map(\.id)) }
        bell.ring()
        await gate?.wait()
        return outcomes.withLock { $0.isEmpty ? .delivered : $0.removeFirst() }
    }
}
