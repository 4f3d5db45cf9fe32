import Basics
import Events
import Logging

/// Turns the delivery status into log lines: failures and what is given up as they come, counts each minute.
struct DeliveryReporter {
    let log: HeadlessLog
    private var lastFailure: DeliveryStatus.Failure?
    private var lastState: String?
    private var lastKeyTrouble: String?
    private var lastJournal: JournalStatus?
    private var lastSummary: Timestamp?
    /// What was there before this process is no news.
    private var given: [Int]?
    private var lastLedger = DeliveryLedger()

    init(log: HeadlessLog) {
        self.log = log
    }

    mutating func report(_ status: DeliveryStatus, _ journal: JournalStatus, at now: Timestamp) {
        reportFailure(status)
        reportState(status)
        reportKey(status.credentials)
        reportLosses(status.ledger)
        reportJournal(journal)
        guard let lastSummary else {
            self.lastSummary = now
            return
        }
        guard now.since(lastSummary) >= .seconds(60), status.ledger != lastLedger else { return }
        self.lastSummary = now
        lastLedger = status.ledger
        var fields = status.ledger.fields
        fields["retries"] = .stringConvertible(status.retries)
        log.delivery.info("summary", metadata: fields)
    }

    private mutating func reportFailure(_ status: DeliveryStatus) {
        guard let failure = status.lastFailure, failure != lastFailure else { return }
        lastFailure = failure
        var fields: Logger.Metadata = [
            "status": .stringConvertible(failure.status), "code": "\(failure.code)", "reason": "\(failure.message)",
            "waiting": .stringConvertible(status.ledger.waiting), "errors": .stringConvertible(status.errors),
        ]
        if !failure.advice.isEmpty { fields["hint"] = "\(failure.advice)" }
        log.delivery.warning("request failed", metadata: fields)
    }

    /// How failures are met, when that changed.
    private mutating func reportState(_ status: DeliveryStatus) {
        let word = status.state.word
        defer { lastState = word }
        guard let lastState, lastState != word else { return }
        let fields: Logger.Metadata = [
            "state": "\(word)", "before": "\(lastState)", "waiting": .stringConvertible(status.ledger.waiting),
        ]
        let isWell = word == "on" || word == "draining"
        if isWell {
            log.delivery.info("state changed", metadata: fields)
        } else {
            log.delivery.warning("state changed", metadata: fields)
        }
    }

    /// Why there is no key or no new one, when that changed.
    private mutating func reportKey(_ key: CredentialFigures?) {
        guard let key, key.lastFailure != lastKeyTrouble else { return }
        lastKeyTrouble = key.lastFailure
        if let trouble = key.lastFailure {
            log.delivery.warning("access key", metadata: ["source": "\(key.source)", "reason": "\(trouble)"])
        } else {
            let expiry = key.expiry?.rfc3339() ?? "never"
            log.delivery.info("access key renewed", metadata: ["source": "\(key.source)", "expires": "\(expiry)"])
        }
    }

    private mutating func reportLosses(_ ledger: DeliveryLedger) {
        let counts = [ledger.dead, ledger.dropped, ledger.lost]
        defer { given = counts }
        guard let given, zip(counts, given).contains(where: >) else { return }
        log.delivery.warning("events will not be delivered", metadata: ledger.fields)
    }

    private mutating func reportJournal(_ journal: JournalStatus) {
        defer { lastJournal = journal }
        guard let lastJournal, lastJournal != journal else { return }
        if case .keeping = journal {
            log.journal.info("state changed", metadata: ["state": "\(journal.text)"])
        } else {
            log.journal.warning("state changed", metadata: ["state": "\(journal.text)"])
        }
    }
}

extension DeliveryLedger {
    /// Every term, for a log line.
    var fields: Logger.Metadata {
        [
            "seen": .stringConvertible(seen), "acknowledged": .stringConvertible(acknowledged),
            "waiting": .stringConvertible(waiting), "dead": .stringConvertible(dead),
            "filtered": .stringConvertible(filtered), "dropped": .stringConvertible(dropped),
            "lost": .stringConvertible(lost),
        ]
    }
}

extension DeliveryStatus.State {
    /// One word for logs.
    fileprivate var word: String {
        switch self {
        case .none: "none"
        case .off: "off"
        case .on: "on"
        case .retrying: "retrying"
        case .blocked: "blocked"
        case .throttled: "throttled"
        case .draining: "draining"
        case .unavailable: "unavailable"
        }
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
