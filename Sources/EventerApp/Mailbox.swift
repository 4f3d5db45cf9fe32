import Basics
package import Events
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
    private let ring: AsyncStream<Void>.Continuation
    /// Rings when there is mail; several posts may ring once.
    package let doorbell: AsyncStream<Void>

    package init(capacity: Int) {
        self.capacity = capacity
        (doorbell, ring) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
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
        ring.yield()
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
        ring.yield()
    }

    /// Rings without mail.
    package func wake() {
        ring.yield()
    }

    /// Takes all that came.
    package func take() -> Mail {
        mail.withLock { mail in
            defer { mail = Mail() }
            return mail
        }
    }
}
