import Basics
import Testing

@testable import Events

@Suite struct OverviewTests {
    @Test func emptyOverviewHasNothingToTell() {
        let report = Overview(now: noon).report(.hour)

        #expect(report.counts == TypeCounts())
        #expect(report.verdicts.isEmpty)
        #expect(report.reasons.isEmpty)
        #expect(report.begins == nil)
        #expect(report.isPartial)
    }

    @Test func versionsAreCountedByType() {
        let report = overview(of: [
            happening("BackOff", ago: 10), happening("Pulled", type: "Normal", ago: 20),
            happening("Odd", type: "Error", ago: 30),
        ]).report(.hour)

        #expect(report.counts == TypeCounts(warning: 1, normal: 1, other: 1))
    }

    @Test func repeatedVersionCountsOnce() {
        let event = happening("BackOff", ago: 10)

        var overview = overview(of: [event, event])
        overview.take([event])

        #expect(overview.report(.hour).counts.warning == 1)
        #expect(overview.report(.hour).reasons[0].times == 1)
    }

    @Test func laterVersionCountsForWhatItGrewBy() {
        let report = overview(of: [
            happening("BackOff", ago: 100, count: 5, since: 100, uid: "a", version: 1),
            happening("BackOff", ago: 10, count: 12, since: 100, uid: "a", version: 2),
        ]).report(.hour)

        #expect(report.counts.warning == 2)
        #expect(report.reasons[0].times == 12)
        #expect(report.reasons[0].events == 2)
    }

    @Test func earlierVersionThatComesLateCountsAsAVersionOnly() {
        let report = overview(of: [
            happening("BackOff", ago: 10, count: 12, since: 100, uid: "a", version: 2),
            happening("BackOff", ago: 100, count: 5, since: 100, uid: "a", version: 1),
        ]).report(.hour)

        #expect(report.counts.warning == 2)
        #expect(report.reasons[0].times == 12)
    }

    @Test func occurrencesAreSpreadOverTheirTime() {
        let report = overview(of: [happening("BackOff", ago: 0, count: 60, since: 3000)]).report(.hour)

        let series = report.reasons[0].series
        #expect(series.reduce(0, +) == 60)
        #expect(series.count { $0 > 0 } == 30)
        #expect(report.reasons[0].trend == .steady)
    }

    @Test func occurrencesBeforeTheWindowAreNotCounted() {
        let report = overview(of: [happening("BackOff", ago: 0, count: 100, since: 7200)]).report(.hour)

        #expect((45...55).contains(report.reasons[0].times))
    }

    @Test(arguments: [(OverviewWindow.quarter, 1), (.hour, 2), (.sixHours, 3), (.day, 4)])
    func eachWindowHoldsWhatIsInIt(window: OverviewWindow, count: Int) {
        let ages: [Int64] = [600, 3000, 5 * 3600, 23 * 3600, 26 * 3600]
        let overview = overview(of: ages.map { happening("BackOff", ago: $0) })

        #expect(overview.report(window).counts.warning == count)
    }

    @Test func bucketsThatAreFoldedKeepTheirCounts() {
        var overview = overview(of: everydayNoise())
        let before = overview.report(.hour)

        overview.advance(to: noon + 4 * 3600)

        let after = overview.report(.sixHours)
        #expect(after.counts == before.counts)
        #expect(after.namespaces.map(\.times) == before.namespaces.map(\.times))
        #expect(overview.report(.hour).counts == TypeCounts())
    }

    @Test func allIsForgottenAfterADay() {
        var overview = overview(of: everydayNoise())

        overview.advance(to: noon + 26 * 3600)

        #expect(overview.cellCount == 0)
    }

    @Test func clockThatIsSetBackIsFollowed() {
        var overview = overview(of: [happening("BackOff", ago: 10)])
        overview.advance(to: noon + 10 * 86400)

        overview.advance(to: noon)
        overview.take([happening("BackOff", "pod/b", ago: 5)])

        #expect(overview.report(.hour).counts.warning == 1)
    }

    @Test func endlessNamesDoNotGrowIt() {
        var overview = Overview(now: noon, rememberedEvents: 1000)
        overview.take(
            (0..<20_000).lazy.map { number in
                happening(
                    "Reason\(number)",
                    "pod/pod-\(number)",
                    in: "ns\(number)",
                    "message \(number)",
                    ago: Int64(number % 600),
                    node: "n\(number)"
                )
            }
        )

        let report = overview.report(.hour)
        #expect(overview.cellCount <= 11 * (OverviewRings.finePlaces.limit))
        #expect(report.counts.warning == 20_000)
        #expect(report.reasons.first?.name == Overview.others)
    }

