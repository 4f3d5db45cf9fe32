import Basics
import Testing

@testable import Events

/// What matters stays apart while something else happens thirty thousand times under ever new names.
@Suite struct FloodTests {
    /// Twenty minutes of it, half an hour ago.
    private static func flood(_ reason: String, _ objects: Int) -> [KubeEvent] {
        (0..<objects).map { number in
            happening(
                reason,
                "pod/runner-\(number * 7919 % 100_003)",
                in: ["ci", "ci", "ci", "qa", "sandbox"][number % 5],
                "denied by a policy",
                ago: 1800 + Int64(number % 1200),
                uid: "flood \(number)"
            )
        }
    }

    /// Two pods that crash 60 times each, a node that goes and comes, an image that is missing.
    private static let incidents: [KubeEvent] = {
        var events: [KubeEvent] = []
        for minute in 0..<20 {
            for pod in ["b", "c"] {
                events.append(
                    happening(
                        "BackOff",
                        "pod/ledger-7d9f8c6b5d-x2k4\(pod)",
                        in: "payments",
                        "Back-off restarting failed container",
                        ago: 2990 - Int64(minute) * 60,
                        count: 3 * (minute + 1),
                        since: 3000,
                        node: "n1",
                        uid: pod,
                        version: Int64(minute + 1)
                    )
                )
            }
        }
        events.append(happening("NodeNotReady", "node/n7", in: "", type: "Normal", ago: 2400))
        events.append(happening("NodeReady", "node/n7", in: "", type: "Normal", ago: 2100))
        events.append(
            happening(
                "Failed",
                "pod/gate-7d9f8c6b5d-x2k4b",
                in: "payments",
                "Failed to pull image \"r/gate:v7\": not found",
                ago: 2000
            )
        )
        return events
    }()

    /// As they came, or the flood first.
    private static func flooded(_ reason: String, _ objects: Int = 15_000, isSorted: Bool = true) -> Overview {
        let events = flood(reason, objects) + incidents
        var overview = Overview(now: noon - 4000)
        overview.take(isSorted ? events.sorted { $0.order < $1.order } : events)
        overview.advance(to: noon)
        return overview
    }

    /// Of a topic or of none: either may flood.
    private static let floods: [(reason: String, objects: Int, isSorted: Bool)] =
        [("PolicyCheckFailed", 30_000, true), ("PolicyCheckFailed", 15_000, false), ("FailedCreate", 15_000, false)]
        + ["FailedCreate", "FailedScheduling", "BackOff", "Unhealthy"].map { ($0, 15_000, true) }

    @Test(arguments: floods)
    func incidentsAreCountedExactly(reason: String, objects: Int, isSorted: Bool) throws {
        var overview = Self.flooded(reason, objects, isSorted: isSorted)

        #expect(overview.cellCount <= 22 * OverviewRings.finePlaces.limit)
        for window in [OverviewWindow.hour, .sixHours, .day] {
            let report = overview.report(window)
            let crash = try #require(report.verdicts.first { $0.subject == "payments/ledger-*" }, "\(window)")
            #expect(crash.times == 120)
            #expect(crash.objects == 2)
            let node = try #require(report.panels.first { $0.topic == .node })
            #expect((node.times, node.objects, node.folded) == (1, 1, 0))
            let image = try #require(report.panels.first { $0.topic == .image })
            #expect((image.times, image.objects, image.folded) == (1, 1, 0))
            #expect(image.newest?.message == "Failed to pull image \"r/gate:v7\": not found")
            #expect(report.objects.filter { $0.name.contains("ledger") }.map(\.times) == [60, 60])
        }
        overview.advance(to: noon + 5 * 3600)
        #expect(overview.report(.day).verdicts.first { $0.subject == "payments/ledger-*" }?.times == 120)
        #expect(overview.cellCount <= 6 * OverviewRings.coarsePlaces.limit)
    }

    @Test func incidentsOfTheLastMinutesAreCountedExactly() throws {
        var overview = Self.flooded("PolicyCheckFailed")
        overview.take(
            (0..<5_000).map { happening("PolicyCheckFailed", "pod/late-\($0)", in: "ci", ago: 300 + Int64($0 % 60)) }
                + [happening("BackOff", "pod/late-7d9f8c6b5d-x2k4b", in: "pay", ago: 310, count: 7, since: 320)]
        )

        let report = overview.report(.quarter)

        #expect(report.verdicts.first { $0.subject == "pay/late-*" }?.times == 7)
        #expect(report.folded.map(\.reason) == ["PolicyCheckFailed"])
    }

