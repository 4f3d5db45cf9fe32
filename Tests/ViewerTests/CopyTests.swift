import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct CopyTests {
    private func copied(_ form: CopyForm, _ change: (inout KubeEvent) -> Void = { _ in }) -> String? {
        var viewed = Viewed(80, 24) { $0.contexts = ["prod-hz"] }
        var event = Incident.events[0]
        change(&event)
        viewed.receive(event)
        viewed.effects = []
        for effect in viewed.state.copy(form) { if case .copy(let text) = effect { return text } }
        return nil
    }

    @Test(arguments: [
        (CopyForm.object, "pod/web-7d9f8c6b5d-x2k4q"), (.namespace, "payments"),
        (.describe, "kubectl --context prod-hz describe -n payments pod/web-7d9f8c6b5d-x2k4q"),
        (.events, "kubectl --context prod-hz events -n payments --for pod/web-7d9f8c6b5d-x2k4q"),
        (.logs, "kubectl --context prod-hz logs -n payments web-7d9f8c6b5d-x2k4q"),
    ])
    func aRowIsCopiedInManyForms(form: CopyForm, text: String) {
        #expect(copied(form) == text)
    }

    @Test func theContainerOfThePartIsNamed() {
        #expect(
            copied(.logs) { $0.object.fieldPath = "spec.containers{app}" }
                == "kubectl --context prod-hz logs -n payments web-7d9f8c6b5d-x2k4q -c app"
        )
    }

    @Test func onlyPodsHaveLogs() {
        #expect(copied(.logs) { $0.object.kind = "Node" } == nil)
    }

    @Test(arguments: [
        ("web-1.x", "web-1.x"), ("", "''"), ("a b", "'a b'"), ("$(reboot)", "'$(reboot)'"), ("it's", "'it'\\''s'"),
        ("a\u{1B}]0;x\u{7}", "'a^[]0;x^G'"), ("`x`", "'`x`'"), ("a\nb", "'a⏎b'"), ("~", "'~'"), ("-f", "-f"),
    ])
    func namesAreOneWordOfTheShell(name: String, word: String) {
        #expect(shellWord(name) == word)
    }

    @Test func hostileTextReachesTheClipboardSanitised() {
        for sample in HostileText.samples {
            for form in CopyForm.allCases {
                let text = copied(form) {
                    $0.message = String(sample.prefix(2000))
                    $0.object.name = String(sample.prefix(200))
                    $0.object.namespace = String(sample.prefix(200))
                    $0.object.uid = String(sample.prefix(200))
                }
                let isClean = (text ?? "").unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && !(0x200B...0x200F).contains($0.value)
                        && !(0x202A...0x202E).contains($0.value)
                }
                #expect(isClean, "\(form)")
            }
        }
    }

    @Test func whatNoTerminalTakesIsSaidAndNotSent() {
        var viewed = Viewed(80, 24)
        viewed.receive(.sample(1) { $0.message = String(repeating: "x", count: 80_000) })

        let effects = viewed.state.copy(.message)

        #expect(effects.isEmpty)
        #expect(viewed.state.notice?.text.hasPrefix("too long to copy") == true)
    }

    @Test func markedRowsAreCopiedTogetherInTheOrderOfTheScreen() {
        var viewed = Viewed.incident()
        let table = viewed.state.list.table
        let ids = [table[visible: 3].id, table[visible: 1].id]
        viewed.state.list.change { table in for id in ids { table.mark(id, true) } }
        viewed.effects = []

        let effects = viewed.state.copy(.object)

        #expect(effects == [.copy("pod/web-7d9f8c6b5d-x2k4q\njob/nightly-28531")])
        viewed.press(.character("C"))
        #expect(viewed.screen.contains("Copy of 2 marked rows"))
    }

    @Test func objectsAreAskedOfTheShell() {
        var viewed = Viewed.incident()
        let row = viewed.state.list.table[visible: 0].newest

        let effects = viewed.state.copy(.yaml)

        #expect(effects == [.copyObjects([row], as: .yaml)])
    }

    @Test func theWholeFilterIsCopied() {
        var viewed = Viewed.incident()
        #expect(!viewed.state.copyForms.contains(.filter))
        viewed.press(.character("1"), .character("w"))

        let text = viewed.state.copy(.filter)

        #expect(text == [.copy(viewed.state.filterText + " type:Warning")])
    }

    @Test func theLinkSearchesTheObjectInItsTime() throws {
        let link = try #require(
            copied(.link) {
                $0.object.uid = "0d1e-\"x"
                $0.firstSeen = Timestamp(seconds: 1000)
                $0.lastSeen = Timestamp(seconds: 2000)
                $0.received = Timestamp(seconds: 1500)
            }
        )

        #expect(link.hasPrefix("https://sls.console.aliyun.com/lognext/project/k8s-prod/logsearch/k8s-event?"))
        #expect(link.contains("queryString=IjBkMWUteCI%3D"))
        #expect(link.contains("startTime=940") && link.contains("endTime=2060"))
    }
}

@Suite struct ExportTests {
    private func save(_ line: String, _ viewed: Viewed = .incident()) -> Viewed {
        var viewed = viewed
        viewed.effects = []
        viewed.press(.character(":"))
        viewed.send(.key(.paste("save " + line)))
        viewed.press(.enter)
        return viewed
    }

