import Basics
import TestSupport

@testable import Events

/// Events of one pod, told as seconds after its creation.
struct Life {
    static let pod = ObjectReference(kind: "Pod", namespace: "shop", name: "web-1", uid: "pod-1")
    /// When it was made.
    static let start: Int64 = 1_700_000_000

    private(set) var events: [KubeEvent] = []
    var object: ObjectReference

    init(_ object: ObjectReference = pod) {
        self.object = object
    }

    static func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: start + seconds) }

    /// An event that occurred at these seconds: the first and the last are known, or all where versions are given.
    mutating func add(
        _ reason: String,
        _ message: String = "",
        at seconds: Int64,
        until last: Int64? = nil,
        count: Int = 1,
        container: String = "",
        _ change: (inout KubeEvent) -> Void = { _ in }
    ) {
        let number = Int64(events.count + 1)
        events.append(
            .sample(number) {
                $0.reason = reason
                $0.message = message
                $0.type = Self.warnings.contains(reason) ? "Warning" : "Normal"
                $0.object = object
                $0.object.fieldPath = container.isEmpty ? "" : "spec.containers{\(container)}"
                $0.count = count
                $0.firstSeen = Self.at(seconds)
                $0.lastSeen = Self.at(last ?? seconds)
                $0.received = Self.at(last ?? seconds)
                change(&$0)
            }
        )
    }

    private static let warnings: Set<String> = [
        "FailedScheduling", "BackOff", "Unhealthy", "Failed", "FailedMount", "Evicted", "FailedCreate", "OOMKilling",
    ]

    func told(at seconds: Int64) -> Lifecycle { Lifecycle(of: object, events: events, now: Self.at(seconds)) }
}

extension Lifecycle {
    /// `0-5 starting app`, `5- running app`; what is trouble has a `!`.
    var lines: [String] {
        phases.map { phase in
            let from = phase.from.seconds - Life.start
            let span = phase.isMark ? "\(from)" : "\(from)-" + (phase.to.map { "\($0.seconds - Life.start)" } ?? "")
            return span + " " + phase.title + (phase.lane.isEmpty ? "" : " " + phase.lane)
                + (phase.isTrouble ? " !" : "")
        }
    }

    /// `waiting for a node 250s 42%`.
    var lossLines: [String] {
        losses.map { "\($0.step.rawValue) \($0.length.components.seconds)s \(Int(($0.share * 100).rounded()))%" }
    }
}
