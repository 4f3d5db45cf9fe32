import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

/// What there is no room for at first.
@Suite struct LesserTroublesTests {
    /// Images of twelve workloads cannot be pulled, each a trouble of its own; the first one has a long story.
    private static func manyTroubles(_ columns: Int = 80, _ rows: Int = 24) -> Viewed {
        var viewed = Viewed(columns, rows)
        let events = (0..<12).map { number in
            let pod = OverviewStory.pod("shop", "w\(number)-7d9f8c6b5d-x2k4b")
            let image = String(repeating: "path/", count: number == 0 ? 70 : 1) + "w\(number):v1"
            return OverviewStory.event(
                Int64(number) + 1,
                60,
                "BackOff",
                pod,
                "Back-off pulling image \"\(image)\"",
                count: 30 - number,
                over: 600
            )
        }
        viewed.send(.received(events: events, gaps: []))
        viewed.becomeLive()
        viewed.forward()
        viewed.press(.character("D"))
        return viewed
    }

    @Test func lessImportantTroublesAreShownByEnter() throws {
        var viewed = Self.manyTroubles()
        #expect(viewed.screen.contains("and 7 less important: Enter shows them"))
        for _ in 0..<5 { viewed.press(.down) }
        #expect(viewed.rows.contains { $0.contains("> and 7 less important") })

        viewed.press(.enter)

        #expect(viewed.state.pane != nil)
        let page = try #require(viewed.state.overviewPage(columns: 76))
        #expect(page.targets.count { $0.id.hasPrefix("verdict") } == 12)
        #expect(!viewed.screen.contains("less important"))
        let chosen = try #require(viewed.state.chosenTarget(of: page))
        #expect(page.targets[chosen].id == page.targets[5].id)
    }

    @Test func lessImportantTroublesAreHiddenAgain() throws {
        var viewed = Self.manyTroubles()
        viewed.state.overviewPane.chosen = OverviewPage.moreVerdicts
        viewed.press(.enter)
        viewed.state.overviewPane.chosen = OverviewPage.moreVerdicts

        viewed.press(.enter)

        let page = try #require(viewed.state.overviewPage(columns: 76))
        #expect(page.targets.count { $0.id.hasPrefix("verdict") } == 5)
        #expect(viewed.screen.contains("> and 7 less important"))
    }

    @Test func openedAnewTheOverviewIsShort() {
        var viewed = Self.manyTroubles()
        viewed.state.overviewPane.chosen = OverviewPage.moreVerdicts
        viewed.press(.enter, .escape, .character("D"))

        #expect(viewed.screen.contains("and 7 less important"))
    }

    @Test(arguments: [(24, 2), (40, 4)])
    func longTroubleEndsWithAnEllipsis(rows: Int, lines: Int) throws {
        let viewed = Self.manyTroubles(80, rows)
        let page = try #require(viewed.state.overviewPage(columns: 76))
        let story = page.lines.map(\.text.string).filter { $0.contains("path/path/") }

        // The first line is what stands before the long word.
        #expect(story.count == lines - 1)
        #expect(story.last?.hasSuffix("…") == true)
        #expect(story.last?.hasSuffix(",…") == false)
        #expect(story.allSatisfy { $0.count <= 76 })
    }

    @Test func textHasAllLinesAndTheTrueCount() throws {
        var report = try #require(Self.manyTroubles().state.overviewPane.report)
        report.verdictCount = 250
        let page = OverviewPage(
            report,
            OverviewPage.Facts(tallies: nil, now: Viewed.now, zone: .utc),
            columns: 100
        )

        #expect(page.text(isASCII: false).contains("and 242 less important: -o json tells more"))
        #expect(!page.text(isASCII: false).contains(",\n  and"))
    }
}