    @Test func countsFromOutsideCannotOverflow() {
        let report = overview(
            of: (0..<20).map { happening("BackOff", "pod/\($0)", ago: 10, count: .max, since: Int64($0)) }
        ).report(.hour)

        #expect(report.reasons[0].times == 20_000_000_000)
    }

    @Test func timesFromOutsideCannotTrap() {
        var event = happening("BackOff", count: 9)
        event.firstSeen = Timestamp(microseconds: .min)
        event.lastSeen = Timestamp(microseconds: .max)
        var past = event
        past.key.uid = "past"
        past.lastSeen = Timestamp(microseconds: .min)

        let report = overview(of: [event, past]).report(.day)

        #expect(report.counts.warning == 1)
    }

    @Test func warningsComeFirstAndTrendsAreTold() {
        var events = (0..<40).map { happening("Pulled", "pod/p\($0)", type: "Normal", ago: Int64($0) * 60) }
        events += (0..<9).map { happening("Unhealthy", "pod/u\($0)", ago: Int64($0) * 20) }
        events += [happening("FailedMount", "pod/first", ago: 3500)]

        let reasons = overview(of: events).report(.hour).reasons

        #expect(reasons.map(\.name) == ["Unhealthy", "FailedMount", "Pulled"])
        #expect(reasons[0].trend == .rising)
        #expect(reasons[0].filterText == "reason:Unhealthy type:Warning")
    }

    @Test func hotSpotsAreThoseOfWarningsWithTheirTopReason() {
        let report = overview(of: [
            happening("BackOff", "pod/a", in: "shop", ago: 10, count: 9, node: "n1"),
            happening("Unhealthy", "pod/a", in: "shop", ago: 10, count: 2, node: "n1"),
            happening("BackOff", "pod/b", in: "ml", ago: 10, count: 3, node: "n2"),
            happening("Pulled", "pod/c", in: "batch", type: "Normal", ago: 10, count: 99, node: "n3"),
        ]).report(.hour)

        #expect(report.objects.map(\.name) == ["Pod/a", "Pod/b"])
        #expect(report.objects[0].topReason == "BackOff")
        #expect(report.objects[0].times == 11)
        #expect(report.namespaces.map(\.name) == ["shop", "ml"])
        #expect(report.nodes.map(\.name) == ["n1", "n2"])
    }

    /// What a line or a panel counts is what its filter shows.
    @Test func filtersShowWhatIsCounted() throws {
        let events = everydayNoise() + incidents()
        let report = overview(of: events).report(.day)
        let lines = report.reasons + report.objects + report.namespaces + report.nodes

        for line in lines where !line.filterText.isEmpty {
            let filter = try EventFilter(parsing: line.filterText)
            let shown = events.filter { filter.matches($0, at: noon) }
            let counted = line.kind == .normal ? shown : shown.filter { $0.type != "Normal" }
            #expect(counted.count == line.events, "\(line.filterText)")
        }
        for panel in report.panels {
            let filter = try EventFilter(parsing: panel.filterText)
            #expect(events.count { filter.matches($0, at: noon) } == panel.events, "\(panel.topic)")
        }
        for verdict in report.verdicts {
            let filter = try EventFilter(parsing: verdict.filterText)
            #expect(events.contains { filter.matches($0, at: noon) }, "\(verdict.subject): \(verdict.filterText)")
        }
    }

    @Test func eachTopicHasAFilterThatIsRead() throws {
        for topic in OverviewTopic.allCases { _ = try EventFilter(parsing: topic.filterText) }
    }

    @Test func panelNamesTheNewestExample() throws {
        let report = overview(of: [
            happening("PodOOMKilling", "pod/a", in: "shop", "first", ago: 60, node: "n1"),
            happening("OOMKilling", "node/n2", in: "", "second", ago: 30, node: "n2"),
        ]).report(.hour)

        let panel = try #require(report.panels.first { $0.topic == .memory })
        #expect(panel.times == 2)
        #expect(panel.objects == 2)
        #expect(panel.newest?.object == "node n2")
        #expect(panel.newest?.message == "second")
    }

    @Test func longMessageIsCutBetweenCharacters() {
        let report = overview(of: [
            happening("BackOff", "pod/a", in: "shop", String(repeating: "数", count: 500), ago: 1)
        ]).report(.hour)

        let message = report.panels.first { $0.topic == .crash }?.newest?.message
        let part = String(repeating: "数", count: 66)
        #expect(message == part + " ... " + part)
    }
}