    /// Nothing is lost of what is counted by type, reason and topic, whatever is folded.
    @Test(arguments: [OverviewWindow.hour, .sixHours, .day])
    func sumsAreWhole(window: OverviewWindow) throws {
        let report = Self.flooded("FailedCreate").report(window)

        #expect(report.counts == TypeCounts(warning: 15_041, normal: 2))
        #expect(report.reasons.first { $0.name == "FailedCreate" }?.times == 15_000)
        let panel = try #require(report.panels.first { $0.topic == .start })
        #expect(panel.times == 15_000)
        #expect(report.namespaces.map(\.name) == ["ci", "qa", "sandbox", "payments"])
        #expect(report.namespaces.map(\.times) == [9_000, 3_000, 3_000, 121])
        #expect(panel.folded > 5_000)
    }

    @Test func whatIsFoldedIsSaid() throws {
        let report = Self.flooded("PolicyCheckFailed").report(.hour)

        let fold = try #require(report.folded.first)
        #expect(report.folded.count == 1)
        #expect(fold.reason == "PolicyCheckFailed")
        #expect((5_000...15_000).contains(fold.times))
        #expect(fold.times == fold.events)
        #expect(abs(fold.from.since(noon - 3000).components.seconds) <= 60)
        #expect(abs(fold.to.since(noon - 1800).components.seconds) <= 60)
        #expect(report.verdicts.contains { $0.problem == "PolicyCheckFailed" && $0.times == 15_000 })
        #expect(report.verdicts.contains { $0.subject == "node n7" && $0.problem == "was not ready" })
        #expect(report.verdicts.contains { $0.subject == "image r/gate:v7" && $0.times == 1 })
    }

    @Test func nothingIsFoldedInAQuietHour() {
        #expect(report(everydayNoise()).folded.isEmpty)
    }

    private func report(_ events: [KubeEvent]) -> OverviewReport {
        var overview = Overview(now: noon)
        overview.take(events)
        return overview.report(.day)
    }

    @Test func sameEventsGiveTheSameReport() {
        let reports = (0..<2).map { _ in Self.flooded("FailedCreate").report(.day) }

        #expect(reports[0] == reports[1])
    }

    /// An object that comes again and again stays, however many there are of its reason and namespace.
    @Test func whatRecursOutranksWhatComesOnce() {
        var events = Self.flood("PolicyCheckFailed", 15_000)
        for minute in 0..<20 {
            events.append(
                happening(
                    "PolicyCheckFailed",
                    "pod/zz-again",
                    in: "ci",
                    ago: 1815 + Int64(minute) * 60,
                    count: 20 - minute,
                    since: 3000,
                    uid: "again",
                    version: Int64(20 - minute)
                )
            )
        }
        let report = overview(of: events.sorted { $0.order < $1.order }).report(.hour)

        #expect(report.objects.first?.name == "Pod/zz-again")
        // Its first occurrence may have been folded, when it was nothing special yet.
        #expect((19...20).contains(report.objects.first?.times ?? 0))
    }

    /// Who stays is decided by what there is: things of one reason in many namespaces, and of many reasons in one.
    @Test func whoStaysDoesNotHangOnTheOrder() {
        let keys = (0..<900).map { number in
            OverviewKey(
                kind: .warning,
                topics: number % 7 == 0 ? OverviewTopics(.probe) : [],
                namespace: "ns\(number % 3 == 0 ? number % 11 : 0)",
                reason: "Reason\(number % 4 == 0 ? 0 : number % 40)",
                object: OverviewKey.ObjectName(kind: "Pod", name: "pod-\(number * 7919 % 1009)")
            )
        }
        func kept(_ keys: [OverviewKey]) -> Set<OverviewKey> {
            var cells = OverviewTable<OverviewCell>()
            for key in keys {
                var cell = OverviewCell()
                cell.occurrences = key.object.name.utf8.reduce(0) { ($0 * 31 + Int($1)) % 5 }
                cell.isRecurring = key.reason.hasSuffix("3")
                let place = cells.place(of: key, orInsert: cell)
                cells[place] = cell
            }
            let left = OverviewRings.finePlaces.leftOut(of: cells, .object) { $0.object.name.hasSuffix("5") }
            return Set(zip(cells.entries, left).filter { !$0.1 }.map(\.0.key))
        }

        let stay = kept(keys)

        #expect(stay.count > 200)
        #expect(kept(keys.reversed()) == stay)
        #expect(kept(keys.sorted { $0.object.name < $1.object.name }) == stay)
    }

    @Test(arguments: [
        (10, [3, 3, 3], [3, 3, 3]), (6, [9, 9], [3, 3]), (7, [9, 9], [3, 4]), (10, [1, 30_000, 2], [1, 7, 2]),
        (2, [5, 5, 5], [1, 1, 0]), (0, [1], [0]), (5, [], []),
    ])
    func placesAreShared(places: Int, claims: [Int], shares: [Int]) {
        #expect(OverviewPlaces.shares(of: places, claims) == shares)
    }
}
