package import Basics
package import Events

/// The decisions of one list+watch stream, without a clock, a network or a source of chance.
///
/// The shell performs ``step`` and hands what came of it to ``handle(_:at:)``, which answers with updates to deliver and sets the
/// next step. `spec/reliability.md` 1.3 is the table behind it; its names are kept: `accepted` is A, `resume` is R, and always
/// A ≤ R. Events are handed on once each and rising by version: what a list repeats is at or below A.
package struct WatchMachine: Sendable {
    package enum Step: Sendable, Equatable {
        /// A page; without a limit the whole list in one answer.
        case list(continueToken: String?, limit: Int?)
        /// A list of one, only to learn the version of now.
        case probe
        /// A list of one at exactly this version: does the server's history still, or already, hold it?
        case check(ResourceVersion)
        case watch(ResourceVersion, timeoutSeconds: Int)
        case wait(Duration)
    }

    package enum Input: Sendable, Equatable {
        /// What a list, probe or check gave.
        case page([KubeEvent], ListMetadata)
        /// The head of a watch arrived, with success.
        case opened
        /// The frames of one chunk.
        case frames([WatchFrame])
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
    var sync: Synchronisation?
    var pace = Pace()
    var watch = WatchRun()
    /// When the last line or list arrived, and by the wall.
    var lastHeard = Duration.zero
    var lastHeardWall: Timestamp?

    package init(stream: StreamID, start: StartPoint, at moment: Moment) {
        self.stream = stream
        status = StreamStatus(stream: stream, state: .connecting, since: moment.wall)
        switch start {
        case .list:
            sync = Synchronisation(floor: nil, reason: nil)
            step = .list(continueToken: nil, limit: Synchronisation.pageSize)
            pace.lastList = moment.elapsed
        case .clusterChanged(let keptAt):
            sync = Synchronisation(floor: nil, reason: .clusterChanged)
            lastHeardWall = keptAt
            step = .list(continueToken: nil, limit: Synchronisation.pageSize)
            pace.lastList = moment.elapsed
        case .now:
            step = .probe
        case .resume(let point, let keptAt):
            accepted = point.resourceVersion
            resume = point.resourceVersion
            lastHeardWall = keptAt
            step = .check(point.resourceVersion)
        }
        _ = pace.budget.take(at: moment.elapsed)
    }

    /// Takes what came of ``step``; an input that does not fit it is ignored.
    package mutating func handle(_ input: Input, at moment: Moment) -> [WatchUpdate] {
        switch (step, input) {
        case (.wait, .waited): request(pace.pending, moment)
        case (.probe, .page(_, let list)): probed(list, moment)
        case (.check(let version), .page): request(.watch(version, timeoutSeconds: 0), moment)
        case (.list, .page(let events, let list)): listed(events, list, moment)
        case (.watch, .opened): opened(moment)
        case (.watch, .frames(let frames)): heard(frames, moment)
        case (.watch, .ended): ended(moment)
        case (.list, .failed(let error)): listFailed(error, moment)
        case (.check, .failed(let error)), (.watch, .failed(let error)): failed(error, moment)
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
        case .list:
            pace.lastList = moment.elapsed
            return change(to: .listing(sync?.events.count ?? 0), moment)
        case .watch(let version, _):
            watch.begin(at: moment.elapsed)
            step = .watch(version, timeoutSeconds: 240 + Int(moment.random * 51))
            return change(to: .connecting, moment)
        case .probe, .check, .wait:
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

    mutating func change(to state: StreamStatus.State, _ moment: Moment) -> [WatchUpdate] {
        if status.state != state { status.since = moment.wall }
        status.state = state
        return tell(moment)
    }

    /// The status as it is now.
    mutating func tell(_ moment: Moment) -> [WatchUpdate] {
        pace.lastTold = moment.elapsed
        return [.status(status)]
    }

    mutating func heardSomething(_ moment: Moment) {
        lastHeard = moment.elapsed
        lastHeardWall = moment.wall
        status.lastReceived = moment.wall
    }

    /// Watches from the resume point, after a check where it may have left the server's history.
    mutating func watchAgain(_ moment: Moment) -> [WatchUpdate] {
        guard let resume else { return startSync(above: nil, because: nil, moment) }
        let outage = pace.failingSince.map { moment.elapsed - $0 } ?? .zero
        let mayBeGone = moment.elapsed - lastHeard > .seconds(240) || watch.emptyRuns > 0 || outage > .seconds(60)
        return request(mayBeGone ? .check(resume) : .watch(resume, timeoutSeconds: 0), moment)
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
    static let unversioned = KubernetesError(.notKubernetes, "the answer is no list: it has no resourceVersion")
}
