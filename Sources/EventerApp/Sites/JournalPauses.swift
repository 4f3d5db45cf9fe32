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
    private let state = Locked(State())

    private struct State {
        /// Why the streams are closed, nil while they are open.
        var reason: String?
        /// Streams that were closed and have brought nothing since.
        var closed: Set<StreamID> = []
    }

    init(_ journal: Journal?) {
        self.journal = journal?.options.overflow == .wait ? journal : nil
        self.journal?.subscribe(bell)
    }

    /// Runs `watch`, which ends only when it is cancelled, again after each pause, until the task is cancelled.
    func run(_ watch: @escaping @Sendable () async -> Void) async {
        while true {
            // Who ended first decides: by the time the streams are closed the journal may take events again.
            let isPaused = await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    await watch()
                    return false
                }
                if journal != nil { group.addTask { await waitForHindrance() } }
                let isPaused = await group.next() ?? false
                group.cancelAll()
                return isPaused
            }
            guard isPaused, !Task.isCancelled else { return }
            await waitForRelief()
            guard !Task.isCancelled else { return }
            state.withLock { $0.reason = nil }
        }
    }

    /// `report` as it is to be told: a stream that ended because of the journal is paused, and so is the cause of a gap.
    func told(_ report: SourceReport) -> SourceReport {
        switch report {
        case .update(.status(var status)) where status.state == .ended:
            let reason = state.withLock { state in
                if state.reason != nil { state.closed.insert(status.stream) }
                return state.reason
            }
            guard let reason else { return report }
            status.state = .paused(reason: reason)
            return .update(.status(status))
        case .update(.batch(var batch)):
            let wasClosed = state.withLock { $0.closed.remove(batch.stream) != nil }
            guard wasClosed, batch.gap?.reason == .expired else { return report }
            batch.gap?.reason = .paused
            return .update(.batch(batch))
        default:
            return report
        }
    }

    /// Returns false when the task was cancelled first.
    private func waitForHindrance() async -> Bool {
        while true {
            if let reason = journal?.hindrance {
                state.withLock { $0.reason = reason }
                return true
            }
            guard await bell.wait() else { return false }
        }
    }

    private func waitForRelief() async {
        while journal?.hindrance != nil {
            guard await bell.wait() else { return }
        }
    }
}
