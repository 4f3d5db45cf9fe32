import Basics

/// Writes the phases of a life as its moments come in, in their order.
///
/// Each container has a lane of its own, and so has the object itself; a lane is at one thing at a time.
struct PhaseWriter {
    private typealias Phase = Lifecycle.Phase

    /// A kubelet lets one event of an object through in five minutes once 25 are spent: what comes more seldom does not go on.
    private static let longestPause = Duration.seconds(360)
    /// A probe that failed so short ago fails still, and what is being stopped gets so long to stop.
    private static let grace = Duration.seconds(60)
    /// After that a pod is evicted from a node that is lost; one that was not has its node back, of which no event tells.
    private static let toleration = Duration.seconds(360)

    private(set) var phases: [Lifecycle.Phase] = []
    /// When all of it was over.
    private(set) var end: Timestamp?
    private(set) var firstStart: Timestamp?

    private let story: Story
    private let now: Timestamp
    /// What each lane is at.
    private var open: [String: Int] = [:]
    /// Lanes that nothing is to follow in.
    private var finished: Set<String> = []
    private var lanes: Set<String> = []
    /// Of each container, how often it started.
    private var starts: [String: Int] = [:]
    private var last: Timestamp?

    init(story: Story, now: Timestamp) {
        self.story = story
        self.now = now
    }

    var restarts: Int { starts.values.reduce(0) { $0 + max(0, $1 - 1) } }

    /// Why the first moment happened.
    private(set) var firstReason: String?

    mutating func add(_ given: Moment) {
        // Of one second, what comes later in the order is not earlier in time.
        var moment = given
        moment.time = max(given.time, last ?? given.time)
        let telling = moment.telling
        let lane = story.lane(of: telling)
        lanes.insert(lane)
        last = moment.time
        firstReason = firstReason ?? telling.reason
        if telling.reason == "Started", story == .pod {
            firstStart = firstStart ?? moment.time
            if moment.isFirst { starts[lane, default: 0] += telling.count }
        }
        switch story.turn(for: telling) {
        case .begin(let step): begin(step, lane, moment)
        case .finish(let step):
            begin(step, lane, moment)
            finished.insert(lane)
        case .end:
            finished.remove(lane)
            if open[lane] == nil { addMark("", moment) }
            close(lane, at: moment.time)
        case .relieve:
            if let current = open[lane], phases[current].isTrouble { close(lane, at: moment.time) }
            addMark(lane, moment)
        case .trouble(let step): trouble(step, lane, moment)
        case .mark:
            if story == .node { finished.remove(lane) }
            addMark(lane, moment)
        case .span(let step): if moment.isFirst { addSpan(step, lane, moment.telling) }
        }
    }

    // MARK: Turns

    private mutating func begin(_ step: Lifecycle.Step, _ lane: String, _ moment: Moment) {
        finished.remove(lane)
        if !lane.isEmpty { leaveObject(for: lane, at: moment.time) }
        if let current = open[lane], phases[current].step == step { return tell(moment, in: current) }
        let begun = start(of: moment, in: lane)
        close(lane, at: begun ?? moment.time)
        if let begun {
            open[lane] = phases.count
            phases.append(phase(.pulling, lane, moment, from: begun))
            close(lane, at: moment.time)
        }
        open[lane] = phases.count
        phases.append(phase(step, lane, moment, from: moment.time))
    }

    /// When the pull began that a moment tells the end of, where its beginning is not known.
    private func start(of moment: Moment, in lane: String) -> Timestamp? {
        guard story == .pod, let length = moment.telling.pullMicroseconds, length >= 1_000_000,
            open[lane].map({ phases[$0].step != .pulling && phases[$0].step != .starting }) ?? true
        else { return nil }
        let start = moment.time.advanced(by: .microseconds(-length))
        return max(start, open[lane].map { phases[$0].from } ?? start)
    }

    /// Something of a container happens: the pod has its node and its volumes, and init containers before it are done.
    private mutating func leaveObject(for lane: String, at time: Timestamp) {
        if let current = open[""], (Self.preparations + [.nodeLost]).contains(phases[current].step) {
            close("", at: time)
        }
        for other in open.keys
        where other != lane && other.hasPrefix("init:") && phases[open[other] ?? 0].step == .running {
            close(other, at: time)
        }
    }

    private static let preparations: [Lifecycle.Step] = [.waiting, .preparing, .mounting, .networking]

    private mutating func trouble(_ step: Lifecycle.Step, _ lane: String, _ moment: Moment) {
        guard let current = open[lane] else {
            // What runs needs its volumes again now and then; that does not stop it.
            let isPast = Self.preparations.contains(step) && open.values.contains { phases[$0].step == .running }
            return isPast ? addMark(lane, moment) : begin(step, lane, moment)
        }
        let former = phases[current].step
        let isPart = former == step || (step == .pulling && former == .imageBackOff)
        guard !isPart else { return tell(moment, in: current) }
        if former == .preparing, Self.preparations.contains(step) {
            phases[current].step = step
            return tell(moment, in: current)
        }
        // It ran, and goes on to: that volumes or its end make trouble does not stop it.
        guard former != .running || step == .failing || step == .imageBackOff || step == .blocked else {
            return addMark(lane, moment)
        }
        begin(step, lane, moment)
    }

