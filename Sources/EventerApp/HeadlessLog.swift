import Basics
import Events
import Logging
import TextGrid

/// What a headless run says on stderr: every change of state, once, and a summary each minute.
struct HeadlessLog: Sendable {
    private let logger: Logger
    private let states = Locked<[StreamID: String]>([:])

    init(version: String) {
        var logger = Logger(label: "eventer") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .info
        self.logger = logger
        info("eventer \(version)")
    }

    func info(_ text: String) {
        logger.info("\(sanitise(text))")
    }

    func warn(_ text: String) {
        logger.warning("\(sanitise(text))")
    }

    /// Says what changed.
    func note(_ report: SourceReport) {
        switch report {
        case .update(.status(let status)): note(status)
        case .update(.batch(let batch)):
            guard let gap = batch.gap else { return }
            let span = "\(gap.from.rfc3339()) to \(gap.to.rfc3339())"
            warn("stream \(batch.stream.title): gap (\(gap.reason.rawValue)) from \(span): events may be missing")
        case .narrowed(_, _, let text): warn(text)
        }
    }

    /// Says how a stream is, when that changed.
    private func note(_ status: StreamStatus) {
        let text: String
        var isTrouble = false
        switch status.state {
        case .connecting: return
        case .listing: text = "listing"
        case .live: text = "live"
        case .waiting(let reason, _): (text, isTrouble) = ("waiting: \(reason)", true)
        case .denied(let reason, _): (text, isTrouble) = ("denied: \(reason)", true)
        case .paused(let reason): (text, isTrouble) = ("paused: \(reason)", true)
        case .ended: text = "ended"
        }
        let isNew = states.withLock { $0.updateValue(text, forKey: status.stream) != text }
        guard isNew else { return }
        let line = "stream \(status.stream.title): \(text)"
        if isTrouble { warn(line) } else { info(line) }
    }
}

/// Turns the delivery status into log lines: failures as they come, counts each minute.
struct DeliveryReporter {
    let log: HeadlessLog
    private var lastFailure: DeliveryStatus.Failure?
    private var lastKeyTrouble: String?
    private var lastJournal: JournalStatus?
    private var lastSummary: Timestamp?
    private var lastLedger = DeliveryLedger()

    init(log: HeadlessLog) {
        self.log = log
    }

    mutating func report(_ status: DeliveryStatus, _ journal: JournalStatus, at now: Timestamp) {
        if let failure = status.lastFailure, failure != lastFailure {
            lastFailure = failure
            log.warn("delivery: \(failure.status) \(failure.code) \(failure.message); \(status.ledger.waiting) wait")
        }
        report(status.credentials)
        if let lastJournal, lastJournal != journal { log.warn("journal: \(journal.text)") }
        lastJournal = journal
        guard let lastSummary else {
            self.lastSummary = now
            return
        }
        guard now.since(lastSummary) >= .seconds(60), status.ledger != lastLedger else { return }
        self.lastSummary = now
        lastLedger = status.ledger
        let ledger = status.ledger
        log.info(
            "delivery: seen \(ledger.seen), acknowledged \(ledger.acknowledged), waiting \(ledger.waiting), dead \(ledger.dead), "
                + "filtered \(ledger.filtered), dropped \(ledger.dropped), lost \(ledger.lost); retries \(status.retries)"
        )
    }

    private mutating func report(_ key: CredentialFigures?) {
        guard let key, key.lastFailure != lastKeyTrouble else { return }
        lastKeyTrouble = key.lastFailure
        if let trouble = key.lastFailure { return log.warn(trouble) }
        log.info("access key: from \(key.source), valid" + (key.expiry.map { " until \($0.rfc3339())" } ?? ""))
    }
}

extension JournalStatus {
    /// One line for people.
    var text: String {
        switch self {
        case .keeping(let path): "in \(path)"
        case .full(let reason): "full: \(reason)"
        case .held(let holder): "held by process \(holder)"
        case .notKeeping(let reason): "nothing is kept on disk: \(reason)"
        }
    }
}
