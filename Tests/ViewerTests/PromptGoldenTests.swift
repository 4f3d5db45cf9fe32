import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

/// The screens of menus, prompts and help, as text.
@Suite struct PromptGoldenTests {
    private static let sizes = [(80, 24), (120, 40)]

    private func incident(_ size: (Int, Int)) -> Viewed {
        var viewed = Viewed.incident(size.0, size.1)
        viewed.state.configuration.contexts = ["prod-hz", "prod-sh", "staging", "测试"]
        return viewed
    }

    @Test(arguments: sizes)
    func theMenu(size: (Int, Int)) throws {
        var viewed = incident(size)
        viewed.press(.character(":"))
        viewed.type("ns")
        viewed.press(.enter, .down, .character(" "))
        viewed.type("a")
        try expectGolden(viewed, "menu-\(size.0)x\(size.1)")
    }

    @Test(arguments: sizes)
    func theCompletion(size: (Int, Int)) throws {
        var viewed = incident(size)
        viewed.press(.character("/"))
        viewed.type("ns:payments type:Warning reason:U")
        viewed.press(.tab)
        try expectGolden(viewed, "completion-\(size.0)x\(size.1)")
    }

    @Test(arguments: sizes)
    func theSearch(size: (Int, Int)) throws {
        var viewed = incident(size)
        viewed.press(.control("g"))
        viewed.type("pulled")
        try expectGolden(viewed, "find-\(size.0)x\(size.1)")
    }

    @Test(arguments: sizes)
    func theCommand(size: (Int, Int)) throws {
        var viewed = incident(size)
        viewed.press(.character(":"))
        viewed.type("s")
        try expectGolden(viewed, "command-\(size.0)x\(size.1)")
    }

    @Test(arguments: sizes)
    func theHelp(size: (Int, Int)) throws {
        var viewed = incident(size)
        viewed.press(.character("?"))
        try expectGolden(viewed, "help-\(size.0)x\(size.1)")
    }

    @Test func theHelpSearched() throws {
        var viewed = incident((80, 24))
        viewed.press(.character("?"))
        viewed.type("namespace")
        viewed.press(.down)
        try expectGolden(viewed, "help-search")
    }

    @Test func theGrammar() throws {
        var viewed = incident((80, 24))
        viewed.press(.character("/"), .function(1))
        try expectGolden(viewed, "grammar")
    }
}

@Suite struct HelpTests {
    @Test func enterRunsTheActionWhereTheHelpWasOpened() {
        var viewed = Viewed.incident()
        viewed.press(.character("?"))
        viewed.type("warning only")

        viewed.press(.enter)

        #expect(viewed.state.help == nil && viewed.state.pane == nil)
        #expect(viewed.state.filters.current.warningsOnly)
    }

    @Test func whatBelongsElsewhereSaysWhere() {
        var viewed = Viewed.incident()
        viewed.press(.character("?"))
        viewed.type("dead letters")

        viewed.press(.enter)

        #expect(viewed.state.help != nil)
        #expect(viewed.state.notice?.text.hasSuffix("works in: forwarder") == true)
    }

    @Test func aCommandIsPutIntoThePrompt() {
        var viewed = Viewed.incident()
        viewed.press(.character("?"))
        viewed.type(":group")

        viewed.press(.enter)

        #expect(viewed.state.prompt?.kind == .command)
        #expect(viewed.state.prompt?.editor.text == "group ")
    }

    @Test func thePlaceItWasOpenedFromComesFirst() {
        var viewed = Viewed.incident()
        viewed.press(.enter, .character("?"))

        #expect(viewed.rows[1].contains("Help: detail"))
        #expect(viewed.rows[3].contains("DETAIL"))
    }

    @Test func escapeForgetsTheSearchFirst() {
        var viewed = Viewed.incident()
        viewed.press(.character("?"), .character("q"))
        #expect(viewed.state.help == nil)

        viewed.press(.character("?"), .character("/"))
        viewed.type("quit")
        #expect(viewed.state.help?.query.text == "quit")
        viewed.press(.escape)
        #expect(viewed.state.help != nil)
        viewed.press(.escape)

        #expect(viewed.state.help == nil)
    }
}
