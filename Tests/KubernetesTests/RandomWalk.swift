import Basics
import Events
import Kubernetes
import TestSupport

/// A ``WatchMachine`` that is told anything that could come of its steps, and what it must never do.
///
/// Stops at the first violation, which names the seed.
struct RandomWalk {
    private let seed: UInt64
    private var machine: WatchMachine
    private var random: SeededGenerator
    private var elapsed = Duration.zero
    /// The newest version of the server.
    private var version: Int64 = 1000
    /// When requests began, the newest last.
    private var requests: [Duration] = []
    private var lastList: Duration?
    private var listBefore: Duration?
    private var handedOn: Set<Int64> = []
    private var point: Int64 = 0
    private(set) var violation: String?

    init(seed: UInt64) {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        let anchor = ResumePoint.Anchor(
            key: .init(uid: "u", resourceVersion: .version(890)),
            namespace: "shop",
            name: ""
        )
        let starts: [StartPoint] = [
            .list, .now, .resume(ResumePoint(resourceVersion: .version(900)), keptAt: nil),
            .resume(ResumePoint(resourceVersion: .version(900), anchor: anchor), keptAt: Timestamp(seconds: 10)),
        ]
        machine = WatchMachine(
            stream: .all,
            start: starts[Int(seed % 4)],
            at: .init(elapsed: .zero, wall: Timestamp(seconds: 1000), random: 0)
        )
        noteRequest()
    }

    /// Walks on, then looks for the way out of where that led.
    mutating func walk(_ moves: Int) {
        for _ in 0..<moves where violation == nil { move() }
        if violation == nil { leave() }
    }

    private mutating func move() {
        let step = machine.step
        pass()
        let input = input(for: step)
        let accepted = machine.accepted
        take(machine.handle(input, at: moment), above: accepted)
        if case .list(nil, _) = step, case .failed(let error) = input, Self.unsent.contains(error.kind) {
            // What reached no server is none of the lists that are to be seldom.
            lastList = listBefore
        }
        if input.endsRequest || machine.step != step { noteRequest() }
        if let accepted = machine.accepted, let resume = machine.resume {
            if accepted > resume { violated("accepted \(accepted) above resume \(resume)") }
            if point > resume.value { violated("told \(point), but would resume at \(resume)") }
        }
    }

    /// From anywhere, a server that answers well is soon watched.
    private mutating func leave() {
        for _ in 0..<12 {
            if machine.status.state == .live { return }
            let list = ListMetadata(kind: "EventList", resourceVersion: .version(version))
            let step = machine.step
            switch step {
            case .wait(let pause):
                elapsed += pause
                take(machine.handle(.waited, at: moment))
            case .watch: take(machine.handle(.opened, at: moment))
            case .list, .probe, .check, .prove: take(machine.handle(.page([], list), at: moment))
            }
            if machine.step != step { noteRequest() }
        }
        if machine.status.state != .live { violated("no way out of \(machine.step)") }
    }

    private var moment: WatchMachine.Moment {
        // Someone sets the wall clock, too.
        let wall = Timestamp(seconds: 1000 + Int64(version % 7) * 100_000)
        return .init(elapsed: elapsed, wall: wall, random: Double(version % 10) / 10)
    }

    private mutating func pass() {
        switch machine.step {
        case .wait(let pause): elapsed += pause
        default:
            switch chance(12) {
            case 0: elapsed += .seconds(Int64([11, 70, 250].randomElement(using: &random) ?? 0))
            case 1...5: elapsed += .milliseconds(Int64(chance(300)))
            default: break
            }
        }
    }

