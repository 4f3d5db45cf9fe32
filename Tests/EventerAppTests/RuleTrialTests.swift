import Alerts
import Basics
import Events
import Foundation
import TestSupport
import Testing

@testable import EventerApp

@Suite struct RuleTrialTests {
    private func event(
        _ time: Int64,
        _ reason: String,
        _ message: String,
        _ change: (inout KubeEvent) -> Void = { _ in }
    )
        -> KubeEvent
    {
        .sample(time) { event in
            event.type = "Warning"
            event.reason = reason
            event.message = message
            // As a recording is read: long after.
            event.received = Timestamp(seconds: 1_000_000)
            change(&event)
        }
    }

    private func trial(_ events: [KubeEvent], _ rules: [AlertRule] = BuiltInRules.rules()) -> RuleTrial {
        var times = RecordedTimes()
        return RuleTrial(rules: rules, events: times.received(events, at: Timestamp(seconds: 1_000_000)))
    }

    private func down(_ time: Int64) -> KubeEvent {
        event(time, "NodeNotReady", "Node n status is now: NodeNotReady") {
            $0.object = ObjectReference(kind: "Node", name: "n")
        }
    }

    private func ready(_ time: Int64) -> KubeEvent {
        event(time, "NodeReady", "Node n status is now: NodeReady") {
            $0.type = "Normal"
            $0.object = ObjectReference(kind: "Node", name: "n")
        }
    }

    @Test func theClockIsThatOfTheEvents() throws {
        let trial = trial([ready(2000), down(1000), event(9000, "Started", "") { $0.type = "Normal" }])

        let incident = try #require(trial.incidents.first)
        #expect(trial.incidents.count == 1)
        #expect(incident.rule == "node-down" && incident.fired == Timestamp(seconds: 1000))
        #expect(incident.resolved == Timestamp(seconds: 2000) && !incident.isLate)
    }

    @Test func aListTellsWhenARuleWouldHaveFired() {
        let trial = trial([
            event(4000, "FailedScheduling", "0/3 nodes are available: 3 Insufficient cpu.") { event in
                event.firstSeen = Timestamp(seconds: 1000)
                event.count = 300
            }
        ])

        #expect(trial.incidents.map(\.fired) == [Timestamp(seconds: 1030)])
    }

    @Test func whatIsOpenAtTheEndIsStillFiring() {
        let trial = trial([down(1000)])

        #expect(trial.incidents.map(\.isOpen) == [true])
        #expect(TrialReport.text(trial, isWide: false).contains("still firing at the end"))
    }

    @Test func whatWaitsAtTheEndFires() throws {
        let trial = trial([event(1000, "FailedMount", "MountVolume.SetUp failed")])

        #expect(trial.incidents.map(\.rule) == ["volume"])
        #expect(trial.incidents.first?.fired == Timestamp(seconds: 1060))
        #expect(trial.end == Timestamp(seconds: 1000))
    }

    @Test func theFutureIsTakenForThePresent() {
        let trial = trial([
            down(1000),
            event(9_000_000, "Evicted", "The node was low on resource: memory.") {
                $0.firstSeen = Timestamp(seconds: 9_000_000)
            },
        ])

        #expect(trial.end == Timestamp(seconds: 1000))
        #expect(trial.incidents.map(\.rule).sorted() == ["eviction", "node-down"])
    }

    @Test func oneOutOfMemoryIsOneIncident() {
        let node = ObjectReference(kind: "Node", name: "node-1")
        let trial = trial([
            event(1000, "OOMKilling", "Memory cgroup out of memory: Killed process 7 (java)") { $0.object = node },
            event(1001, "PodOOMKilling", "pod was OOM killed"), event(5000, "x", "") { $0.type = "Normal" },
        ])

        #expect(trial.incidents.map(\.rule) == ["pod-oom"])
    }

    @Test func aListTellsTheSameAsAWatch() {
        func version(_ time: Int64, _ count: Int, _ reason: String, _ message: String) -> KubeEvent {
            event(time, reason, message) { event in
                event.key.uid = reason
                event.firstSeen = Timestamp(seconds: 1000)
                event.count = count
                event.object.name = "web"
            }
        }
        let watched = [
            version(1000, 1, "Failed", "Error: ErrImagePull"), version(1060, 3, "Failed", "Error: ErrImagePull"),
            version(1000, 1, "BackOff", "Back-off pulling image"),
            version(1300, 3, "BackOff", "Back-off pulling image"),
            version(1600, 4, "BackOff", "Back-off pulling image"),
            version(1900, 5, "BackOff", "Back-off pulling image"),
        ]

        let list = trial([watched[1], watched[5]])

        #expect(list.incidents.map(\.rule) == ["image-pull"])
        #expect(list.incidents.map(\.count) == trial(watched).incidents.map(\.count))
        #expect(list.incidents.map(\.fired) == trial(watched).incidents.map(\.fired))
    }

