import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct CommandTests {
    private func run(_ line: String, _ change: (inout ViewConfiguration) -> Void = { _ in }) -> Viewed {
        var viewed = Viewed(80, 24, change)
        viewed.becomeLive()
        viewed.send(.received(events: Incident.events, gaps: []))
        viewed.forward()
        viewed.effects = []
        viewed.press(.character(":"))
        viewed.send(.key(.paste(line)))
        viewed.press(.enter)
        return viewed
    }

    @Test(arguments: TypedCommand.allCases)
    func everyCommandIsExplainedAndRunsOrSaysWhyNot(command: TypedCommand) {
        #expect(!command.summary.isEmpty)
        // Or else the help cuts it on a screen of 80 columns.
        #expect(max(19, command.usage.count + 2) + command.summary.count <= 74, "\(command)")

        for argument in ["", " on", " json", " -15m", " zzz", " a,b,!c", " /x/ ("] {
            let viewed = run(command.rawValue + argument)
            #expect(viewed.state.prompt == nil || viewed.state.prompt?.error != nil)
            #expect(render(viewed.state).isSound)
        }
    }

    @Test func namesAndAliasesAreUnique() {
        let names = TypedCommand.allCases.flatMap { [$0.rawValue] + $0.aliases }

        #expect(Set(names).count == names.count)
    }

    @Test(arguments: [
        ("q", Effect.quit(.now)), ("q!", .quit(.now)), ("forward retry", .retryForwarding),
        ("theme light", .setTheme("light")), ("set mouse on", .setMouse(true)),
    ])
    func commandsAskTheShell(line: String, effect: Effect) {
        var viewed = run(line)
        if viewed.state.dialog != nil { viewed.press(.character("k")) }

        #expect(viewed.effects.contains(effect))
    }

    @Test func forwardingIsAskedAboutBeforeItStops() {
        var viewed = run("forward off")
        #expect(viewed.state.dialog == .forwarding(false))
        #expect(!viewed.effects.contains(.setForwarding(false)))

        viewed.press(.character("y"))

        #expect(viewed.effects.last == .setForwarding(false))
    }

    @Test func whatIsSoAlreadyIsSaid() {
        let viewed = run("forward on")

        #expect(viewed.state.dialog == nil)
        #expect(viewed.state.notice?.text == "forwarding is on already")
    }

    @Test(arguments: [
        ("set ascii on", "ascii on: lines and bars are plain characters"),
        ("set warnings on", "warnings on: Normal events are hidden"),
        ("marks", "no marks: Space marks a row"), ("snooze", "no row is snoozed: a snoozes one"),
        ("marks clear", "no row is marked"),
    ])
    func commandsSayWhatTheyDid(line: String, text: String) {
        let viewed = run(line)

        #expect(viewed.state.notice?.text == text)
        #expect(viewed.state.filterText.isEmpty)
    }

    @Test func nothingCanBeCopiedOfAnEmptyList() {
        var viewed = Viewed()
        viewed.press(.character(":"))
        viewed.type("copy link")
        viewed.press(.enter)

        #expect(viewed.state.prompt?.error?.message == "no row to copy")
    }

    @Test(arguments: [
        ("count", "count"), ("-count", "count"), ("+count", "count:asc"), ("count:asc", "count:asc"),
        ("count:desc", "count"), ("reason", "reason"), ("-reason", "reason:desc"), ("+last", "last:asc"),
    ])
    func ordersAreTypedAsAtTheCommandLine(typed: String, order: String) {
        #expect(run("sort " + typed).state.list.table.order == GroupOrder(order))
    }

    @Test(arguments: ["count:up", "-count:asc", "-", ":desc", "count:"])
    func whatIsNoOrderStaysInThePrompt(typed: String) {
        let viewed = run("sort " + typed)

        #expect(viewed.state.prompt?.error != nil)
        #expect(viewed.state.list.table.order == GroupOrder())
    }

    @Test func aFaultIsMarkedInTheOpenPrompt() {
        let viewed = run("group resaon")

        #expect(viewed.state.prompt?.error?.range == 6..<12)
        #expect(viewed.state.prompt?.error?.suggestion == "reason")
        #expect(viewed.rows.contains { $0.hasPrefix("│       ^~~~~~ ") })
    }

    @Test func anUnknownCommandNamesTheNearest() {
        var viewed = run("colums")
        #expect(viewed.state.prompt?.error?.message == "unknown command \"colums\"; did you mean \"columns\"?")

        viewed.press(.tab)

        #expect(viewed.state.prompt?.editor.text == "columns")
    }

    @Test(arguments: [
        ("ns payments", "ns:payments"), ("ns a,b", "ns:(a, b)"), ("ns a,!kube-*", "ns:a !ns:kube-*"),
        ("ns a, kube-*", "ns:(a, kube-*)"), ("ns *", ""), ("ns !a", "!ns:a"),
    ])
    func namespacesAreEditedInTheFilter(line: String, filter: String) {
        var viewed = run("filter ns:old")
        viewed.press(.character(":"))
        viewed.send(.key(.paste(line)))
        viewed.press(.enter)

        #expect(viewed.state.filterText == filter)
    }

    @Test func theRestOfTheFilterStaysWhenNamespacesChange() {
        var viewed = run("filter ns:old type:Warning")
        viewed.press(.character(":"))
        viewed.type("ns shop")
        viewed.press(.enter)

        #expect(viewed.state.filterText == "type:Warning ns:shop")
    }

    @Test func groupAndOrderChangeTheTable() {
        var viewed = run("group reason")
        #expect(viewed.state.list.table.grouping == .reason)

        viewed.press(.character(":"))
        viewed.type("sort count:asc")
        viewed.press(.enter)

        #expect(viewed.state.list.table.order == GroupOrder(.count, isInverted: true))
    }

    @Test func contextsMustBeInTheKubeconfig() {
        let names: (inout ViewConfiguration) -> Void = { $0.contexts = ["prod-hz", "dev", "a b"] }

        #expect(run("ctx dev", names).effects.contains(.switchContexts(["dev"])))
        #expect(run("ctx a b", names).effects.contains(.switchContexts(["a b"])))
        #expect(run("ctx dve", names).state.prompt?.error?.suggestion == "dev")
        #expect(!run("ctx prod-hz", names).effects.contains(.switchContexts(["prod-hz"])))
        #expect(run("ctx", names).state.menu?.items.count == 3)
    }

    @Test func theContextsThatAreWatchedAreTicked() {
        let viewed = run("ctx") { $0.contexts = ["prod-hz", "dev"] }

        #expect(viewed.state.menu?.items.filter(\.isOn).map(\.label) == ["prod-hz"])
    }

    @Test func completionFollowsTheCommand() {
        var viewed = Viewed.incident()
        viewed.press(.character(":"))
        viewed.type("gr")
        viewed.press(.tab)
        #expect(viewed.state.prompt?.editor.text == "group ")
        viewed.type("nam")
        viewed.press(.tab)
        #expect(viewed.state.prompt?.editor.text == "group namespace")
        viewed.press(.control("u"))
        viewed.type("ns ml,!sh")
        viewed.press(.tab)
        #expect(viewed.state.prompt?.editor.text == "ns ml,!shop")
        viewed.press(.control("u"))
        viewed.type("filter reason:Unhea")
        viewed.press(.tab)
        #expect(viewed.state.prompt?.editor.text == "filter reason:Unhealthy")
        viewed.press(.control("u"))
        viewed.type("save x as js")
        viewed.press(.tab)
        #expect(viewed.state.prompt?.editor.text == "save x as json")
    }

    @Test func goToTimePutsTheCursorThere() {
        var viewed = run("goto -60s")
        #expect(viewed.objects.contains("[cart]"))

        viewed.press(.character(":"))
        viewed.type("goto yesterday 25:00")
        viewed.press(.enter)

        #expect(viewed.state.prompt?.error?.range.lowerBound == 5)
    }

    @Test func timesBeforeTheListComeFromTheJournal() {
        let viewed = run("since 5h")

        #expect(viewed.effects.contains(.loadHistory(since: Viewed.ago(5 * 3600))))
    }
}
