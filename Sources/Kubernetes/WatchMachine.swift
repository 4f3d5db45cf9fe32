package import Basics
package import Events

/// The decisions of one list+watch stream, without a clock, a network or a source of chance.
///
/// The shell performs ``step`` and hands what came of it to ``handle(_:at:)``, which answers with updates to deliver and sets the
/// next step. `spec/reliability.md` 1.3 is the table behind it; its names are kept: `accepted` is A, `resume` is R, and always
/// A ≤ R. Every version is handed on once: what a list repeats is at or below A, and what a watch repeats too.
///
/// Simpler than that table in four places. Versions that are no integers are malformed, not a mode of their own: API servers
/// promise integers since 1.35 and etcd never gave anything else. Versions already kept are recognised after a rewind by the
/// journal's unique key, not by a second memory of them. The updates that a reporter folded into one count are not counted:
/// the event's own count says it. There is no canary: it would need the right to write.
package struct WatchMachine: Sendable {
    package enum Step: Sendable, Equatable {
        /// A page; without a limit the whole list in one answer.
        case list(continueToken: String?, limit: Int?)
        /// A list of one, only to learn the version of now.
        case probe
        /// A list of one at exactly this version: does the server's history still, or already, hold it?
        case check(ResourceVersion)
        /// A list of the event accepted last, at exactly this version: is the server's history ours?
        case prove(ResumePoint.Anchor, at: ResourceVersion)
        case watch(ResourceVersion, timeoutSeconds: Int)
        case wait(Duration)
    }

    package enum Input: Sendable, Equatable {
        /// Some events of a page that goes on.
        case items([KubeEvent])
        /// What a list, probe, check or proof gave, or the rest of it.
        case page([KubeEvent], ListMetadata)
        /// The head of a watch arrived, with success.
        case opened
        /// The frames of one chunk.
        case frames([WatchFrame])
        /// A second without a chunk: a chance to tell what was counted.
        case lull
        /// While the watch was silent, the server answered a question on another connection.
        case answered
        /// It did not; it is asked again after this pause.
        case unanswered(nextIn: Duration)
        /// The watch ended properly.
        case ended
        case failed(KubernetesError)
        case waited
    }

    /// When an input came.
    package struct Moment: Sendable {
        /// Since the stream began, by a clock that also runs while the machine sleeps and never jumps.
        package var elapsed: Duration
        package var wall: Timestamp
        /// In `0..<1`.
        package var random: Double

        package init(elapsed: Duration, wall: Timestamp, random: Double) {
            self.elapsed = elapsed
            self.wall = wall
            self.random = random
        }
    }

    package internal(set) var step: Step
    package internal(set) var status: StreamStatus
    package internal(set) var accepted: ResourceVersion?
    package internal(set) var resume: ResourceVersion?

    let stream: StreamID
    let watchSeconds: ClosedRange<Int>
    /// The event accepted last.
    var anchor: ResumePoint.Anchor?
    /// Whether history may have been replaced since: after a start, or a long outage.
    var needsProof = false
    var sync: Synchronisation?
    var pace = Pace()
    var watch = WatchRun()
    /// When the last line or list arrived.
    var lastHeard = Duration.zero
    /// When the server last showed that it lives, be it by an answer without events.
    var lastAlive = Duration.zero
    /// When the journal got its last event; nil once this process has heard something itself.
    var keptAt: Timestamp?
    private var told: StreamStatus

    package init(
        stream: StreamID,
        start: StartPoint,
        watchSeconds: ClosedRange<Int> = Patience().watchSeconds,
        at moment: Moment
    ) {
        self.stream = stream
        self.watchSeconds = watchSeconds
        status = StreamStatus(stream: stream, state: .connecting, since: moment.wall)
        told = status
        lastHeard = moment.elapsed
        switch start {
        case .list:
            sync = Synchronisation(floor: nil, reason: nil)
            step = .list(continueToken: nil, limit: Synchronisation.pageSize)
            pace.lastList = moment.elapsed
        case .clusterChanged(let keptAt):
            sync = Synchronisation(floor: nil, reason: .clusterChanged)
            self.keptAt = keptAt
            step = .list(continueToken: nil, limit: Synchronisation.pageSize)
            pace.lastList = moment.elapsed
        case .now:
            step = .probe
        case .resume(let point, let keptAt):
            accepted = point.resourceVersion
            resume = point.resourceVersion
            anchor = point.anchor
            needsProof = anchor != nil
            self.keptAt = keptAt
            step = .check(point.resourceVersion)
        }
        _ = pace.budget.take(at: moment.elapsed)
    }

    /// Takes what came of ``step``; an input that does not fit it is ignored.
    package mutating func handle(_ input: Input, at moment: Moment) -> [WatchUpdate] {
        switch (step, input) {
        case (.wait, .waited): goOn(moment)
        case (.probe, .page(_, let list)): probed(list, moment)
        case (.check, .page(let events, _)): checked(events, moment)
        case (.prove(let anchor, _), .page(let events, _)): proved(anchor, by: events, moment)
        case (.list, .items(let events)): listed(events, moment)
        case (.list, .page(let events, let list)): listed(events, list, moment)
        case (.watch, .opened): opened(moment)
        case (.watch, .frames(let frames)): heard(frames, moment)
        case (.watch, .lull): status == told ? [] : tell(moment)
        case (.watch, .answered): answered(moment)
        case (.watch, .unanswered(let pause)): unanswered(nextIn: pause, moment)
        case (.watch, .ended): ended(moment)
        case (.list, .failed(let error)): listFailed(error, moment)
        case (.check, .failed(let error)), (.prove, .failed(let error)), (.watch, .failed(let error)):
            failed(error, moment)
        case (.probe, .failed(let error)): retreat(from: error, to: .probe, moment)
        default: []
        }
    }
}