    private func request(_ viewed: Viewed) -> ExportRequest? {
        for effect in viewed.effects { if case .export(let request) = effect { return request } }
        return nil
    }

    @Test(arguments: [
        ("a.csv", ExportFormat.csv), ("~/b.JSON", .json), ("c.ndjson", .jsonl), ("d/e.yml", .yaml), ("f.md", .markdown),
        ("g.txt as yaml", .yaml), ("h.csv as json view", .json),
    ])
    func theFormatIsThatOfTheNameOrAsSaid(line: String, format: ExportFormat) {
        #expect(request(save(line))?.format == format)
    }

    @Test func aNameWithSpacesIsTakenWhole() {
        #expect(request(save("\"my events.csv\" group"))?.path == "my events.csv")
    }

    @Test func theScopeSaysWhichEvents() {
        #expect(request(save("a.csv"))?.rows.count == Incident.lines.count)
        #expect(request(save("a.csv group"))?.rows.map(\.reason) == ["BackOff"])
        #expect(save("a.csv marked").state.prompt?.error?.message == "no row is marked")
    }

    @Test func theFilterNarrowsTheView() {
        var viewed = Viewed.incident()
        viewed.press(.character("w"))

        #expect(request(save("a.csv", viewed))?.rows.allSatisfy(\.isWarning) == true)
    }

    @Test(arguments: ["a", "a.exe", ".csv", "a.csv as xml"])
    func withoutAFormatNothingIsWritten(line: String) {
        let viewed = save(line)

        #expect(request(viewed) == nil)
        #expect(viewed.state.prompt?.error != nil)
    }

    @Test func aFileThatIsThereIsReplacedOnlyOnYes() {
        var viewed = save("a.csv")
        viewed.effects = []
        viewed.send(.exported(.exists(path: "/tmp/a.csv")))
        #expect(viewed.screen.contains("Replace the file?"))
        viewed.press(.enter, .character("x"))
        #expect(viewed.effects.isEmpty)

        viewed.press(.character("y"))

        #expect(request(viewed)?.mayReplace == true)
        viewed.send(.exported(.written(path: "/tmp/a.csv", events: 13, bytes: 4096)))
        #expect(viewed.state.notice?.text == "saved 13 events, 4 KB, to /tmp/a.csv")
    }

    @Test func aFailureIsSaid() {
        var viewed = save("a.csv")

        viewed.send(.exported(.failed("cannot write /x/a.csv: No such file or directory")))

        #expect(viewed.screen.contains("cannot write /x/a.csv: No such file or directory"))
    }

    @Test func theMenusLeadToThePath() {
        var viewed = Viewed.incident()
        viewed.press(.control("s"))
        viewed.type("yaml")
        viewed.press(.enter)
        #expect(viewed.screen.contains("all that the filter shows: 13 events"))
        viewed.press(.end, .enter)
        #expect(viewed.screen.contains("Save to file: group as yaml"))
        viewed.press(.enter)

        #expect(request(viewed)?.format == .yaml)
        #expect(request(viewed)?.rows.count == 1)
    }
}

@Suite struct SavedViewTests {
    @Test func aViewBringsBackHowItLooked() throws {
        var viewed = Viewed.incident()
        viewed.press(.character("w"), .character("1"), .character("t"))
        viewed.state.setGrouping(.reason)
        viewed.state.setOrder(GroupOrder(.count, isInverted: true))
        let before = viewed.state.filters.current
        viewed.press(.character("V"))
        viewed.type("mine")
        viewed.press(.enter)
        viewed.press(.escape, .escape, .character("t"))
        viewed.state.setGrouping(.none)

        viewed.press(.character("v"), .enter)

        #expect(viewed.state.filters.current == before)
        #expect(viewed.state.list.table.grouping == .reason)
        #expect(viewed.state.list.table.order == GroupOrder(.count, isInverted: true))
        #expect(viewed.state.timeMode == .local)
    }

    @Test func aNameThatIsTakenIsAskedAbout() {
        var viewed = Viewed.incident()
        viewed.state.views = [SavedView(name: "mine")]
        viewed.press(.character("V"))
        viewed.type("mi")
        viewed.press(.tab, .enter)
        #expect(viewed.screen.contains("Replace the view?"))
        #expect(!viewed.effects.contains { if case .saveView = $0 { true } else { false } })

        viewed.press(.character("y"))

        #expect(viewed.effects.contains { if case .saveView = $0 { true } else { false } })
        #expect(viewed.state.views.count == 1)
    }

    @Test func aViewWhoseFilterCannotBeReadChangesNothing() {
        var viewed = Viewed.incident()
        var view = SavedView(name: "bad")
        view.filter = "ns:("
        view.group = .reason

        _ = viewed.state.open(view)

        #expect(viewed.state.list.table.grouping == .objectAndReason)
        #expect(viewed.state.notice?.text.contains("cannot be read") == true)
    }

    @Test func noViewsAreSaid() {
        var viewed = Viewed.incident()

        viewed.press(.character("v"))

        #expect(viewed.state.notice?.text == "no saved views: V saves this one")
    }
}
