import Basics
import Events
import Journal
import Viewer

/// Reads a recording to its end, for the screen, the journal and the rules.
struct ReplayFeed: Sendable {
    private let recording: Recording
    private let mailbox: Mailbox
    private let journal: Journal?
    private let alerts: RecordedAlerts?
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - recording: What to read.
    ///   - mailbox: Of the screen.
    ///   - journal: Keeps the events for what is asked of them later.
    ///   - alerts: Nil for a run without.
    ///   - now: The wall clock.
    init(
        _ recording: Recording,
        into mailbox: Mailbox,
        journal: Journal?,
        alerts: RecordedAlerts?,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.recording = recording
        self.mailbox = mailbox
        self.journal = journal
        self.alerts = alerts
        self.now = now
    }

    /// Reads until the end, or until the task is cancelled.
    ///
    /// - Parameter first: The piece that was read already; nil when there was none.
    func run(beginningWith first: [KubeEvent]?) async {
        let stream = StreamID(name: recording.name)
        var present = Present(recording.source)
        var status = StreamStatus(stream: stream, state: .listing(0), since: now())
        var events = first
        while let piece = events, !Task.isCancelled {
            present.note(piece, at: now())
            let piece = piece.map { $0.received(by: present.now(at: now())) }
            status.counters.events += piece.count
            status.state = present.isLive ? .live : .listing(status.counters.events)
            mailbox.post(.status(status))
            let batch = EventBatch(stream: stream, events: piece, resumePoint: nil)
            mailbox.post(.batch(batch))
            await alerts?.take(piece, present)
            await journal?.append(batch)
            do throws(AppError) {
                events = try await recording.next()
            } catch {
                mailbox.post(.notice(error.message))
                break
            }
        }
        present.end(at: now())
        await alerts?.end(present)
        status.state = .ended
        status.since = now()
        mailbox.post(.status(status))
        for problem in await recording.problems { mailbox.post(.notice(problem)) }
    }
}

extension KubeEvent {
    /// As if it had come then, and not when the recording was read.
    fileprivate func received(by present: Timestamp) -> KubeEvent {
        var event = self
        event.received = min(received, present)
        return event
    }
}
