import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct FacetPanelTests {
    // MARK: Screens

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func theFacetsFitTheScreen(columns: Int, rows: Int) throws {
        var viewed = Viewed.busy(columns, rows)
        if columns < 160 { viewed.press(.tab) }
        try expectGolden(viewed, "facets-\(columns)x\(rows)")
    }

    @Test(arguments: [(60, 12), (60, 60), (80, 24), (99, 60), (100, 24), (160, 24), (160, 23)])
    func theTableMakesRoomForTheFacets(columns: Int, rows: Int) throws {
        var viewed = Viewed.busy(columns, rows)
        viewed.press(.tab)

        let layout = ScreenLayout(viewed.state)
        let sidebar = try #require(layout.sidebar)
        #expect(layout.table.column == sidebar.columns + 1)
        #expect(layout.table.column + layout.table.columns == columns)
        let titles = viewed.rows[layout.titles]
        for title in ["LAST", "T", "C", "REASON", "OBJECT"] { #expect(titles.contains(title)) }
        #expect(viewed.rows.contains { $0.contains("│>") })
    }

    @Test func wideScreensShowThemUnasked() {
        #expect(Viewed.busy(160, 40).sidebar.contains { $0.contains("NAMESPACE") })
        #expect(Viewed.busy(159, 40).sidebar.isEmpty)
    }

    @Test func clustersAreAFacetOfSeveral() {
        var viewed = Viewed(200, 60) { $0.clusters = ["east", "west"] }
        viewed.receive(.sample(1) { $0.cluster = "east" }, .sample(2) { $0.cluster = "west" })

        #expect(viewed.sidebar.first == " CLUSTER")
        #expect(viewed.sidebar[1].hasPrefix("   east  ") && viewed.sidebar[1].hasSuffix(" 1"))
    }

    @Test func hostileValuesStayInsideTheSidebar() {
        for text in HostileText.samples {
            var viewed = Viewed(120, 40)
            viewed.receive(
                .sample(1) {
                    $0.object = ObjectReference(kind: text, namespace: text, name: "x", uid: "u")
                    $0.reason = text
                    $0.type = text
                }
            )
            viewed.press(.tab, .enter)
            #expect(render(viewed.state).isSound)
            #expect(viewed.state.list.table.visibleCount == 1)
        }
    }

    // MARK: Choosing

    @Test func includeExcludeAndClearEditTheFilter() {
        var viewed = Viewed.busy(120, 40)
        viewed.press(.tab)
        #expect(viewed.state.facetPanel.cursor == .value(.namespace, "测试环境"))

        viewed.press(.down, .enter)
        #expect(viewed.state.filterText == "ns:payments")
        viewed.press(.down, .character(" "))
        #expect(viewed.state.filterText == "ns:(payments, ml)")
        viewed.press(.character(" "))
        #expect(viewed.state.filterText == "ns:payments")
        viewed.press(.character("-"))
        #expect(viewed.state.filterText == "ns:payments !ns:ml")
        viewed.press(.character("*"))
        #expect(viewed.state.filterText == "ns:ml")
        viewed.press(.character("x"))
        #expect(viewed.state.filterText == "")
    }

    @Test func otherValuesStayVisibleWithTheirCounts() {
        var viewed = Viewed.busy(120, 40)
        viewed.press(.tab)
        let before = viewed.sidebar.first { $0.contains("payments") }

        viewed.press(.down, .enter)

        #expect(viewed.sidebar.contains { $0.contains("测试环境") })
        #expect(before?.hasSuffix("253") == true)
        #expect(viewed.sidebar.contains { $0.contains("+payments") && $0.hasSuffix("253") })
    }

    @Test func theOrderIsHeldWhileTheSidebarHasTheKeys() {
        var viewed = Viewed.busy(120, 40)
        viewed.press(.tab)
        let before = viewed.state.facetPanel.sections.first?.values.map(\.text)

        viewed.receive(
            .sample(9000) {
                $0.object.namespace = "team-9"; $0.count = 999_999; $0.received = Viewed.now
            }
        )
        viewed.pass(seconds: 2)

        #expect(viewed.state.facetPanel.sections.first?.values.map(\.text) == before)
        let counts = viewed.state.facetPanel.sections.first?.values.first { $0.text == "team-9" }?.count ?? 0
        #expect(counts > 999_999)
        viewed.press(.tab)
        viewed.pass(seconds: 2)
        #expect(viewed.state.facetPanel.sections.first?.values.first?.text == "team-9")
    }

    @Test func onlyTheTouchedFacetKeepsItsOrderUnderAnotherFilter() {
        var viewed = Viewed.busy(120, 40)
        viewed.press(.tab)
        let before = viewed.state.facetPanel.sections

        viewed.press(.down, .enter)

        let after = viewed.state.facetPanel.sections
        #expect(after.first?.values.map(\.text) == before.first?.values.map(\.text))
        let reasons = after.first { $0.facet == .reason }?.values.map(\.count) ?? []
        #expect(reasons.count > 1)
        #expect(reasons == reasons.sorted(by: >))
        #expect(reasons.last != 0)
    }

    @Test func listIsSortedOnceASecond() {
        var viewed = Viewed.busy(200, 60)
        let before = viewed.state.facetPanel.sections

        viewed.receive(
            .sample(9000) {
                $0.object.namespace = "team-9"; $0.received = Viewed.now
            }
        )
        #expect(viewed.state.facetPanel.sections == before)
        viewed.pass(seconds: 1)

        #expect(viewed.state.facetPanel.sections != before)
    }

    @Test func chosenValuesComeFirstOnceTheSidebarIsLeft() {
        var viewed = Viewed.busy(200, 60)
        viewed.press(.character("4"))
        viewed.pass(seconds: 1)

        let values = viewed.state.facetPanel.sections.first?.values ?? []
        #expect(values.first?.condition == .included)
        #expect(values.first?.number == 4)
        #expect(values.map(\.number).prefix(4) == [4, 1, 2, 3])
    }

    @Test func digitsPickNamespacesFromTheListAndZeroShowsAll() {
        var viewed = Viewed.busy()

        viewed.press(.character("2"))
        #expect(viewed.state.filterText == "ns:payments")
        viewed.press(.character("1"))
        #expect(viewed.state.filterText == "ns:测试环境")
        viewed.press(.character("0"))

        #expect(viewed.state.filterText == "")
    }

    @Test func theSwitchForWarningsGivesWayToTheFacetOfTypes() {
        var setting = FilterSetting(text: "ns:a", warningsOnly: true)

        setting.edit(.type, "Normal", .include)
        #expect(setting == FilterSetting(text: "ns:a type:(Warning, Normal)"))
        setting.clear(.type)

        #expect(setting == FilterSetting(text: "ns:a"))
    }

    // MARK: Long lists

    @Test func whatDoesNotFitIsCountedAndCanBeExpanded() {
        var viewed = Viewed.busy(80, 24)
        viewed.press(.tab, .down, .down)
        #expect(viewed.state.facetPanel.cursor == .more(.namespace))

        viewed.press(.enter)

        #expect(!viewed.sidebar.contains { $0.contains("more") && $0.contains("NAMESPACE") })
        #expect(viewed.state.facetPanel.expanded == [.namespace])
        #expect(viewed.state.facetPanel.cursor == .value(.namespace, "ml"))
        viewed.press(.character("G"))
        #expect(viewed.sidebar.last?.contains("controller") == true || viewed.sidebar.last?.hasPrefix(">") == true)
    }

    @Test(arguments: 1...60)
    func linesOfEveryHeightCoverAllOccurrences(rows: Int) {
        let viewed = Viewed.busy(200, 60)
        let panel = viewed.state.facetPanel

        for section in panel.sections {
            let sum = panel.lines(rows: rows).reduce(0) { sum, line in
                switch line {
                case .value(section.facet, let value): sum + value.count
                case .more(section.facet, _, let occurrences): sum + occurrences
                default: sum
                }
            }
            #expect(sum == section.occurrences)
        }
    }

    @Test func searchNarrowsValues() {
        var viewed = Viewed.busy(120, 40)
        viewed.press(.tab, .character("/"))
        viewed.type("3.1")

        #expect(viewed.state.facetPanel.sections.map(\.facet) == [.node])
        #expect(viewed.sidebar.first == "/3.1")
        viewed.press(.enter, .enter)
        #expect(viewed.state.filterText.hasPrefix("node:cn-hz.10.0.3.1"))
        viewed.press(.escape)
        #expect(viewed.state.facetPanel.search == nil)
        #expect(viewed.state.focus == .facets)
        viewed.press(.escape)
        #expect(viewed.state.focus == .list)
        #expect(viewed.sidebar.isEmpty)
    }

    @Test func tabLeavesTheSidebarOpenAndEscClosesIt() {
        var viewed = Viewed.busy(120, 40)

        viewed.press(.tab, .tab)
        #expect(viewed.state.context == .list)
        #expect(!viewed.sidebar.isEmpty)
        viewed.press(.tab, .escape)

        #expect(viewed.sidebar.isEmpty)
    }
}
