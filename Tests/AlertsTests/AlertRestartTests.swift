import Basics
import Events
import TestSupport
import Testing

@testable import Alerts

@Suite struct AlertRestartTests {
    /// Events as they happen, with the program ended and begun again after some of them.
    private func live(_ events: [KubeEvent], stoppingAfter stop: Int?, repeating: Int = 0) throws
        -> (AlertEngine, [AlertChange])
    {
        var engine = AlertEngine(rules: try Storm.rules())
        var changes: [AlertChange] = []
        for (index, event) in events.enumerated() {
            changes += engine.advance(to: event.lastSeen)
            changes += engine.take([event], at: event.lastSeen)
            guard index == stop else { continue }
            let snapshot = try #require(AlertSnapshot(json: engine.snapshot.json))
            engine = AlertEngine(rules: try Storm.rules(), restoring: snapshot)
            let again = Array(events[max(0, index + 1 - repeating)...index])
            changes += engine.take(again.reversed(), at: event.lastSeen)
        }
        return (engine, changes + engine.advance(to: Timestamp(seconds: Storm.end + 90_000)))
    }

    @Test(arguments: 0..<3 as Range<UInt64>) func aRestartAnywhereChangesNothing(seed: UInt64) throws {
        let events = Storm(seed: seed).events.sorted {
            ($0.lastSeen, $0.key.resourceVersion) < ($1.lastSeen, $1.key.resourceVersion)
        }
        let (_, whole) = try live(events, stoppingAfter: nil)
        let expected = whole.map { "\($0.kind) \($0.incident.id) \($0.incident.facts)" }.sorted()

        for stop in events.indices {
            let (_, changes) = try live(events, stoppingAfter: stop, repeating: 20)

            #expect(changes.map { "\($0.kind) \($0.incident.id) \($0.incident.facts)" }.sorted() == expected)
        }
    }

    @Test func whatAPersonSaidIsKept() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), .trouble(1000, pod: "db"), at: 1000)
        let ids = engine.incidents.map(\.id)
        _ = engine.obey(AlertOrder(id: ids[0], wish: .acknowledge), at: Timestamp(seconds: 1001))
        _ = engine.obey(
            AlertOrder(id: ids[1], wish: .snooze(until: Timestamp(seconds: 1060))),
            at: Timestamp(seconds: 1001)
        )

        var again = AlertEngine(rules: [try .test()], restoring: engine.snapshot)

        #expect(again.incidents == engine.incidents)
        #expect(again.advance(to: 1060).story == ["reminded 1000"])
    }

    @Test func theIdIsThatOfTheSameEvents() throws {
        var first = AlertEngine(rules: [try .test()])
        var second = AlertEngine(rules: [try .test()])
        _ = first.take(.trouble(1000), at: 1000)
        _ = second.take(.trouble(1000), .trouble(1001), at: 2000)

        let id = try #require(first.incidents.first?.id)
        #expect(second.incidents.first?.id == id)
        #expect(id.wholeMatch(of: #/[A-Za-z0-9.-]+/#) != nil)
    }

    @Test func openIncidentsOfRulesThatAreGoneAreResolved() throws {
        var engine = AlertEngine(rules: [try .test(name: "gone"), try .test(name: "kept"), try .test(name: "changed")])
        _ = engine.take(.trouble(1000), at: 1000)

        var again = AlertEngine(
            rules: [try .test(name: "kept"), try .test(by: [.kind], name: "changed")],
            restoring: engine.snapshot
        )
        let changes = again.advance(to: 1001)

        #expect(Set(changes.map { "\($0.kind) \($0.incident.rule)" }) == ["resolved gone", "resolved changed"])
        #expect(again.incidents.filter(\.isOpen).map(\.rule) == ["kept"])
        #expect(again.advance(to: 1002) == [])
    }

    @Test(arguments: [
        "", "{", "[]", "null", "{\"format\":7}", "{\"format\":1,\"rules\":7}", "\u{0}",
    ])
    func whatIsNoSnapshotIsNone(text: String) {
        #expect(AlertSnapshot(json: Array(text.utf8)) == nil)
    }

    @Test func whatIsUnknownOrMissingInASnapshotDoesNotSpoilTheRest() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), at: 1000)
        var text = String(decoding: engine.snapshot.json, as: UTF8.self)
        text = text.replacing("\"format\":1", with: "\"format\":1,\"new\":{\"a\":[1]}")
        text = text.replacing("\"incidents\":[", with: "\"incidents\":[{\"id\":\"x\"},")
        text = text.replacing("\"groups\":[", with: "\"groups\":[{},7,")

        let snapshot = try #require(AlertSnapshot(json: Array(text.utf8)))
        var again = AlertEngine(rules: [try .test()], restoring: snapshot)

        #expect(again.incidents == engine.incidents)
        #expect(again.take(.trouble(1000), at: 1000) == [])
        #expect(
            AlertEngine(rules: [], restoring: try #require(AlertSnapshot(json: Array("{\"format\":1}".utf8)))).incidents
                == []
        )
    }
}
