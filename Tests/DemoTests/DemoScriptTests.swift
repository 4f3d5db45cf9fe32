import Basics
import Testing

@testable import Demo

struct DemoScriptTests {
    private func play(seed: UInt64, _ count: Int) -> [Beat] {
        var script = DemoScript(seed: seed)
        script.breakDown()
        return (0..<count).map { _ in script.next() }
    }

    @Test func theSameSeedPlaysTheSame() {
        #expect(play(seed: 7, 3_000) == play(seed: 7, 3_000))
        #expect(play(seed: 7, 50) != play(seed: 8, 50))
    }

    @Test func everyIncidentComes() {
        var reasons: Set<String> = []
        for case .added(let draft) in play(seed: 1, 5_000) { reasons.insert(draft.reason) }

        let wanted: Set<String> = [
            "ScalingReplicaSet", "SuccessfulCreate", "Scheduled", "Pulling", "Pulled", "Created", "Started", "BackOff",
            "Unhealthy", "Failed", "FailedScheduling", "OOMKilling", "Killing", "NodeNotReady", "TaintManagerEviction",
            "NodeReady", "FailedMount", "SuccessfulRescale", "Completed", "SawCompletedJob", "DeploymentRollback",
        ]
        #expect(wanted.subtracting(reasons).isEmpty)
    }

    @Test func theBreakdownEndsWell() throws {
        var script = DemoScript(seed: 2)
        script.breakDown()

        var reasons: [String: [Int]] = [:]
        for number in 0..<400 {
            guard case .added(let draft) = script.next() else { continue }
            reasons[draft.reason, default: []].append(number)
        }

        for (trouble, end) in [
            ("NodeHasDiskPressure", "NodeHasNoDiskPressure"), ("PLEGUnhealthy", "NodeReady"),
            ("SyncLoadBalancerFailed", "EnsuredLoadBalancer"), ("Evicted", "Scheduled"), ("Rebooted", "NodeReady"),
        ] {
            let began = try #require(reasons[trouble]?.first)
            let ended = try #require(reasons[end]?.last)
            #expect(began < ended)
        }
    }

    @Test func nothingIsRepeatedBeforeItHappened() {
        var known: Set<String> = []
        for beat in play(seed: 3, 5_000) {
            switch beat {
            case .added(let draft): #expect(known.insert(draft.uid).inserted)
            case .repeated(let draft), .removed(let draft): #expect(known.contains(draft.uid))
            }
        }
    }

    @Test func uidsAreVersionFourUUIDs() {
        for case .added(let draft) in play(seed: 5, 300) {
            #expect(VersionKey(uid: Array(draft.uid.utf8), resourceVersion: Array("1".utf8)) != nil)
            #expect(draft.uid.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
            #expect(draft.uid.split(separator: "-")[2].hasPrefix("4"))
        }
    }

    @Test func theBacklogFillsTheLastHourInOrder() {
        let now = Timestamp(seconds: 1_700_000_000)
        var script = DemoScript(seed: 1)

        let backlog = script.backlog(150, before: now)

        #expect(backlog.count == 150)
        #expect(Set(backlog.map(\.draft.uid)).count == 150)
        #expect(zip(backlog, backlog.dropFirst()).allSatisfy { $0.last <= $1.last })
        #expect(backlog.allSatisfy { $0.first <= $0.last && $0.last <= now })
        #expect(backlog.allSatisfy { now.since($0.last) < .seconds(3600) })
        #expect(backlog.contains { $0.count > 3 })
        #expect(now.since(backlog.map(\.first).min() ?? now) > .seconds(3000))
    }

    @Test(arguments: [0, 1])
    func aSmallBacklogIsSmall(_ size: Int) {
        var script = DemoScript(seed: 1)

        #expect(script.backlog(size, before: Timestamp(seconds: 1_700_000_000)).count == size)
    }
}

struct PaceTests {
    @Test(arguments: [0.5, 5, 50, 1_000, 20_000])
    func onAverageTheRateIsKept(_ rate: Double) {
        var pace = Pace(rate: rate, seed: 1)
        var elapsed = Duration.zero
        var emitted = 0

        while elapsed < .seconds(100) {
            elapsed += pace.pause(after: elapsed)
            emitted += pace.due(after: elapsed)
        }

        let expected = rate * (elapsed / .seconds(1))
        #expect(abs(Double(emitted) - expected) <= max(2, expected * 0.01))
    }

    @Test func aLongPauseIsCaughtUp() {
        var pace = Pace(rate: 1_000, seed: 1)

        #expect(pace.due(after: .seconds(3)) == 3_000)
        #expect(pace.due(after: .seconds(3)) == 0)
    }
}
