import Basics
import Events
import Logging

/// What a headless run says on stderr: every change of state, once, and a summary each minute.
struct HeadlessLog: Sendable {
    /// For the beginning and the end.
    let main: Logger
    let delivery: Logger
    let journal: Logger
    let alerts: Logger
    private let source: Logger
    private let output: LogOutput
    private let states = Locked<[StreamID: String]>([:])

    init(_ output: LogOutput, version: String) {
        self.output = output
        main = output.logger("main")
        delivery = output.logger("delivery")
        journal = output.logger("journal")
        alerts = output.logger("alerts")
        source = output.logger("source")
        main.info("started", metadata: ["version": "\(version)"])
    }

    /// To be called every few seconds, for what was held back.
    func tick() {
        output.tellSuppressed()
    }

    /// Says what changed.
    func note(_ report: SourceReport) {
        switch report {
        case .update(.status(let status)): note(status)
        case .update(.batch(let batch)):
            guard let gap = batch.gap else { return }
            source.warning(
                "gap: events may be missing",
                metadata: [
                    "stream": "\(batch.stream.title)", "reason": "\(gap.reason.rawValue)",
                    "from": "\(gap.from.rfc3339())", "to": "\(gap.to.rfc3339())",
                ]
            )
        case .narrowed(_, let stream, let text):
            source.warning(
                "less is watched than was asked for",
                metadata: ["stream": "\(stream.title)", "why": "\(text)"]
            )
        }
    }

    /// Says how a stream is, when that changed.
    private func note(_ status: StreamStatus) {
        guard let (message, reason) = Self.words(for: status.state) else { return }
        let isNew =
            states.withLock { $0.updateValue(message + (reason ?? ""), forKey: status.stream) } != message
            + (reason ?? "")
        guard isNew else { return }
        var fields: Logger.Metadata = ["stream": "\(status.stream.title)"]
        guard let reason else { return source.info("\(message)", metadata: fields) }
        fields["reason"] = "\(reason)"
        fields["events"] = .stringConvertible(status.counters.events)
        fields["gaps"] = .stringConvertible(status.counters.gaps)
        source.warning("\(message)", metadata: fields)
    }

    /// What to say, and why, where there is trouble; nil for what is not worth a line.
    private static func words(for state: StreamStatus.State) -> (message: String, reason: String?)? {
        switch state {
        case .connecting: nil
        case .listing: ("listing", nil)
        case .live: ("live", nil)
        case .waiting(let reason, _): ("waiting", reason)
        case .denied(let reason, _): ("denied", reason)
        case .paused(let reason): ("paused", reason)
        case .ended: ("ended", nil)
        }
    }
}
