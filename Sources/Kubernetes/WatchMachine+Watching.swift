import Events

extension WatchMachine {
    /// What one watch request has brought so far, and how the ones before it ended.
    struct WatchRun: Sendable {
        var began = Duration.zero
        var lines = 0
        /// Watches in a row that ended at once without a line: how some servers answer a version they no longer have.
        var emptyRuns = 0
        /// Errors in the stream in a row, without a line between.
        var errorRuns = 0

        mutating func begin(at now: Duration) {
            began = now
            lines = 0
        }

        mutating func gotLine() {
            lines += 1
            emptyRuns = 0
            errorRuns = 0
        }
    }

    mutating func opened(_ moment: Moment) -> [WatchUpdate] {
        status.counters.watches += 1
        return change(to: .live, moment)
    }

    mutating func ended(_ moment: Moment) -> [WatchUpdate] {
        if watch.lines > 0 || moment.elapsed - watch.began >= .seconds(10) { return watchAgain(moment) }
        watch.emptyRuns += 1
        if watch.emptyRuns >= 2 { return startSync(above: accepted, because: .empty, moment) }
        let error = KubernetesError(.refused(200), "the API server ended the watch at once without a word")
        return retreat(from: error, to: resume.map { .check($0) } ?? .probe, moment)
    }

    /// A check or a watch failed.
    mutating func failed(_ error: KubernetesError, _ moment: Moment) -> [WatchUpdate] {
        guard let resume else { return startSync(above: nil, because: nil, moment) }
        switch error.kind {
        case .expired:
            pace.lastReason = error.message
            return startSync(above: accepted, because: .expired, moment)
        case .future:
            pace.futureAnswers += 1
            guard pace.futureAnswers < 3 else {
                accepted = nil
                return startSync(above: nil, because: .rewound, moment)
            }
            return wait(.seconds(1), then: .check(resume), saying: error.message, moment)
        case .refused(400), .refused(422):
            // A server that does not know the parameters of a check; the watch tells soon enough.
            if case .check = step { return request(.watch(resume, timeoutSeconds: 0), moment) }
            return retreat(from: error, to: .check(resume), moment)
        default:
            return retreatFromWatch(error, resume, moment)
        }
    }

    private mutating func retreatFromWatch(_ error: KubernetesError, _ resume: ResourceVersion, _ moment: Moment)
        -> [WatchUpdate]
    {
        let outage = moment.elapsed - (pace.failingSince ?? moment.elapsed)
        let mayBeGone = outage > .seconds(60) || moment.elapsed - lastHeard > .seconds(240)
        return retreat(from: error, to: mayBeGone ? .check(resume) : .watch(resume, timeoutSeconds: 0), moment)
    }

    mutating func heard(_ frames: [WatchFrame], _ moment: Moment) -> [WatchUpdate] {
        var updates: [WatchUpdate] = []
        var events: [KubeEvent] = []
        var told = resume
        for frame in frames {
            if case .status(let status) = frame {
                updates += flush(&events, &told)
                return updates + said(status, moment)
            }
            take(frame, into: &events, moment)
            if events.count == Self.batchLimit { updates += flush(&events, &told) }
        }
        updates += flush(&events, &told)
        if moment.elapsed - pace.lastTold >= .seconds(1) { updates += tell(moment) }
        return updates
    }

    private mutating func take(_ frame: WatchFrame, into events: inout [KubeEvent], _ moment: Moment) {
        switch frame {
        case .added(let event), .modified(let event):
            heardLine(at: event.key.resourceVersion, moment)
            if let accepted, event.key.resourceVersion <= accepted {
                status.counters.duplicates += 1
                return
            }
            accepted = event.key.resourceVersion
            status.counters.events += 1
            events.append(event)
        case .deleted(let version), .bookmark(let version, _):
            heardLine(at: version, moment)
        case .unknown(let type):
            status.counters.malformed += 1
            status.counters.lastProblem = "a watch line of the unknown type \(type.prefix(64))"
        case .malformed(let reason):
            status.counters.malformed += 1
            status.counters.lastProblem = reason
        case .oversize:
            status.counters.oversize += 1
            status.counters.lastProblem = "a watch line larger than \(EventDecoder.frameLimit >> 20) MiB"
        case .status:
            break
        }
    }

    private mutating func heardLine(at version: ResourceVersion, _ moment: Moment) {
        resume = max(resume ?? version, version)
        watch.gotLine()
        pace.wentWell()
        heardSomething(moment)
    }

    private func flush(_ events: inout [KubeEvent], _ told: inout ResourceVersion?) -> [WatchUpdate] {
        guard !events.isEmpty || resume != told else { return [] }
        told = resume
        let batch = EventBatch(stream: stream, events: events, resumePoint: resume)
        events = []
        return [.batch(batch)]
    }

    /// The server said in the stream why it ends it.
    private mutating func said(_ status: KubernetesStatus, _ moment: Moment) -> [WatchUpdate] {
        let text = status.message.isEmpty ? status.reason : status.message
        let message = "the API server ended the watch: \(text)"
        if status.isExpired { return failed(KubernetesError(.expired, message), moment) }
        if status.isFromTheFuture { return failed(KubernetesError(.future, message), moment) }
        watch.errorRuns += 1
        if watch.errorRuns >= 3 {
            pace.lastReason = message
            watch.errorRuns = 0
            return startSync(above: accepted, because: .error, moment)
        }
        let error = KubernetesError(.refused(status.code), message, retryAfter: status.retryAfter)
        return retreat(from: error, to: resume.map { .watch($0, timeoutSeconds: 0) } ?? .probe, moment)
    }
}

extension WatchMachine.Pace {
    /// A line or a list arrived.
    ///
    /// Failures are not forgotten yet: a server may flap.
    mutating func wentWell() {
        failingSince = nil
        hasRetriedCredential = false
        futureAnswers = 0
    }
}
