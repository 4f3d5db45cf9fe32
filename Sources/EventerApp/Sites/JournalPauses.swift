import Basics
import Events
import Journal

/// Closes the streams of a site while its journal cannot take what they bring, and opens them again once it can.
///
/// Closed, not left unread: the API server buffers for a watch that is open. What was missed comes from its history, from the
/// point that the journal has. A journal that rather loses than waits (the viewer's) pauses nothing.
struct JournalPauses: Sendable {
    private let journal: Journal?
    /// Rings when the journal's status may have changed.
    private let bell = Doorbell()
    /// Whether streams were opened again, and have brought nothing yet.
    private let isBack = Locked(false)

    init(_ journal: Journal?) {
        self.journal = journal?.options.overflow == .wait ? journal : nil
        self.journal?.subscribe(bell)
    }

    /// Runs `watch`, which ends only when it is cancelled, again after each pause, until the task is cancelled.
    func run(_ watch: @escaping @Sendable () async -> Void) async {
        while true {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await watch() }
                if journal != nil { group.addTask { await wait(untilHindered: true) } }
                await group.next()
                group.cancelAll()
            }
            guard journal?.hindrance != nil else { return }
            await wait(untilHindered: false)
            guard !Task.isCancelled else { return }
            isBack.withLock { $0 = true }
        }
    }

    /// `report` as it is to be told: a stream that ended because of the journal is paused, and so is the cause of a gap.
    func told(_ report: SourceReport) -> SourceReport {
        switch report {
        case .update(.status(var status)) where status.state == .ended:
            guard let reason = journal?.hindrance else { return report }
            status.state = .paused(reason: reason)
            return .update(.status(status))
        case .update(.batch(var batch)):
            let wasBack = isBack.withLock { isBack in
                defer { isBack = false }
                return isBack
            }
            guard wasBack, batch.gap?.reason == .expired else { return report }
            batch.gap?.reason = .paused
            return .update(.batch(batch))
        default:
            return report
        }
    }

    private func wait(untilHindered: Bool) async {
        while (journal?.hindrance != nil) != untilHindered {
            guard await bell.wait() else { return }
        }
    }
}
