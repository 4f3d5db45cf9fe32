import Basics
package import Events
import Journal
package import Viewer

/// What the tasks of the program have to tell the screen, gathered until the next frame.
///
/// Posting never waits. Of events, only as many are held as the table can hold: older ones would leave it at once.
package final class Mailbox: Sendable {
    /// All that came since the last time it was taken.
    package struct Mail: Sendable {
        package var events: [KubeEvent] = []
        package var gaps: [StreamGap] = []
        package var streams: [StreamID: StreamStatus] = [:]
        /// All else, in order.
        package var actions: [Action] = []

        package init() {}

        package var isEmpty: Bool {
            events.isEmpty && gaps.isEmpty && streams.isEmpty && actions.isEmpty
        }
    }

    private let mail = Locked(Mail())
    private let capacity: Int
    /// Rung with each post and wake; several rings may end one wait.
    private let doorbell = Doorbell()

    package init(capacity: Int) {
        self.capacity = capacity
    }

    /// Leaves an update of a stream.
    package func post(_ update: WatchUpdate) {
        mail.withLock { mail in
            switch update {
            case .batch(let batch):
                mail.events += batch.events
                if mail.events.count > 2 * capacity { mail.events.removeFirst(mail.events.count - capacity) }
                if let gap = batch.gap { mail.gaps.append(StreamGap(stream: batch.stream, gap: gap)) }
            case .status(let status): mail.streams[status.stream] = status
            }
        }
        doorbell.ring()
    }

    /// Leaves a report of a site.
    func post(_ report: SourceReport) {
        switch report {
        case .update(let update): post(update)
        case .narrowed(let former, let stream, let text): post(Action.narrowed(former, to: stream, text))
        }
    }

    /// Leaves something else for the viewer.
    package func post(_ action: Action) {
        mail.withLock { $0.actions.append(action) }
        doorbell.ring()
    }

    /// Rings without mail.
    package func wake() {
        doorbell.ring()
    }

    /// Waits for mail, or for a ring without any; several posts may end one wait.
    ///
    /// - Returns: False when the task was cancelled first.
    package func wait() async -> Bool {
        await doorbell.wait()
    }

    /// Takes all that came.
    package func take() -> Mail {
        mail.withLock { mail in
            defer { mail = Mail() }
            return mail
        }
    }
}
