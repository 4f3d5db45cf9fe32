import Basics
import Events

extension WatchMachine {
    /// What one watch request has brought so far, and how the ones before it ended.
    struct WatchRun: Sendable {
        var began = Duration.zero
        var isOpen = false
        var lines = 0
        /// Questions in a row, asked while the watch was silent, that the server did not answer.
        var unanswered = 0
        /// Watches in a row that ended at once without a line: how some servers answer a version they no longer have.
        var emptyRuns = 0
        /// Errors in the stream in a row, without a line between.
        var errorRuns = 0
        /// Lines too large to read, without another between.
        var oversizeRuns = 0
        /// Watches in a row whose head did not come in time.
        var lateHeads = 0
        /// A proxy holds the head back until the watch ends or brings something.
        var isHeldBack = false

        mutating func begin(at now: Duration) {
            began = now
            isOpen = false
            lines = 0
            unanswered = 0
        }

        mutating func gotLine() {
            lines += 1
            emptyRuns = 0
            errorRuns = 0
            oversizeRuns = 0
        }
    }

    /// Whether the head of a watch may take as long as the watch: a proxy in between gathers answers before it passes them on.
    package var expectsLateHead: Bool { watch.isHeldBack }

    /// Behind a proxy that gathers, a watch is short, because its events come at its end.
    func watchTimeout(_ random: Double) -> Int {
        if watch.isHeldBack { return min(60, watchSeconds.upperBound) }
        return watchSeconds.lowerBound + Int(random * Double(watchSeconds.count))
    }

    mutating func opened(_ moment: Moment) -> [WatchUpdate] {
        status.counters.watches += 1
        watch.isOpen = true
        watch.lateHeads = 0
        lastAlive = moment.elapsed
        if moment.elapsed - watch.began < .seconds(30) { watch.isHeldBack = false }
        pace.failingSince = nil
        return change(to: .live, moment)
    }

    mutating func ended(_ moment: Moment) -> [WatchUpdate] {
        guard let resume else { return startSync(above: nil, because: nil, moment) }
        if watch.lines > 0 || moment.elapsed - watch.began >= .seconds(10) {
            return request(reopening(resume, moment), moment)
        }
        watch.emptyRuns += 1
        let error = KubernetesError(.refused(200), "the API server ended the watch at once without a word")
        if watch.emptyRuns >= 2 {
            pace.lastReason = error.message
            return startSync(above: accepted, because: .empty, moment)
        }
        return retreat(from: error, to: .check(resume), moment)
    }

    /// A check, a proof or a watch failed.
    mutating func failed(_ error: KubernetesError, _ moment: Moment) -> [WatchUpdate] {
        guard let resume else { return startSync(above: nil, because: nil, moment) }
        switch (error.kind, step) {
        case (.expired, _):
            pace.lastReason = error.message
            return needsProof ? doubt(moment) : startSync(above: accepted, because: .expired, moment)
        case (.future, _):
            pace.futureAnswers += 1
            pace.lastReason = error.message
            guard pace.futureAnswers < 3 else { return beginAnew(because: .rewound, moment) }
            return wait(.seconds(1), then: .check(resume), saying: error.message, moment)
        case (.refused(400), .check), (.refused(422), .check), (.refused(400), .prove), (.refused(422), .prove),
            (.forbidden, .prove), (.notFound, .prove):
            // A server that does not know the parameters, or a namespace closed to us; the watch tells soon enough.
            needsProof = false
            return request(.watch(resume, timeoutSeconds: 0), moment)
        case (.refused(400), .watch), (.refused(422), .watch):
            return retreat(from: error, to: .check(resume), moment)
        case (.timedOut, .watch) where !watch.isOpen:
            watch.lateHeads += 1
            watch.isHeldBack = watch.lateHeads >= 2
        default: break
        }
        pace.failingSince = pace.failingSince ?? moment.elapsed
        return retreat(from: error, to: reopening(resume, moment), moment)
    }

    /// The server lives, and the silence is that of a quiet cluster.
    mutating func answered(_ moment: Moment) -> [WatchUpdate] {
        watch.unanswered = 0
        lastAlive = moment.elapsed
        // An open watch was silent for a while: what the journal does not know has not happened.
        keptAt = nil
        return status.state == .live ? [] : change(to: .live, moment)
    }

    /// Once may be chance; but what is not known to be live is not shown as live.
    mutating func unanswered(nextIn pause: Duration, _ moment: Moment) -> [WatchUpdate] {
        watch.unanswered += 1
        let reason = "the watch is silent, and the API server does not answer"
        guard watch.unanswered < 2 else { return failed(KubernetesError(.timedOut, reason), moment) }
        let state = StreamStatus.State.waiting(reason: reason, retryAt: moment.wall.advanced(by: pause))
        return change(to: state, since: moment.elapsed - lastAlive, moment)
    }

    mutating func heard(_ frames: [WatchFrame], _ moment: Moment) -> [WatchUpdate] {
        watch.unanswered = 0
        lastAlive = moment.elapsed
        var updates = status.state == .live ? [] : change(to: .live, moment)
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
        if watch.oversizeRuns >= 3 { return updates + skipped(moment) }
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
        case .oversize(let version):
            status.counters.oversize += 1
            if let version { heardLine(at: version, moment) } else { watch.oversizeRuns += 1 }
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

    private mutating func flush(_ events: inout [KubeEvent], _ told: inout ResourceVersion?) -> [WatchUpdate] {
        guard !events.isEmpty || resume != told else { return [] }
        told = resume
        let batch = EventBatch(stream: stream, events: events, resumePoint: resume)
        if let last = events.last { anchor = .init(key: last.key, namespace: last.namespace, name: last.name) }
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

    /// The same line too large to read comes again with each watch; only a list leads past it.
    private mutating func skipped(_ moment: Moment) -> [WatchUpdate] {
        pace.lastReason = "a watch line too large to read"
        watch.oversizeRuns = 0
        return startSync(above: accepted, because: .error, moment)
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
