import Basics
import TestSupport
import Testing

@testable import Events

@Suite struct LifecycleTests {
    @Test func ofOneSecondTheNaturalOrderDecides() {
        var life = Life()
        life.add("Started", at: 10, until: 41, count: 2, container: "app")
        life.add("Created", at: 10, until: 40, count: 2, container: "app")
        life.add("Pulled", at: 10, container: "app")
        life.add("Scheduled", at: 10) {
            let time = $0.firstSeen.advanced(by: .milliseconds(895))
            ($0.firstSeen, $0.lastSeen, $0.received) = (time, time, time)
        }
        let told = life.told(at: 100)

        #expect(told.phases.map(\.step) == [.preparing, .starting, .running, .starting, .running])
        #expect(told.phases.last?.to == nil)
    }

    @Test func timesFromTheFutureAreThoseOfReceipt() {
        var life = Life()
        life.add("Scheduled", at: 0)
        life.add("Started", at: 10, container: "app") {
            $0.firstSeen = Life.at(1_000_000)
            $0.lastSeen = Life.at(1_000_000)
        }

        #expect(life.told(at: 20).lines == ["0-10 preparing", "10- running app"])
    }

    @Test func nothingIsToldOfNothing() {
        let told = Life().told(at: 0)
        #expect(told.phases.isEmpty && told.losses.isEmpty && told.begin == nil && !told.knowsBeginning)
        #expect(told.whole(at: Life.at(5)) == .zero)
    }

    @Test(.timeLimit(.minutes(5))) func whateverComesIsToldInOrder() {
        var random = SeededGenerator(seed: 20_261)
        let reasons = [
            "Scheduled", "FailedScheduling", "Pulling", "Pulled", "Created", "Started", "Failed", "BackOff",
            "Unhealthy",
            "Killing", "Evicted", "NodeNotReady", "TaintManagerEviction", "FailedMount", "SuccessfulCreate",
            "NodeReady",
            "NodeHasDiskPressure", "NodeHasNoDiskPressure", "Completed", "Odd", "",
        ]
        let messages = [
            "", "Error: ImagePullBackOff", "will be restarted", "in 9223372036854775807s",
            "in 3s (4s including waiting)", "Created pod: web-1",
        ]
        for _ in 0..<3000 {
            let kind =
                ["Pod", "Node", "Job", "PersistentVolumeClaim", "ReplicaSet"].randomElement(using: &random) ?? ""
            var life = Life(ObjectReference(kind: kind, namespace: kind == "Node" ? "" : "shop", name: "web-1"))
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let isWild = Int.random(in: 0..<8, using: &random) == 0
                let first = Int64.random(in: isWild ? .min ... .max : 0...60, using: &random)
                let last = Int64.random(in: isWild ? .min ... .max : 0...60, using: &random)
                life.add(
                    reasons.randomElement(using: &random) ?? "",
                    messages.randomElement(using: &random) ?? "",
                    at: 0,
                    count: Int.random(in: isWild ? .min ... .max : 1...4, using: &random),
                    container: ["", "app", "b"].randomElement(using: &random) ?? ""
                ) {
                    $0.firstSeen = isWild ? Timestamp(microseconds: first) : Life.at(first)
                    $0.lastSeen = isWild ? Timestamp(microseconds: last) : Life.at(last)
                    $0.received = $0.lastSeen
                    if Bool.random(using: &random) { $0.key.uid = "same" }
                }
            }
            let now = Life.at(Int64.random(in: -10...100, using: &random))
            let told = Lifecycle(of: life.object, events: life.events, now: now)
            let shuffled = Lifecycle(of: life.object, events: life.events.shuffled(using: &random), now: now)

            #expect(told == shuffled)
            #expect(told.phases.isEmpty == life.events.isEmpty)
            #expect(zip(told.phases, told.phases.dropFirst()).allSatisfy { $0.from <= $1.from })
            #expect(told.phases.allSatisfy { ($0.to ?? $0.from) >= $0.from && $0.occurrences >= 1 })
            #expect(told.losses.allSatisfy { $0.length > .zero && (0...1).contains($0.share) })
        }
    }
}
