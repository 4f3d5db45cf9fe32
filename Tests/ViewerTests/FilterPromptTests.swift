import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct FilterPromptTests {
    @Test func theFilterPreviewsWhileTypingAndEnterKeepsIt() {
        var viewed = Viewed.incident()

        viewed.press(.character("/"))
        viewed.type("reason:Pul")
        #expect(viewed.state.list.table.visibleCount == 2)
        viewed.press(.enter)

        #expect(viewed.state.filterText == "reason:Pul*")
        #expect(viewed.state.list.table.visibleCount == 2)
        #expect(viewed.state.prompt == nil)
    }

    @Test func escapeRestoresTheFormerFilter() {
        var viewed = Viewed.incident()

        viewed.press(.character("&"))
        viewed.type("ns:ml")
        viewed.press(.escape)

        #expect(viewed.state.filterText == "")
        #expect(viewed.state.list.table.visibleCount == Incident.lines.count)
    }

    @Test func aFaultShowsWhatStandsBeforeItAndHoldsEnter() {
        var viewed = Viewed.incident()

        viewed.press(.character("/"))
        viewed.type("ns:payments resaon:BackOff")
        viewed.press(.enter)

        #expect(viewed.state.prompt?.error?.range == 12..<18)
        #expect(viewed.state.list.table.visibleCount == 3)
        #expect(viewed.screen.contains("│             ^~~~~~   "))
        #expect(viewed.screen.contains("did you mean \"reason\"?"))
    }

    @Test func tabTakesTheSuggestion() {
        var viewed = Viewed.incident()

        viewed.press(.character("/"))
        viewed.type("resaon:BackOff")
        viewed.press(.tab, .enter)

        #expect(viewed.state.filterText == "reason:BackOff")
    }

    @Test func escapeInTheListUndoesFiltersOneByOne() {
        var viewed = Viewed.incident()
        viewed.press(.character("w"), .character("1"))
        #expect(viewed.state.list.table.visibleCount == 2)

        viewed.press(.escape)
        #expect(viewed.state.list.table.visibleCount == 5)
        viewed.press(.escape)

        #expect(viewed.state.list.table.visibleCount == 13)
    }

    @Test func warningsOnlyComesOnTopOfTheFilter() {
        var viewed = Viewed.incident()
        viewed.press(.character("/"))
        viewed.type("ns:ml | ns:shop")
        viewed.press(.enter)

        viewed.press(.character("w"))

        #expect(viewed.state.list.table.visibleCount == 3)
        #expect(viewed.rows[1].contains("filter: type:Warning  ns:ml | ns:shop"))
        viewed.press(.character("w"))
        #expect(viewed.state.list.table.visibleCount == 4)
    }

    @Test func historyComesBackWithTheArrows() {
        var viewed = Viewed.incident()
        for text in ["ns:ml", "ns:shop"] {
            viewed.press(.character("/"), .control("u"))
            viewed.type(text)
            viewed.press(.enter)
        }

        viewed.press(.character("/"), .control("u"))
        viewed.type("dra")
        viewed.press(.up, .up)
        #expect(viewed.state.prompt?.editor.text == "ns:ml")
        viewed.press(.up, .down)
        #expect(viewed.state.prompt?.editor.text == "ns:shop")
        viewed.press(.down)

        #expect(viewed.state.prompt?.editor.text == "dra")
    }

    @Test(arguments: [("ns:ml", 2, "filter: ns:ml"), ("resaon:x", 13, "unknown field")])
    func aFilterCanBeGivenAtTheStart(filter: String, count: Int, text: String) {
        var viewed = Viewed()
        viewed.state = ViewState(
            configuration: viewed.state.configuration,
            size: viewed.state.size,
            now: Viewed.now,
            filter: filter
        )

        viewed.send(.received(events: Incident.events, gaps: []))

        #expect(viewed.state.list.table.visibleCount == count)
        #expect(viewed.screen.contains(text))
    }
}