    @Test func flappingForHoursIsToldWhole() {
        let events = (0..<60).flatMap { number in [down(number * 600 + 1000), ready(number * 600 + 1100)] }

        #expect(trial(events).incidents.count == 60)
    }

    @Test func aKillOfTheKernelAloneIsAnIncident() {
        let trial = trial([
            event(1000, "OOMKilling", "Memory cgroup out of memory: Killed process 7 (java)"),
            event(5000, "x", "") { $0.type = "Normal" },
        ])

        #expect(trial.incidents.map(\.rule) == ["oom-kill"])
    }

    @Test func theReportHasALineForEachIncidentAndASummary() {
        let text = TrialReport.text(
            trial([down(1000), ready(1500), event(1200, "Evicted", "low\n\u{1B}[31m memory")]),
            isWide: false
        )

        #expect(
            text == """
                BEGAN                  FIRED                  ENDED                     SEVERITY   RULE        GROUP                               COUNT   WHY                   MESSAGE
                1970-01-01T00:16:40Z   1970-01-01T00:16:40Z   1970-01-01T00:25:00Z      high       node-down   name=n                              1       1 in 6m, at least 1   Node n status is now: NodeNotReady
                1970-01-01T00:20:00Z   1970-01-01T00:20:00Z   still firing at the end   medium     eviction    ns=shop name=web-1200 node=node-1   1       1 in 6m, at least 1   low⏎^[[31m memory

                RULE        SEVERITY   INCIDENTS   STILL FIRING   EVENTS
                eviction    medium     1           1              1
                node-down   high       1           0              1

                3 events from 1970-01-01T00:16:40Z to 1970-01-01T00:25:00Z, 31 rules: 2 incidents

                """
        )
    }

    @Test func theJSONHoldsEveryField() throws {
        let trial = trial([down(1000), ready(1500)])

        let parsed = try JSONSerialization.jsonObject(with: Data(TrialReport.json(trial).utf8))
        let incident = try #require((parsed as? [[String: Any]])?.first)
        #expect(incident["rule"] as? String == "node-down")
        #expect(incident["fired"] as? String == "1970-01-01T00:16:40.000000Z")
        #expect(incident["resolved"] as? String == "1970-01-01T00:25:00.000000Z")
        #expect((incident["group"] as? [String: String]) == ["name": "n"])
        #expect(incident["count"] as? Int == 1 && incident["late"] as? Bool == false)
        #expect(incident["snoozedUntil"] is NSNull)
    }

    @Test func noIncidentIsSaid() {
        #expect(
            TrialReport.text(trial([ready(1000)], []), isWide: false)
                == "1 event from 1970-01-01T00:16:40Z to 1970-01-01T00:16:40Z, 0 rules: no incident\n"
        )
        #expect(TrialReport.text(trial([], []), isWide: true) == "0 events, 0 rules: no incident\n")
        #expect(TrialReport.json(trial([], [])) == "[]\n")
    }
}

@Suite struct RuleListingTests {
    @Test func theListShowsTheRulesThatHold() {
        var settings = AlertSettings()
        settings.builtIn = []
        settings.on = ["node-down"]
        settings.rules = [AlertRule(name: "mine", filter: .everything)]

        #expect(
            RuleListing(settings, showsAll: false).text == """
                NAME        SEVERITY   SET       ACK                     CONDITION
                node-down   high       generic   node_down, node_ready   count 1 in 6m of reason:NodeNotReady msg:"status is now: NodeNotReady" by name; over with reason:NodeReady msg:"status is now: NodeReady" | reason:(RemovingNode, DeletingNode)
                mine        medium     own                               count 1 in 6m of all

                """
        )
    }

    @Test func theListOfAllSaysWhichAreOff() throws {
        var settings = AlertSettings()
        settings.off = ["warning"]
        let listing = RuleListing(settings, showsAll: true)

        let parsed = try JSONSerialization.jsonObject(with: Data(listing.json.utf8))
        let rules = try #require(parsed as? [[String: Any]])
        #expect(rules.count == BuiltInRules.all.count)
        let off = rules.filter { $0["on"] as? Bool == false }
        #expect(off.contains { $0["name"] as? String == "warning" })
        #expect(off.allSatisfy { $0["name"] as? String == "warning" || $0["set"] as? String == "alibaba" })
        #expect(listing.text.hasPrefix("ON    NAME"))
    }
}
