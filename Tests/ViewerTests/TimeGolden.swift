import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

extension Viewed {
    /// The incident, and an hour of noise over several namespaces, nodes and reasons with a burst of Warnings five minutes ago.
    static func busy(
        _ columns: Int = 80,
        _ rows: Int = 24,
        _ change: (inout ViewConfiguration) -> Void = { _ in }
    ) -> Viewed {
        var viewed = Viewed(columns, rows, change)
        viewed.send(.stream(StreamStatus(stream: .all, state: .listing(0), since: ago(210))))
        viewed.send(.received(events: Noise.events + Incident.events, gaps: []))
        viewed.becomeLive()
        viewed.forward()
        return viewed
    }

    var sidebar: [String] {
        guard let area = ScreenLayout(state).sidebar else { return [] }
        let frame = render(state)
        return (area.row..<area.row + area.rows).map { row in
            let cells = (area.column..<area.column + area.columns).map { frame[$0, row].glyph }
            var scalars = String.UnicodeScalarView(cells.filter { $0.width > 0 }.map(\.base))
            while scalars.last == " " { scalars.removeLast() }
            return String(scalars)
        }
    }

    mutating func click(_ column: Int, _ row: Int, _ button: MouseEvent.Button = .left) {
        let place = Position(column: column, row: row)
        press(.mouse(MouseEvent(.press(button), at: place)), .mouse(MouseEvent(.release(button), at: place)))
    }
}

enum Noise {
    private static let reasons = [
        "Pulled", "Created", "Started", "Killing", "Scheduled", "Unhealthy", "FailedMount", "BackOff", "Sync", "NoPods",
    ]

    static var events: [KubeEvent] {
        var random = SeededGenerator(seed: 7)
        return (0..<300).map { index in
            let isBurst = index % 3 == 0
            let seconds = isBurst ? Int64.random(in: 280...330, using: &random) : .random(in: 1...3600, using: &random)
            let node = Int.random(in: 1...14, using: &random)
            let space = [0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].randomElement(using: &random) ?? 0
            let reason = reasons[isBurst ? 5 + index % 2 : Int.random(in: reasons.indices, using: &random)]
            return KubeEvent.sample(Int64(2000 - index), uid: "noise-\(index)") {
                $0.type = ["Unhealthy", "FailedMount", "BackOff"].contains(reason) ? "Warning" : "Normal"
                $0.namespace = "team-\(space)"
                $0.reason = reason
                $0.object = ObjectReference(
                    kind: index % 5 == 0 ? "Job" : "Pod",
                    namespace: $0.namespace,
                    name: "job-\(index % 40)",
                    uid: "noise-pod-\(index % 40)"
                )
                $0.host = "cn-hz.10.0.3.\(node)"
                $0.firstSeen = Viewed.ago(seconds)
                $0.lastSeen = Viewed.ago(seconds)
                $0.received = Viewed.ago(min(seconds, 240))
            }
        }
    }
}