extension WatchMachine {
    /// Makes `wanted` the next step, after a wait where the budget asks for one.
    mutating func request(_ wanted: Step, _ moment: Moment) -> [WatchUpdate] {
        let pause = pace.pause(before: wanted, at: moment.elapsed)
        guard pause == .zero else {
            return wait(pause, then: wanted, saying: pace.lastReason ?? "asking again less often", moment)
        }
        step = wanted
        switch wanted {
        case .list(let token, _):
            if token == nil { pace.lastList = moment.elapsed }
            return change(to: .listing(sync?.found ?? 0), moment)
        case .watch(let version, _):
            watch.begin(at: moment.elapsed)
            step = .watch(version, timeoutSeconds: watchTimeout(moment.random))
            return change(to: .connecting, moment)
        case .probe, .check, .prove, .wait:
            return change(to: .connecting, moment)
        }
    }

    mutating func wait(
        _ pause: Duration,
        then next: Step,
        saying reason: String,
        denied: Bool = false,
        _ moment: Moment
    )
        -> [WatchUpdate]
    {
        pace.pending = next
        step = .wait(pause)
        let retryAt = moment.wall.advanced(by: pause)
        return change(
            to: denied ? .denied(reason: reason, retryAt: retryAt) : .waiting(reason: reason, retryAt: retryAt),
            moment
        )
    }

    mutating func change(
        to state: StreamStatus.State,
        since age: Duration = .zero,
        _ moment: Moment
    ) -> [WatchUpdate] {
        if status.state != state { status.since = moment.wall.advanced(by: .zero - age) }
        status.state = state
        return tell(moment)
    }

    /// The status as it is now.
    mutating func tell(_ moment: Moment) -> [WatchUpdate] {
        pace.lastTold = moment.elapsed
        told = status
        return [.status(status)]
    }

    mutating func heardSomething(_ moment: Moment) {
        lastHeard = moment.elapsed
        keptAt = nil
        status.lastReceived = moment.wall
    }

