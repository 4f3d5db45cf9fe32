import Basics
import Events
import TestSupport
import Testing

@testable import Alerts

/// Random troubles of a few pods over an hour, with versions that count up, recoveries and ties.
struct Storm {
    static let end: Int64 = 100_000 + 3600
    private(set) var events: [KubeEvent] = []

    /// Makes the storm of a seed, in which every version may count `growth` more than the one before.
    init(seed: UInt64, growth: Int = 40) {
        var random = SeededGenerator(seed: seed)
        var version: Int64 = 1
        for pod in ["a", "b", "c"] {
            for number in 0..<Int.random(in: 1...6, using: &random) {
                let first = 100_000 + Int64.random(in: 0...3000, using: &random)
                let reason = number % 3 == 2 ? "Fine" : "Trouble"
                var (time, count) = (first, 1)
                for _ in 0..<Int.random(in: 1...5, using: &random) {
                    events.append(
                        .trouble(
                            time,
                            first: first,
                            count: count,
                            uid: "\(pod)-\(number)",
                            version: version,
                            pod: pod,
                            reason: reason
                        )
                    )
                    version += 1
                    time = min(Self.end, time + Int64.random(in: 0...200, using: &random))
                    count += Int.random(in: 0...growth, using: &random)
                }
            }
        }
    }

    static func rules() throws -> [AlertRule] {
        [
            try .test(name: "one"), try .test(count: 4, name: "four"), try .test(count: 30, window: 300, name: "many"),
            try .test(for: 50, name: "waits"), try .test(recovery: "reason:Fine", name: "recovers"),
            try .test(window: 40, for: 30, by: [], recovery: "reason:Fine name:a", name: "all"),
        ]
    }
}

@Suite struct AlertShuffleTests {
    private func facts(_ engine: AlertEngine) -> [String] { engine.incidents.map(\.facts).sorted() }

    @Test(arguments: 0..<60 as Range<UInt64>) func anyOrderMakesTheSameIncidents(seed: UInt64) throws {
        let storm = Storm(seed: seed)
        var random = SeededGenerator(seed: seed)
        let now = Timestamp(seconds: Storm.end)
        var whole = AlertEngine(rules: try Storm.rules())
        _ = whole.take(storm.events, at: now)

        for _ in 0..<4 {
            var single = AlertEngine(rules: try Storm.rules())
            var changes: [AlertChange] = []
            for event in storm.events.shuffled(using: &random) { changes += single.take([event], at: now) }

            #expect(Set(facts(single)).symmetricDifference(facts(whole)).sorted() == [])
            let fired = changes.filter { $0.kind == .fired }.map(\.incident.id)
            #expect(Set(fired).count == fired.count)
        }
    }

    @Test(arguments: 0..<30 as Range<UInt64>) func repetitionsChangeNothing(seed: UInt64) throws {
        let storm = Storm(seed: seed)
        var random = SeededGenerator(seed: seed)
        let now = Timestamp(seconds: Storm.end)
        var whole = AlertEngine(rules: try Storm.rules())
        _ = whole.take(storm.events, at: now)
        let once = facts(whole)

        var twice = AlertEngine(rules: try Storm.rules())
        for event in (storm.events + storm.events).shuffled(using: &random) { _ = twice.take([event], at: now) }
        let more = whole.take(storm.events.shuffled(using: &random), at: now)

        #expect(facts(twice) == once)
        #expect(more == [] && facts(whole) == once)
    }

    @Test(arguments: 0..<30 as Range<UInt64>) func sizesOfBatchesDoNotMatter(seed: UInt64) throws {
        let storm = Storm(seed: seed)
        var random = SeededGenerator(seed: seed)
        let now = Timestamp(seconds: Storm.end)
        var whole = AlertEngine(rules: try Storm.rules())
        _ = whole.take(storm.events, at: now)

        var parts = AlertEngine(rules: try Storm.rules())
        var rest = storm.events.shuffled(using: &random)[...]
        while !rest.isEmpty {
            let size = Int.random(in: 1...7, using: &random)
            _ = parts.take(Array(rest.prefix(size)), at: now)
            rest = rest.dropFirst(size)
        }

        #expect(facts(parts) == facts(whole))
    }

    /// As it happens, with the clock, each incident fires once; and the end is that of a list of all, where no version speaks of a
    /// time of which the end was told already.
    @Test(arguments: 0..<60 as Range<UInt64>) func liveAndLateTellTheSame(seed: UInt64) throws {
        let events = Storm(seed: seed, growth: 1).events.sorted {
            ($0.lastSeen, $0.key.resourceVersion) < ($1.lastSeen, $1.key.resourceVersion)
        }
        let rules = try Storm.rules().filter { $0.recovery == nil }
        let after = Timestamp(seconds: Storm.end + 500)
        var late = AlertEngine(rules: rules)
        _ = late.take(events, at: after)
        var live = AlertEngine(rules: rules)
        var changes: [AlertChange] = []

        for event in events {
            changes += live.advance(to: event.lastSeen)
            changes += live.take([event], at: event.lastSeen)
        }
        changes += live.advance(to: after)

        #expect(Set(facts(live)).symmetricDifference(facts(late)).sorted() == [])
        let fired = changes.filter { $0.kind == .fired }.map(\.incident.id)
        let resolved = changes.filter { $0.kind == .resolved }.map(\.incident.id)
        #expect(Set(fired).count == fired.count && Set(resolved).count == resolved.count)
    }
}