    private mutating func chance(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

    private mutating func violated(_ what: String) {
        violation = violation ?? "seed \(seed) at \(elapsed): \(what)"
    }
}

// MARK: What comes

extension RandomWalk {
    /// Errors of requests that no server has seen.
    private static let unsent: [KubernetesError.Kind] = [.unreachable, .untrusted, .credentials]
    private static let errors: [KubernetesError] = [
        KubernetesError(.unreachable, "m"), KubernetesError(.timedOut, "m"), KubernetesError(.broken, "m"),
        KubernetesError(.expired, "m"), KubernetesError(.expired, "m"), KubernetesError(.future, "m"),
        KubernetesError(.refused(400), "m"), KubernetesError(.refused(500), "m"), KubernetesError(.unauthorized, "m"),
        KubernetesError(.refused(429), "m", retryAfter: .zero), KubernetesError(.forbidden, "m"),
        KubernetesError(.notFound, "m"), KubernetesError(.notKubernetes, "m"), KubernetesError(.credentials, "m"),
        KubernetesError(.refused(503), "m", retryAfter: .seconds(100_000)), KubernetesError(.untrusted, "m"),
    ]

    private mutating func input(for step: WatchMachine.Step) -> WatchMachine.Input {
        version += Int64(chance(4))
        switch step {
        case .wait: return .waited
        case .watch:
            switch chance(10) {
            case 0...1: return .ended
            case 2: return .failed(Self.errors[chance(Self.errors.count)])
            case 3: return .opened
            case 4: return [.lull, .answered, .unanswered(nextIn: .seconds(10))][chance(3)]
            default: return .frames((0..<chance(4)).map { _ in frame() })
            }
        case .list, .probe, .check, .prove:
            if chance(2) == 0 { return .failed(Self.errors[chance(Self.errors.count)]) }
            let events = [KubeEvent.at(version), .at(max(1, version - Int64(chance(9))))]
            if case .list = step, chance(4) == 0 { return .items(events) }
            let token: String? = if case .list = step, chance(4) == 0 { "t" } else { nil }
            let own: ResourceVersion? = chance(20) == 0 ? nil : .version(version)
            return .page(events, ListMetadata(kind: "EventList", resourceVersion: own, continueToken: token))
        }
    }

    private mutating func frame() -> WatchFrame {
        switch chance(12) {
        case 0...3: .added(.at(version))
        case 4...5: .modified(.at(max(1, version - Int64(chance(5)))))
        case 6: .deleted(.version(version))
        case 7: .bookmark(.version(version), endsInitialEvents: false)
        case 8: .oversize(chance(2) == 0 ? nil : .version(version))
        case 9: chance(2) == 0 ? .malformed(reason: "m") : .unknown(type: "X")
        case 10: .status(KubernetesStatus(code: 410))
        default: .status(KubernetesStatus(code: 500))
        }
    }
}

// MARK: What must not be

extension RandomWalk {
    private mutating func noteRequest() {
        switch machine.step {
        case .wait, .list(.some, _): return
        case .list:
            if let last = lastList, elapsed - last < .seconds(10) { violated("lists at \(last) and \(elapsed)") }
            listBefore = lastList
            lastList = elapsed
        case .probe, .check, .prove, .watch: break
        }
        requests.append(elapsed)
        guard requests.count > 61 else { return }
        let first = requests.removeFirst()
        if elapsed - first <= .seconds(60) { violated("62 requests since \(first)") }
    }

    private mutating func take(_ updates: [WatchUpdate], above accepted: ResourceVersion? = nil) {
        for case .batch(let batch) in updates {
            if batch.gap?.reason == .rewound {
                handedOn = []
                point = 0
            }
            for event in batch.events {
                let own = event.key.resourceVersion.value
                if let accepted, event.key.resourceVersion <= accepted { violated("\(own), accepted at \(accepted)") }
                if !handedOn.insert(own).inserted { violated("\(own) twice") }
            }
            guard let next = batch.resumePoint?.value else { continue }
            if next < point { violated("resume point \(next) after \(point)") }
            point = next
        }
    }
}

extension WatchMachine.Input {
    /// Whether nothing more comes of the request.
    fileprivate var endsRequest: Bool {
        switch self {
        case .page, .ended, .failed: true
        case .items, .opened, .frames, .lull, .answered, .unanswered, .waited: false
        }
    }
}
