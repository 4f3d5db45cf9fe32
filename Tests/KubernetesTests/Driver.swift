import Basics
import Events
import Kubernetes

/// A ``WatchMachine`` with a hand on its time, and all that it handed on.
struct Driver {
    var machine: WatchMachine
    var elapsed = Duration.zero
    var random = 0.0
    /// What someone set the wall clock by.
    var wallShift = Duration.zero
    var updates: [WatchUpdate] = []

    init(_ start: StartPoint) {
        machine = WatchMachine(
            stream: .all,
            start: start,
            at: .init(elapsed: .zero, wall: Timestamp(seconds: 1000), random: 0)
        )
    }

    /// A stream that a journal ends at `version`, with the event `last` of version `of`, and whose version was checked.
    static func proving(at version: Int64, last name: String, of own: Int64) -> Driver {
        let anchor = ResumePoint.Anchor(
            key: .init(uid: "u", resourceVersion: .version(own)),
            namespace: "shop",
            name: name
        )
        var driver = Driver(.resume(ResumePoint(resourceVersion: .version(version), anchor: anchor), keptAt: nil))
        driver.page([], at: version)
        return driver
    }

    /// A stream that listed nothing at `version`, and whose watch is open.
    static func live(at version: Int64) -> Driver {
        var driver = Driver(.list)
        driver.page([], at: version)
        driver.handle(.opened)
        return driver
    }

    var step: WatchMachine.Step { machine.step }
    var status: StreamStatus { machine.status }
    var wall: Timestamp { Timestamp(seconds: 1000).advanced(by: elapsed + wallShift) }
    var lastTold: StreamStatus? {
        updates.reversed().lazy.compactMap { if case .status(let status) = $0 { status } else { nil } }.first
    }
    var batches: [EventBatch] {
        updates.compactMap { if case .batch(let batch) = $0 { batch } else { nil } }
    }
    var versions: [Int64] { batches.flatMap(\.events).map(\.key.resourceVersion.value) }

    mutating func handle(_ input: WatchMachine.Input) {
        updates += machine.handle(input, at: .init(elapsed: elapsed, wall: wall, random: random))
    }

    mutating func page(_ versions: [Int64], at version: Int64, continueToken: String? = nil) {
        let list = ListMetadata(kind: "EventList", resourceVersion: .version(version), continueToken: continueToken)
        handle(.page(versions.map { .at($0) }, list))
    }

    mutating func prove(_ events: [KubeEvent]) {
        handle(.page(events, ListMetadata(kind: "EventList", resourceVersion: .version(100))))
    }

    mutating func fail(_ kind: KubernetesError.Kind) {
        handle(.failed(KubernetesError(kind, "m")))
    }

    mutating func pass(_ time: Duration) {
        elapsed += time
    }

    mutating func waited() {
        if case .wait(let pause) = step { elapsed += pause }
        handle(.waited)
    }

    mutating func waitUntilRequest() {
        while case .wait = step { waited() }
    }
}

extension KubeEvent {
    static func at(_ version: Int64, name: String = "") -> KubeEvent {
        let time = Timestamp(seconds: version)
        return KubeEvent(
            key: .init(uid: "u", resourceVersion: .version(version)),
            namespace: "shop",
            name: name,
            firstSeen: time,
            lastSeen: time,
            received: time
        )
    }
}

/// A server that answers at random, and what the machine must never do.
struct Adversary {
    private var driver: Driver
    private var generator: SeededGenerator
    private var version: Int64 = 1000
    private var requests: [Duration] = []
    private var lists: [Duration] = []
    private var handedOn: Set<Int64> = []
    private var point: Int64 = 0
    private(set) var violations: [String] = []

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        let kept = StartPoint.resume(ResumePoint(resourceVersion: .version(900)), keptAt: nil)
        driver = Driver([.list, .now, kept][Int(seed % 3)])
        note(driver.step)
    }

    mutating func move() {
        let before = driver.step
        let delivered = driver.updates.count
        driver.random = Double.random(in: 0..<1, using: &generator)
        if Bool.random(using: &generator) {
            driver.elapsed += .milliseconds(Int.random(in: 0...300, using: &generator))
        }
        if case .wait = before {
            driver.waited()
        } else {
            let input = input(for: before)
            // What reached no server is none of the lists that are to be seldom.
            if case .list(nil, _) = before, case .failed(let error) = input, error.kind == .unreachable {
                lists.removeLast()
            }
            driver.handle(input)
        }
        if driver.step != before || !isOpen(before) { note(driver.step) }
        for case .batch(let batch) in driver.updates[delivered...] { check(batch) }
        driver.updates.removeAll()
    }

    private func isOpen(_ step: WatchMachine.Step) -> Bool {
        if case .watch = step { true } else { false }
    }

    private mutating func input(for step: WatchMachine.Step) -> WatchMachine.Input {
        version += Int64.random(in: 0...3, using: &generator)
        let errors: [KubernetesError.Kind] = [
            .unreachable, .expired, .future, .refused(500), .refused(429), .unauthorized, .forbidden, .notKubernetes,
        ]
        let failure = WatchMachine.Input.failed(
            KubernetesError(errors.randomElement(using: &generator) ?? .expired, "m")
        )
        if isOpen(step) {
            let frames: [WatchFrame] = [
                .added(.at(version)), .modified(.at(max(1, version - 2))), .deleted(.version(version)),
                .bookmark(.version(version), endsInitialEvents: false), .malformed(reason: "m"), .unknown(type: "X"),
                .status(KubernetesStatus(code: 410)), .status(KubernetesStatus(code: 500)),
            ]
            let some = (0..<Int.random(in: 0...4, using: &generator)).compactMap { _ in
                frames.randomElement(using: &generator)
            }
            return [.ended, .ended, .opened, .frames(some), failure].randomElement(using: &generator) ?? .ended
        }
        let token: String? = if case .list = step, Int.random(in: 0..<5, using: &generator) == 0 { "t" } else { nil }
        let list = ListMetadata(kind: "EventList", resourceVersion: .version(version), continueToken: token)
        let page = WatchMachine.Input.page([.at(version), .at(max(1, version - 5))], list)
        return Bool.random(using: &generator) ? page : failure
    }

    private mutating func note(_ step: WatchMachine.Step) {
        switch step {
        case .wait: return
        case .list(let token?, _): _ = token; return
        case .list:
            if let last = lists.last, driver.elapsed - last < .seconds(10), driver.elapsed > last {
                violations.append("lists at \(last) and \(driver.elapsed)")
            }
            lists.append(driver.elapsed)
        case .probe, .check, .prove, .watch: break
        }
        requests.append(driver.elapsed)
        requests.removeAll { driver.elapsed - $0 > .seconds(60) }
        if requests.count > 61 { violations.append("\(requests.count) requests in a minute at \(driver.elapsed)") }
    }

    private mutating func check(_ batch: EventBatch) {
        if batch.gap?.reason == .rewound {
            handedOn = []
            point = 0
        }
        for event in batch.events where !handedOn.insert(event.key.resourceVersion.value).inserted {
            violations.append("\(event.key.resourceVersion) twice")
        }
        guard let next = batch.resumePoint?.value else { return }
        if next < point { violations.append("resume point \(next) after \(point)") }
        point = next
    }
}