    private mutating func tell(_ moment: Moment, in place: Int) {
        let telling = moment.telling
        phases[place].occurrences += occurrences(of: moment)
        if moment.isFirst { phases[place].events += 1 }
        phases[place].isPartlyKnown = phases[place].isPartlyKnown || (telling.isPartlyKnown && moment.isLast)
        guard telling.isWarning || !phases[place].isTrouble else { return }
        phases[place].isTrouble = phases[place].isTrouble || isTrouble(telling)
        phases[place].reason = telling.reason
        phases[place].message = telling.message
    }

    private mutating func close(_ lane: String, at time: Timestamp) {
        guard let current = open.removeValue(forKey: lane) else { return }
        phases[current].to = max(phases[current].from, time)
    }

    private mutating func addMark(_ lane: String, _ moment: Moment) {
        var mark = phase(.mark, lane, moment, from: moment.time)
        mark.to = moment.time
        phases.append(mark)
    }

    private mutating func addSpan(_ step: Lifecycle.Step, _ lane: String, _ telling: Telling) {
        guard let from = telling.times.first, let to = telling.times.last else { return }
        let pause = to.since(from) / max(1, telling.count - 1)
        let isScattered = telling.count > 1 && pause > Self.longestPause
        var span = phase(step, lane, Moment(time: from, telling: telling, isFirst: true, isLast: true), from: from)
        span.to = to
        span.occurrences = telling.count
        span.isPartlyKnown = telling.isPartlyKnown
        span.isScattered = isScattered
        // Probes fail in other words now and then, and one after the other.
        if step == .unready, let place = phases.lastIndex(where: { $0.step == step && $0.lane == lane }),
            !isScattered, !phases[place].isScattered,
            from.since(phases[place].to ?? from) <= Self.longestPause
        {
            return join(span, to: place)
        }
        phases.append(span)
    }

    private mutating func join(_ span: Lifecycle.Phase, to place: Int) {
        let isNewer = span.to ?? span.from >= phases[place].to ?? phases[place].from
        phases[place].occurrences += span.occurrences
        phases[place].events += 1
        phases[place].isPartlyKnown = phases[place].isPartlyKnown || span.isPartlyKnown
        guard isNewer else { return }
        phases[place].to = span.to
        phases[place].message = span.message
        phases[place].reason = span.reason
    }

    // MARK: Phases

    private func phase(_ step: Lifecycle.Step, _ lane: String, _ moment: Moment, from: Timestamp) -> Lifecycle.Phase {
        let telling = moment.telling
        return Phase(
            step: step,
            lane: lane,
            from: from,
            to: nil,
            occurrences: occurrences(of: moment),
            events: 1,
            isPartlyKnown: telling.isPartlyKnown && moment.isLast,
            isScattered: false,
            isTrouble: isTrouble(telling) || (Self.troubles.contains(step)),
            reason: telling.reason,
            message: telling.message
        )
    }

    private static let troubles: Set<Lifecycle.Step> = [
        .backOff, .imageBackOff, .nodeLost, .notReady, .pressure, .failing, .restarting, .unready,
    ]

    private func isTrouble(_ telling: Telling) -> Bool {
        telling.isWarning
            || ["TaintManagerEviction", "Evicted", "Preempted", "NotTriggerScaleUp"].contains(telling.reason)
    }

    /// All that are known to be between the time before and this one count here.
    private func occurrences(of moment: Moment) -> Int {
        let telling = moment.telling
        return moment.isLast ? max(1, telling.count - (telling.times.count - 1)) : 1
    }

    // MARK: The end

    /// Ends what is over by now.
    mutating func finish() {
        let isOver = !lanes.isEmpty && isFinished
        if isOver, let last, now.since(last) >= Self.grace { end = last }
        if let end {
            for lane in Array(open.keys) { close(lane, at: end) }
        }
        if let lost = open[""], phases[lost].step == .nodeLost, now.since(phases[lost].from) > Self.toleration {
            close("", at: phases[lost].from)
        }
        for place in phases.indices where phases[place].step == .unready && !phases[place].isScattered {
            guard end == nil, let to = phases[place].to, now.since(to) <= Self.grace else { continue }
            let current = open[phases[place].lane].map { phases[$0].step } ?? .running
            if current == .running { phases[place].to = nil }
        }
    }

    /// The object itself is done with, or else all its containers are.
    private var isFinished: Bool {
        if finished.contains("") { return true }
        let containers = lanes.filter { !$0.isEmpty && !$0.hasPrefix("init:") }
        return story == .pod && !containers.isEmpty && finished.isSuperset(of: containers)
    }
}
