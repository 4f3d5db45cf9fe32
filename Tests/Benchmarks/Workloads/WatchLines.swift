package import Basics
import TestSupport

/// Watch lines as a busy cluster's API server sends them, without end and the same for the same seed.
///
/// Sizes, fields, their order and `managedFields` are those of recorded lines (a mean of 1.2 KB). Of each 100 lines 32 are another
/// version of a recent event, 19 were written by way of `events.k8s.io` (6 of these with a `series`), and the messages of 2 are not
/// ASCII. Only ADDED and MODIFIED: a recorded watch has 8 of 100 DELETED besides, which cost less.
package struct WatchLines: Sendable {
    /// The most lines that a workload is made of: what a large cluster keeps.
    package static let usualCount = 200_000

    /// An event that may occur again.
    private struct Recent {
        var scene: Scene
        var subject: Subject
        var message: String
        var number: Int
        var firstSeen: Int64
        var count = 1
    }

    /// How many of each 100 lines are another version of a recent event.
    package var repeats = 32

    private var random: SeededGenerator
    private let namespaces: Int
    private var recent: [Recent] = []
    private var written = 0
    /// Milliseconds since 2026.
    private var clock: Int64 = 0

    private static let recentCount = 4096
    /// 2026-01-01T00:00:00Z.
    package static let start = Timestamp(seconds: 1_767_225_600)
    private static let firstVersion = 5_000_000

    /// - Parameters:
    ///   - seed: What the lines depend on.
    ///   - namespaces: How many there are; a few of them have most of the events.
    package init(seed: UInt64 = 1, namespaces: Int = 30) {
        random = SeededGenerator(seed: seed)
        self.namespaces = max(1, namespaces)
    }

    /// When the last line was sent.
    package var now: Timestamp { time(clock) }

    /// The next line, without its newline: 100 of them in a second.
    package mutating func next() -> [UInt8] {
        clock += Int64(number(0..<20))
        written += 1
        let isRepeated = !recent.isEmpty && number(0..<100) < repeats
        let event = isRepeated ? repeated() : begun()
        return line(event, isRepeated: isRepeated)
    }

    private mutating func repeated() -> Recent {
        let index = number(0..<recent.count)
        recent[index].count += 1
        return recent[index]
    }

    private mutating func begun() -> Recent {
        let scene = pick(Scene.all)
        let isNode = scene.kind == "Node"
        let node = "cn-hangzhou.10.0.\(number(0..<4)).\(number(0..<50))"
        let subject = Subject(
            kind: scene.kind,
            namespace: isNode ? "default" : namespace(),
            name: isNode ? node : "\(pick(Scene.apps))-\(hex(0xFFFF_FFFF, 9))-\(hex(0xFFFFF, 5))",
            node: node,
            uid: isNode ? node : uid()
        )
        let event = Recent(
            scene: scene,
            subject: subject,
            message: scene.message(of: subject, number: number(0..<100_000), isASCII: number(0..<100) >= 2),
            number: written,
            firstSeen: clock
        )
        if recent.count < Self.recentCount {
            recent.append(event)
        } else {
            recent[written % Self.recentCount] = event
        }
        return event
    }

    // MARK: Text

    private func line(_ event: Recent, isRepeated: Bool) -> [UInt8] {
        let (scene, subject) = (event.scene, event.subject)
        let (first, last) = (time(event.firstSeen), time(clock))
        let isNew = event.number % 100 < 19
        let name = "\(subject.name).\(String(0x18EA_75F4_0000_0000 + event.number, radix: 16))"
        let fields = isNew ? Scene.newFields(isSeries: isRepeated) : scene.fields
        var text = #"{"type":"\#(isRepeated ? "MODIFIED" : "ADDED")","object":{"kind":"Event","apiVersion":"v1","#
        text +=
            #""metadata":{"name":"\#(name)","namespace":"\#(subject.namespace)","uid":"\#(eventUID(event.number))","#
        text += #""resourceVersion":"\#(Self.firstVersion + written)","creationTimestamp":"\#(first.rfc3339())","#
        text += #""managedFields":[{"manager":"\#(scene.component)","operation":"Update","#
        text += #""apiVersion":"\#(isNew ? "events.k8s.io/v1" : "v1")","#
        text += #""time":"\#(last.rfc3339())","fieldsType":"FieldsV1","fieldsV1":\#(fields)}]},"#
        text += #""involvedObject":{"kind":"\#(subject.kind)",\#(subject.reference)"#
        if subject.kind != "Node" { text += #","resourceVersion":"\#(Self.firstVersion + event.number - 1)""# }
        text += #"\#(scene.fieldPath)},"reason":"\#(scene.reason)","message":"\#(event.message)","#
        if isNew {
            text += #""source":{},"firstTimestamp":null,"lastTimestamp":null,"type":"\#(scene.type)","#
            text += #""eventTime":"\#(first.rfc3339(fraction: true))","#
            if isRepeated {
                text += #""series":{"count":\#(event.count),"lastObservedTime":"\#(last.rfc3339(fraction: true))"},"#
            }
            text += #""action":"Binding","#
        } else {
            text += #""source":{\#(scene.source(on: subject.node))},"#
            text += #""firstTimestamp":"\#(first.rfc3339())","lastTimestamp":"\#(last.rfc3339())","#
            text += #""count":\#(event.count),"type":"\#(scene.type)","eventTime":null,"#
        }
        let instance = isNew ? scene.component + "-" + subject.node : scene.runsOnNode ? subject.node : ""
        text += #""reportingComponent":"\#(scene.component)","reportingInstance":"\#(instance)"}}"#
        return Array(text.utf8)
    }

    private func time(_ milliseconds: Int64) -> Timestamp { Self.start.advanced(by: .milliseconds(milliseconds)) }

    private mutating func namespace() -> String {
        // The smaller of two: a few namespaces have most of the events.
        let index = min(number(0..<namespaces), number(0..<namespaces))
        return "\(Scene.teams[index % Scene.teams.count])-\(index)"
    }

    private mutating func uid() -> String {
        let (high, low) = (random.next(), random.next())
        return uuid(high, low)
    }

    /// The same for all versions of an event, and as random as an API server's.
    private func eventUID(_ number: Int) -> String {
        var own = SeededGenerator(seed: UInt64(number))
        return uuid(own.next(), own.next())
    }

    private func uuid(_ high: UInt64, _ low: UInt64) -> String {
        let digits = padded(String(high, radix: 16), 16) + padded(String(low, radix: 16), 16)
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { digits.dropFirst($0.lowerBound).prefix($0.count) }
        return parts.joined(separator: "-")
    }

    private mutating func hex(_ limit: Int, _ width: Int) -> String {
        padded(String(number(0..<limit), radix: 16), width)
    }

    private func padded(_ digits: String, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0..<elements.count)] }
}
