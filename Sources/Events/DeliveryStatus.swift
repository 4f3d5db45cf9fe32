package import Basics

/// The truth about forwarding, for the status bar, the headless log and the metrics.
package struct DeliveryStatus: Sendable, Equatable {
    package enum State: Sendable, Equatable {
        /// No sink is configured.
        case none
        /// Switched off; the cursor stays, what arrives waits.
        case off
        /// Delivering, or nothing to deliver.
        case on
        /// A request failed and is tried again at `retryAt`.
        case retrying(retryAt: Timestamp)
        /// The receiver refuses until a person acts (credentials, logstore); tried again at `retryAt`.
        case blocked(retryAt: Timestamp)
        /// The receiver asks to slow down.
        case throttled(retryAt: Timestamp)
        /// Sending what waits before the end.
        case draining
        /// Another process holds the journal, or there is none: this process cannot forward.
        case unavailable(String)
    }

    /// A failed request, for people.
    package struct Failure: Sendable, Equatable {
        package var at: Timestamp
        /// HTTP status, 0 when there was no answer.
        package var status: Int
        /// `WriteQuotaExceed`, `timedOut`, ...
        package var code: String
        /// From outside: sanitise before showing.
        package var message: String
        /// What a person can do about it; empty when nothing is to be done.
        package var advice: String
        /// How often it came, of those that are alike.
        package var count: Int

        package init(at: Timestamp, status: Int, code: String, message: String, advice: String = "", count: Int = 1) {
            self.at = at
            self.status = status
            self.code = code
            self.message = message
            self.advice = advice
            self.count = count
        }
    }

    /// One of several forwarders.
    package struct Part: Sendable, Equatable {
        /// What its events are marked with.
        package var cluster: String
        package var state: State
        package var ledger: DeliveryLedger
        package var eventsPerSecond: Double

        package init(cluster: String, state: State, ledger: DeliveryLedger, eventsPerSecond: Double = 0) {
            self.cluster = cluster
            self.state = state
            self.ledger = ledger
            self.eventsPerSecond = eventsPerSecond
        }
    }

    package var state: State
    /// `project/logstore`, and the endpoint contacted.
    package var target: String
    package var endpoint: String
    /// Terms of the delivery contract (`DESIGN.md` section 5), all counted in event versions since the journal began.
    package var ledger: DeliveryLedger
    /// Since this process began.
    package var retries = 0
    package var errors = 0
    package var lastFailure: Failure?
    /// The last ones since this process began, alike ones as one, the latest first.
    package var failures = FailureLog()
    /// Over the last seconds.
    package var eventsPerSecond: Double = 0
    /// Compressed bytes handed to the network.
    package var bytesPerSecond: Double = 0
    package var bytesSent = 0
    package var requestsInFlight = 0
    /// From the event's creation to its acknowledgement, over the last minutes; nil before the first.
    package var latencyP50: Duration?
    package var latencyP99: Duration?
    /// Of several forwarders each by itself; empty when there is but one.
    package var parts: [Part] = []
    /// Bytes of the journal in use, and how many there may be; 0 where another process keeps it.
    package var journalBytes = 0
    package var journalCapacity = 0
    /// Why some of several forwarders cannot forward, while the others do.
    package var unavailableParts: [String] = []
    /// When the oldest waiting event was received.
    package var oldestWaiting: Timestamp?
    /// What `--forward-filter` lets through, as it was written; empty forwards everything.
    package var filter = ""
    package var counters = DeliveryCounters()
    /// Nil where none is needed, or known.
    package var credentials: CredentialFigures?

    package init(
        state: State = .none,
        target: String = "",
        endpoint: String = "",
        ledger: DeliveryLedger = DeliveryLedger()
    ) {
        self.state = state
        self.target = target
        self.endpoint = endpoint
        self.ledger = ledger
    }
}

/// Why events that were to be delivered are given up.
package enum DropReason: String, Sendable, CaseIterable {
    /// A full journal that follows `drop-oldest-normal`.
    case policy
    /// One namespace took more than its share of a journal that is nearly full.
    case fairness
    /// A person said so.
    case request
    /// Nobody came for them: their sink is not in use any more and they got too old, or newer dead letters took their room.
    case retention
}

/// Each term has its own counter, incremented where it happens and kept with the cursor.
package struct DeliveryLedger: Sendable, Equatable {
    package var seen = 0
    package var acknowledged = 0
    package var waiting = 0
    package var dead = 0
    package var filtered = 0
    package var dropped = 0
    package var lost = 0
    /// `dropped`, by reason.
    package var drops: [DropReason: Int] = [:]

    package init() {}

    /// `seen = acknowledged + waiting + dead + filtered + dropped + lost`, and every drop has its reason.
    package var isBalanced: Bool {
        seen == acknowledged + waiting + dead + filtered + dropped + lost && dropped == drops.values.reduce(0, +)
    }
}

/// Whether events are kept on disk, for the status bar.
package enum JournalStatus: Sendable, Equatable {
    /// The journal is in `path`.
    case keeping(path: String)
    /// The journal is full and takes nothing until delivery has made room; `reason` is for people.
    case full(reason: String)
    /// Another process keeps it; this one reads history only.
    case held(by: String)
    /// Events are in memory only; `reason` is for people.
    case notKeeping(reason: String)
}
