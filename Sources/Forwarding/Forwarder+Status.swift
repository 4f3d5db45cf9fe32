import Basics
package import Events
import Journal
import LogService

extension Forwarder {
    /// What has been counted since the process began.
    struct Statistics {
        var inFlight = 0
        var errors = 0
        var retries = 0
        var bytesSent = 0
        var failures = FailureLog()
        var lastFailure: DeliveryStatus.Failure?
        var rate = RateMeter()
        var latency = LatencyHistogram()
        var counters = DeliveryCounters()

        /// Notes the start of a request; `trouble` is what its batch met before.
        mutating func began(after trouble: LogServiceError.Kind?) {
            inFlight += 1
            guard let trouble else { return }
            retries += 1
            counters.retries[trouble.rawValue, default: 0] += 1
        }

        /// Notes the end of a request; bytes count once they were answered, and what never left this machine is no request.
        mutating func ended(
            _ group: EncodedLogGroup,
            _ error: LogServiceError? = nil,
            began: Duration,
            at time: Duration
        ) {
            inFlight -= 1
            let status = error?.status ?? 200
            guard status != 0 || error?.kind == .network else { return }
            counters.requests[status, default: 0] += 1
            counters.requestTimes.add(time - began)
            guard status != 0 else { return }
            bytesSent += group.body.count
            rate.add(bytes: group.body.count, at: time)
            counters.rawBytes += group.rawSize
            counters.compressedBytes += group.body.count
        }

        mutating func failed(_ error: LogServiceError, at now: Timestamp, advice: String) {
            errors += 1
            counters.errors[error.kind.rawValue, default: 0] += 1
            let failure = DeliveryStatus.Failure(
                at: now,
                status: error.status,
                code: error.code,
                message: error.message,
                advice: advice
            )
            lastFailure = failure
            failures.add(failure)
        }
    }

    /// The truth at this instant; costs one step in the journal's table while something waits, else nothing.
    package var status: DeliveryStatus {
        get async {
            let oldest = await oldestWaiting()
            let time = stopwatch.elapsed
            var status = DeliveryStatus(state: state, target: options.target, endpoint: options.endpoint)
            status.ledger = journal.ledger(of: sinkName) ?? DeliveryLedger()
            status.retries = statistics.retries
            status.errors = statistics.errors
            status.lastFailure = statistics.lastFailure
            status.failures = statistics.failures
            status.eventsPerSecond = statistics.rate.rates(at: time).events
            status.bytesPerSecond = statistics.rate.rates(at: time).bytes
            status.bytesSent = statistics.bytesSent
            status.requestsInFlight = statistics.inFlight
            status.latencyP50 = statistics.latency.percentile(0.5, at: time)
            status.latencyP99 = statistics.latency.percentile(0.99, at: time)
            status.filter = options.filter.text
            status.counters = statistics.counters
            status.oldestWaiting = status.ledger.waiting > 0 ? oldest : nil
            return status
        }
    }

    private var state: DeliveryStatus.State {
        guard isOn else { return .off }
        if let trouble { return .unavailable(trouble) }
        let time = stopwatch.elapsed
        let retryAt = now().advanced(by: (window.nextAttempt(after: time) ?? time) - time)
        return switch window.pause {
        case .retrying: .retrying(retryAt: retryAt)
        case .throttled: .throttled(retryAt: retryAt)
        case .blocked: .blocked(retryAt: retryAt)
        case nil: isDraining ? .draining : .on
        }
    }

    private func oldestWaiting() async -> Timestamp? {
        guard let cursor = journal.cursor(of: sinkName), cursor < journal.newestID else { return nil }
        return try? await journal.reader.received(firstAfter: cursor)
    }
}