    /// How to go on from the resume point: after a check where it may have left the server's history, and after a proof
    /// where that history may be another one by now.
    mutating func reopening(_ resume: ResourceVersion, _ moment: Moment) -> Step {
        let outage = pace.failingSince.map { moment.elapsed - $0 } ?? .zero
        if outage > .seconds(60) { needsProof = true }
        let mayBeGone = needsProof || moment.elapsed - lastHeard > .seconds(240) || watch.emptyRuns > 0
        return mayBeGone ? .check(resume) : .watch(resume, timeoutSeconds: 0)
    }

    /// The pause is over; it may have been the one that made the outage a long one.
    private mutating func goOn(_ moment: Moment) -> [WatchUpdate] {
        guard case .watch = pace.pending, let resume else { return request(pace.pending, moment) }
        return request(reopening(resume, moment), moment)
    }

    /// The server's history holds the resume point; `events` is one of those that it had then, or none.
    private mutating func checked(_ events: [KubeEvent], _ moment: Moment) -> [WatchUpdate] {
        guard let resume else { return startSync(above: nil, because: nil, moment) }
        pace.futureAnswers = 0
        // The history since is there, so nothing is missing yet.
        lastAlive = moment.elapsed
        // Where there was no event, all that were known had expired: there is nothing to prove it by, and nothing to lose.
        guard needsProof, !events.isEmpty, let anchor, anchor.key.resourceVersion <= resume else {
            needsProof = false
            return request(.watch(resume, timeoutSeconds: 0), moment)
        }
        return request(.prove(anchor, at: resume), moment)
    }

    /// At the resume point the server must know the event accepted last as it was then.
    private mutating func proved(
        _ anchor: ResumePoint.Anchor,
        by events: [KubeEvent],
        _ moment: Moment
    ) -> [WatchUpdate] {
        guard let resume else { return startSync(above: nil, because: nil, moment) }
        needsProof = false
        let namesakes = events.filter { $0.name == anchor.name && $0.namespace == anchor.namespace }
        // A server that knows no selectors answers with another event, which proves nothing.
        let isUnknown = namesakes.isEmpty && !events.isEmpty
        if isUnknown || namesakes.contains(where: { $0.key == anchor.key }) {
            return request(.watch(resume, timeoutSeconds: 0), moment)
        }
        pace.lastReason = "the API server's history is not the one known so far"
        // The resume point has moved past the event, by a deletion perhaps of that very event.
        if events.isEmpty, anchor.key.resourceVersion < resume { return doubt(moment) }
        return beginAnew(because: .rewound, moment)
    }

    /// Nothing proves that the server's history is the one known so far, nor that it is another.
    ///
    /// At the start all of the list is handed on, because what a journal holds already it recognises; later only what is new, as
    /// nobody would recognise the rest.
    mutating func doubt(_ moment: Moment) -> [WatchUpdate] {
        let isAtStart = keptAt != nil
        let updates = startSync(above: isAtStart ? nil : accepted, because: .expired, moment)
        sync?.known = isAtStart ? accepted : nil
        return updates
    }

    /// The server's history is another one: nothing seen so far says what is new.
    mutating func beginAnew(because reason: Gap.Reason, _ moment: Moment) -> [WatchUpdate] {
        accepted = nil
        resume = nil
        anchor = nil
        needsProof = false
        pace.futureAnswers = 0
        return startSync(above: nil, because: reason, moment)
    }

    private mutating func probed(_ list: ListMetadata, _ moment: Moment) -> [WatchUpdate] {
        guard let version = list.resourceVersion else {
            return retreat(from: .unversioned, to: .probe, moment)
        }
        accepted = version
        resume = version
        heardSomething(moment)
        let batch = EventBatch(stream: stream, events: [], resumePoint: version)
        return [.batch(batch)] + request(.watch(version, timeoutSeconds: 0), moment)
    }
}

extension KubernetesError {
    static let unversioned = KubernetesError(
        .notKubernetes,
        "the answer is no list of an API server: it has no resourceVersion that is a number"
    )
}
