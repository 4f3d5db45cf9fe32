import Basics
import Events
import Kubernetes
import TestSupport

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
    static func proving(at version: Int64, last name: String, of own: Int64, keptAt: Timestamp? = nil) -> Driver {
        let anchor = ResumePoint.Anchor(
            key: .init(uid: "u", resourceVersion: .version(own)),
            namespace: "shop",
            name: name
        )
        var driver = Driver(.resume(ResumePoint(resourceVersion: .version(version), anchor: anchor), keptAt: keptAt))
        driver.page([1], at: version)
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
