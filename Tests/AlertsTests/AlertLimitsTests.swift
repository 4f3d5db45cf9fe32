import Basics
import Events
import TestSupport
import Testing

@testable import Alerts

@Suite struct AlertLimitsTests {
    private func limits(groups: Int = 10_000, all: Int = 20_000, resolved: Int = 200) -> AlertEngine.Limits {
        var limits = AlertEngine.Limits()
        limits.groups = groups
        limits.allGroups = all
        limits.resolved = resolved
        return limits
    }

    @Test func endlessNamesDoNotFillTheMemory() throws {
        var engine = AlertEngine(rules: [try .test(), try .test(name: "other")], limits: limits(groups: 50, all: 80))

        for number in 1...1000 as ClosedRange<Int64> {
            _ = engine.take(.trouble(1000 + number, pod: "web-\(number)"), at: 1000 + number)
        }

        #expect(engine.watches.allSatisfy { $0.groups.count <= 51 })
        #expect(engine.watches.reduce(0) { $0 + $1.groups.count } <= 80)
        #expect(engine.dropped > 0)
        #expect(engine.board.problems.count == 1)
        #expect(engine.incidents.filter(\.isOpen).count <= 80)
    }

    @Test func whatIsOverGoesBeforeWhatIsOpen() throws {
        var engine = AlertEngine(rules: [try .test()], limits: limits(groups: 10))
        _ = engine.take(.trouble(5000, pod: "open"), at: 5000)

        for number in 1...100 as ClosedRange<Int64> { _ = engine.take(.trouble(1000, pod: "past-\(number)"), at: 5000) }

        #expect(engine.incidents.filter(\.isOpen).map(\.object.name) == ["open"])
    }

    /// Of groups that came at once, the same go and the same are written, whatever their place in a table is.
    @Test func whichGroupsAreGivenUpIsNoChance() throws {
        let rules = [try AlertRule.test()]
        let events = (0..<60).map { KubeEvent.trouble(1000, pod: "web-\($0)") }

        let engines = (0..<6).map { _ in
            var engine = AlertEngine(rules: rules, limits: limits(groups: 40))
            _ = engine.take(events, at: Timestamp(seconds: 1000))
            return engine
        }

        #expect(engines[0].dropped > 0)
        for engine in engines.dropFirst() {
            #expect(engine.incidents.map(\.id) == engines[0].incidents.map(\.id))
            #expect(engine.snapshot == engines[0].snapshot)
        }
    }

    @Test func openIncidentsThatAreGivenUpAreTold() throws {
        var engine = AlertEngine(rules: [try .test()], limits: limits(groups: 10))
        var (fired, resolved) = (0, 0)

        for number in 1...100 as ClosedRange<Int64> {
            let changes = engine.take(.trouble(1000, pod: "web-\(number)"), at: 1000) + engine.advance(to: 1000)
            fired += changes.count { $0.kind == .fired }
            resolved += changes.count { $0.kind == .resolved }
        }

        #expect(fired - resolved == engine.incidents.count(where: \.isOpen))
    }

    @Test func incidentsThatAreOverAreFewAndYoung() throws {
        var engine = AlertEngine(rules: [try .test()], limits: limits(resolved: 5))

        for number in 1...20 as ClosedRange<Int64> {
            _ = engine.take(.trouble(1000 + number, pod: "p\(number)"), at: 5000)
        }

        #expect(engine.incidents.map(\.began.seconds).sorted() == [1016, 1017, 1018, 1019, 1020])
        _ = engine.advance(to: 90_000)
        #expect(engine.incidents == [])
    }

    @Test func whatIsGoneFromTheListIsNotToldAgain() throws {
        var engine = AlertEngine(rules: [try .test()], limits: limits(resolved: 0))
        let event = KubeEvent.trouble(1000)

        #expect(engine.take(event, at: 5000).count == 1)
        #expect(engine.take(event, .trouble(1001), at: 5000) == [])
        #expect(engine.incidents == [])
    }

    @Test func quietGroupsAreForgotten() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), at: 1000)

        _ = engine.advance(to: 1200)
        #expect(engine.watches[0].groups.count == 1)
        _ = engine.advance(to: 1000 + 3 * 3600 + 61)

        #expect(engine.watches[0].groups.isEmpty && engine.watches[0].live.isEmpty)
    }

    @Test func manyEventsOfOneGroupAreAllCounted() throws {
        var engine = AlertEngine(rules: [try .test(count: 1000, by: [])])

        for number in 1...5000 as ClosedRange<Int64> {
            _ = engine.take(.trouble(1000 + number / 100, uid: "u\(number)", version: number), at: 1000 + number / 100)
        }

        #expect(engine.incidents.map(\.count) == [5000])
        #expect(engine.snapshot.json.count < 100_000)
    }

    @Test func whatGroupsRememberHasABound() throws {
        var limits = AlertEngine.Limits()
        limits.weight = 300_000
        var engine = AlertEngine(rules: [try .test(), try .test(by: [.namespace], name: "other")], limits: limits)
        var most = 0

        for number in 1...5000 as ClosedRange<Int64> {
            let event = KubeEvent.trouble(
                1000 + number / 100,
                uid: "u\(number)",
                version: number,
                pod: "p\(number % 50)"
            )
            _ = engine.take(event, at: 1000 + number / 100)
            most = max(most, engine.weight)
        }

        #expect(most > 300_000 && most < 350_000)
        #expect(engine.incidents.filter { $0.rule == "other" }.map(\.count) == [5000])
        #expect(engine.incidents.filter { $0.rule == "trouble" }.map(\.count) == Array(repeating: 100, count: 50))
    }

    @Test func whatOnlyEndsTroubleWeighsLittle() throws {
        var engine = AlertEngine(rules: [try .test(recovery: "reason:Fine")])

        for number in 1...100 as ClosedRange<Int64> {
            _ = engine.take(.trouble(1000, version: number, pod: "p\(number)", reason: "Fine"), at: 1000)
        }

        #expect(engine.weight <= 100 * 64)
    }

    @Test func versionsThatSayTheSameShareIt() throws {
        var engine = AlertEngine(rules: [try .test(), try .test(name: "other")])

        for number in 1...60 as ClosedRange<Int64> {
            // Two events in turn, each of which always says the same.
            let event = KubeEvent.trouble(1000 + number, count: Int(number), uid: "u\(number % 2)", version: number) {
                $0.message = "long \(number % 2)" + String(repeating: "x", count: 900)
            }
            _ = engine.take(event, at: 1000 + number)
        }

        #expect(engine.snapshot.json.count < 25_000)
        let snapshot = try #require(AlertSnapshot(json: engine.snapshot.json))
        let sightings = snapshot.rules.flatMap { $0.groups.flatMap(\.state.sightings) }
        #expect(sightings.count == 120)
        #expect(
            sightings.allSatisfy {
                $0.details.message.hasPrefix("long \($0.version % 2)x") && $0.details.object.name == "web"
            }
        )
    }

    @Test func longMessagesAreCut() throws {
        var engine = AlertEngine(rules: [try .test()])

        _ = engine.take(
            [.trouble(1000) { $0.message = String(repeating: "测", count: 10_000) }],
            at: Timestamp(seconds: 1000)
        )

        #expect(engine.incidents.first.map { $0.message.utf8.count <= 1030 } == true)
    }
}
