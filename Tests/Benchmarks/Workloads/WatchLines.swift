import Basics
import TestSupport

/// Watch lines as a busy cluster's API server sends them, without end and the same for the same seed.
///
/// Sizes, fields and `managedFields` are those of recorded lines (a mean of 1.1 KB), and of each 100: 39 are another version of a
/// recent event, 12 have a `series` instead of timestamps, 5 have text that is not ASCII.
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

    private var random: SeededGenerator
    private let namespaces: Int
    private var recent: [Recent] = []
    private var written = 0
    /// Milliseconds since 2026.
    private var clock: Int64 = 0

    private static let recentCount = 4096
    /// 2026-01-01T00:00:00Z.
    private static let start: Int64 = 1_767_225_600
    private static let firstVersion = 5_000_000

    /// - Parameters:
    ///   - seed: What the lines depend on.
    ///   - namespaces: How many there are; a few of them have most of the events.
    package init(seed: UInt64 = 1, namespaces: Int = 30) {
        random = SeededGenerator(seed: seed)
        self.namespaces = max(1, namespaces)
    }

    /// The next line, without its newline.
    package mutating func next() -> [UInt8] {
        clock += Int64(number(0..<20))
        written += 1
        let isRepeated = !recent.isEmpty && number(0..<100) < 39
        let event = isRepeated ? repeated() : begun()
        return line(event, isRepeated: isRepeated)
    }

    /// The next `count` lines.
    package mutating func next(_ count: Int) -> [[UInt8]] {
        (0..<count).map { _ in next() }
    }

    private mutating func repeated() -> Recent {
        let index = number(0..<recent.count)
        recent[index].count += 1
        return recent[index]
    }

    private mutating func begun() -> Recent {
        let scene = pick(Scene.all)
        let subject = Subject(
            kind: scene.kind,
            namespace: namespace(),
            name: "\(pick(Scene.apps))-\(hex(0xFFFF_FFFF, 8))-\(hex(0xFFFFF, 5))",
            node: number(0..<200),
            uid: uid()
        )
        let event = Recent(
            scene: scene,
            subject: subject,
            message: scene.message(of: subject, number: number(0..<100_000), isASCII: number(0..<100) >= 5),
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

    private mutating func line(_ event: Recent, isRepeated: Bool) -> [UInt8] {
        let (scene, subject) = (event.scene, event.subject)
        let first = time(event.firstSeen)
        let last = time(clock)
        let isSeries = event.number % 8 == 0
        let name = "\(subject.name).\(String(0x18_0000_0000_0000 + event.number, radix: 16))"
        var text = #"{"type":"\#(isRepeated ? "MODIFIED" : "ADDED")","object":{"kind":"Event","apiVersion":"v1","#
        text +=
            #""metadata":{"name":"\#(name)","namespace":"\#(subject.namespace)","uid":"\#(eventUID(event.number))","#
        text += #""resourceVersion":"\#(Self.firstVersion + written)","creationTimestamp":"\#(first)","#
        text += #""managedFields":[{"manager":"\#(scene.component)","operation":"Update","apiVersion":"v1","#
        text += #""time":"\#(last)","fieldsType":"FieldsV1","fieldsV1":\#(Scene.managedFields)}]},"#
        text += #""involvedObject":{"kind":"\#(subject.kind)","namespace":"\#(subject.namespace)","#
        text += #""name":"\#(subject.name)","uid":"\#(subject.uid)","apiVersion":"v1","#
        text += #""resourceVersion":"\#(Self.firstVersion + event.number - 1)"\#(scene.fieldPath)},"#
        text += #""reason":"\#(scene.reason)","message":"\#(event.message)","#
        text += #""source":{"component":"\#(scene.component)","host":"node-\#(subject.node)"},"#
        if isSeries {
            text += #""firstTimestamp":null,"lastTimestamp":null,"type":"\#(scene.type)","#
            text += #""eventTime":"\#(first.dropLast()).\#(micros(event.firstSeen))Z","#
            text += #""series":{"count":\#(event.count + 1),"lastObservedTime":"\#(last.dropLast()).000000Z"},"#
            text += #""action":"\#(scene.reason)","#
        } else {
            text += #""firstTimestamp":"\#(first)","lastTimestamp":"\#(last)","#
            text += #""count":\#(event.count),"type":"\#(scene.type)","eventTime":null,"#
        }
        text += #""reportingComponent":"\#(scene.component)","reportingInstance":"node-\#(subject.node)"}}"#
        return Array(text.utf8)
    }

    private func time(_ milliseconds: Int64) -> String {
        Timestamp(seconds: Self.start + milliseconds / 1000).rfc3339()
    }

    private func micros(_ milliseconds: Int64) -> String {
        padded(String(milliseconds % 1000 * 1000), 6)
    }

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
