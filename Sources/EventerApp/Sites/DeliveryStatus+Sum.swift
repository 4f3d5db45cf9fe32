import Basics
import Events

extension DeliveryStatus {
    /// Several forwarders to one sink as one: counts and rates add up; of states, latencies and failures the worst or latest.
    ///
    /// One that cannot forward does not hide the others: they go on, and can be switched.
    init(summing parts: [DeliveryStatus]) {
        guard parts.count > 1 else {
            self = parts.first ?? DeliveryStatus()
            return
        }
        let able = parts.filter { !$0.isUnavailable }
        let worst = (able.isEmpty ? parts : able).min { $0.rank < $1.rank }
        self = worst ?? DeliveryStatus()
        unavailableParts =
            able.isEmpty
            ? []
            : parts.compactMap { part in
                if case .unavailable(let reason) = part.state { reason } else { nil }
            }
        ledger = DeliveryLedger(summing: parts.map(\.ledger))
        retries = parts.sum(\.retries)
        errors = parts.sum(\.errors)
        bytesSent = parts.sum(\.bytesSent)
        requestsInFlight = parts.sum(\.requestsInFlight)
        eventsPerSecond = parts.reduce(0) { $0 + $1.eventsPerSecond }
        bytesPerSecond = parts.reduce(0) { $0 + $1.bytesPerSecond }
        lastFailure = parts.compactMap(\.lastFailure).max { $0.at < $1.at }
        failures = parts.reduce(into: FailureLog()) { $0.merge($1.failures) }
        journalBytes = parts.sum(\.journalBytes)
        journalCapacity = parts.sum(\.journalCapacity)
        latencyP50 = parts.compactMap(\.latencyP50).max()
        latencyP99 = parts.compactMap(\.latencyP99).max()
        counters = parts.reduce(into: DeliveryCounters()) { $0.add($1.counters) }
        oldestWaiting = parts.compactMap(\.oldestWaiting).min()
        credentials = CredentialFigures(summing: parts.compactMap(\.credentials))
    }

    private var isUnavailable: Bool {
        if case .unavailable = state { true } else { false }
    }

    /// From worst to best; of two that wait, the one that waits longer is worse.
    private var rank: (Int, Timestamp) {
        let none = Timestamp(seconds: 0)
        func pause(_ rank: Int, _ retryAt: Timestamp) -> (Int, Timestamp) {
            (rank, Timestamp(microseconds: -retryAt.microseconds))
        }
        return switch state {
        case .blocked(let retryAt): pause(0, retryAt)
        case .retrying(let retryAt): pause(1, retryAt)
        case .throttled(let retryAt): pause(2, retryAt)
        case .unavailable: (3, none)
        case .draining: (4, none)
        case .on: (5, none)
        case .off: (6, none)
        case .none: (7, none)
        }
    }
}

extension DeliveryLedger {
    init(summing parts: [DeliveryLedger]) {
        self.init()
        for part in parts {
            seen += part.seen
            acknowledged += part.acknowledged
            waiting += part.waiting
            dead += part.dead
            filtered += part.filtered
            dropped += part.dropped
            lost += part.lost
            drops.merge(part.drops, uniquingKeysWith: +)
        }
    }
}

extension CredentialFigures {
    /// One sink's keys: each site renews its own, and the one that ends first is the one to watch.
    init?(summing parts: [CredentialFigures]) {
        guard let first = parts.first else { return nil }
        self.init(source: first.source)
        expiry = parts.compactMap(\.expiry).min()
        renewals = parts.reduce(0) { $0 + $1.renewals }
        failedRenewals = parts.reduce(0) { $0 + $1.failedRenewals }
        lastFailure = parts.compactMap(\.lastFailure).first
    }
}

extension DeliveryCounters {
    fileprivate mutating func add(_ other: DeliveryCounters) {
        requests.merge(other.requests, uniquingKeysWith: +)
        errors.merge(other.errors, uniquingKeysWith: +)
        retries.merge(other.retries, uniquingKeysWith: +)
        gapRecords += other.gapRecords
        refusedGapRecords += other.refusedGapRecords
        rawBytes += other.rawBytes
        compressedBytes += other.compressedBytes
        requestTimes.merge(other.requestTimes)
        latencies.merge(other.latencies)
    }
}

extension [DeliveryStatus] {
    fileprivate func sum(_ count: KeyPath<DeliveryStatus, Int>) -> Int {
        reduce(0) { $0 + $1[keyPath: count] }
    }
}

extension DeliveryStatus.Part {
    init(cluster: String, _ status: DeliveryStatus) {
        self.init(
            cluster: cluster,
            state: status.state,
            ledger: status.ledger,
            eventsPerSecond: status.eventsPerSecond
        )
    }
}
