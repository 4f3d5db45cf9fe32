import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct PromptTests {
    @Test func valuesThatBeginAsTypedAreOfferedFirst() {
        var viewed = Viewed()
        viewed.becomeLive()
        viewed.receive(
            .sample(1, uid: "a") {
                $0.reason = "FailedUnmount"; $0.count = 500
            },
            .sample(2, uid: "b") {
                $0.reason = "Unhealthy"; $0.count = 1
            }
        )
        viewed.press(.character("/"))
        viewed.type("reason:Un")

        #expect(viewed.state.prompt?.completion?.candidates.map(\.text) == ["Unhealthy", "FailedUnmount"])
    }

    private func open(_ keys: Key..., text: String) -> Viewed {
        var viewed = Viewed.incident()
        for key in keys { viewed.press(key) }
        viewed.type(text)
        return viewed
    }

    // MARK: Filter

    @Test func enterKeepsWhatTheUnfinishedWordShowed() {
        var viewed = open(.character("/"), text: "reason:Pul")
        #expect(viewed.state.list.table.visibleCount == 2)

        viewed.press(.enter)

        #expect(viewed.state.filterText == "reason:Pul*")
        #expect(viewed.state.list.table.visibleCount == 2)
    }

    @Test func aWordThatIsWholeStaysAsItIs() {
        var viewed = open(.character("/"), text: "reason:Pulled")

        viewed.press(.enter)

        #expect(viewed.state.filterText == "reason:Pulled")
    }

    @Test func tabTakesWhatTheCandidatesShareAndThenOneAfterTheOther() {
        var viewed = open(.character("/"), text: "reason:S")
        #expect(viewed.screen.contains("ScalingReplicaSet 1"))

        viewed.press(.tab)
        #expect(viewed.state.prompt?.editor.text == "reason:ScalingReplicaSet")
        viewed.press(.tab)
        #expect(viewed.state.prompt?.editor.text == "reason:Scheduled")
        viewed.press(.backTab)
        #expect(viewed.state.prompt?.editor.text == "reason:ScalingReplicaSet")
        viewed.type(" ")
        #expect(viewed.state.prompt?.completion?.chosen == nil)
    }

    @Test func theOnlyCandidateIsPutInWhole() {
        var viewed = open(.character("/"), text: "ns:pay")

        viewed.press(.tab, .enter)

        #expect(viewed.state.filterText == "ns:payments")
    }

    @Test func aValueThatWasNotSeenIsNoted() {
        let viewed = open(.character("/"), text: "type:Warn ")

        #expect(viewed.screen.contains("no value \"Warn\" seen for type"))
    }

    @Test func f1ExplainsTheGrammarAndEscapeClosesItFirst() {
        var viewed = open(.character("/"), .function(1), text: "ns:ml")
        #expect(viewed.screen.contains("either; ( ) group"))

        viewed.press(.escape)

        #expect(viewed.state.prompt?.editor.text == "ns:ml")
        #expect(!viewed.screen.contains("either; ( ) group"))
    }

    @Test func controlVOpensTheViewsInPlaceOfThePrompt() {
        var viewed = Viewed.incident()
        viewed.state.views = [SavedView(name: "mine")]

        viewed.press(.character("/"), .control("v"))

        #expect(viewed.state.prompt == nil)
        #expect(viewed.state.menu?.selected?.label == "mine")
    }

    // MARK: Filter history

    @Test func bracketsGoThroughTheFiltersThatWereInForce() {
        var viewed = Viewed.incident()
        viewed.press(.character("w"), .character("1"))
        let both = viewed.state.filters.current

        viewed.press(.character("["))
        #expect(viewed.state.filters.current == FilterSetting(warningsOnly: true))
        viewed.press(.character("["))
        #expect(viewed.state.filters.current == FilterSetting())
        viewed.press(.character("["))
        #expect(viewed.state.notice?.text == "no filter before this one")
        viewed.press(.character("]"), .character("]"))

        #expect(viewed.state.filters.current == both)
    }

    @Test func escapeDoesNotUndoAFilterOfAFormerRun() {
        var history = FilterHistory(earlier: [FilterSetting(text: "ns:a"), FilterSetting(text: "ns:b")])

        let undone = history.undo()
        #expect(!undone)
        let stepped = history.step(isForward: false)
        #expect(stepped && history.current.text == "ns:b")
        let back = history.undo()

        #expect(back && history.current.isEmpty)
    }

    @Test func aChangeForgetsWhatWasGoneBackFrom() {
        var history = FilterHistory()
        history.change(to: FilterSetting(text: "a"))
        history.change(to: FilterSetting(text: "b"))
        _ = history.undo()

        history.change(to: FilterSetting(text: "c"))

        let stepped = history.step(isForward: true)
        #expect(!stepped)
        let undone = history.undo()
        #expect(undone && history.current.text == "a")
    }

    @Test func aLongHistoryIsCutAtItsBeginning() {
        var history = FilterHistory()
        for number in 0..<200 { history.change(to: FilterSetting(text: "n\(number)")) }
        var steps = 0

        while history.undo() { steps += 1 }

        #expect(steps == 49)
        #expect(history.current.text == "n150")
    }

    // MARK: History of lines

    @Test func whatIsWrittenIsRememberedUnlessItBeginsWithASpace() {
        var viewed = open(.character("/"), text: "ns:ml")
        viewed.press(.enter, .character("/"), .control("u"))
        viewed.type(" ns:shop")
        viewed.press(.enter)

        #expect(viewed.effects == [.remember(.filter, "ns:ml")])
    }

    @Test func controlRSearchesTheHistory() {
        var viewed = Viewed(80, 24) { $0.history = [.filter: ["ns:ml", "type:Warning", "ns:shop"]] }
        viewed.press(.character("/"))
        viewed.type("dra")

        viewed.press(.control("r"))
        viewed.type("NS:")
        #expect(viewed.state.prompt?.editor.text == "ns:shop")
        #expect(viewed.screen.contains("history: NS:"))
        viewed.press(.control("r"))
        #expect(viewed.state.prompt?.editor.text == "ns:ml")
        viewed.press(.control("r"))
        #expect(viewed.state.prompt?.editor.text == "ns:ml")
        viewed.press(.escape)

        #expect(viewed.state.prompt?.editor.text == "dra")
    }

    @Test func aLineThatIsFoundCanBeEdited() {
        var viewed = Viewed(80, 24) { $0.history = [.filter: ["ns:ml"]] }
        viewed.press(.character("/"), .control("r"))
        viewed.type("m")

        viewed.press(.left, .right)
        viewed.type("x")

        #expect(viewed.state.prompt?.search == nil)
        #expect(viewed.state.prompt?.editor.text == "ns:mlx")
    }

    // MARK: Find

    @Test func slashTwiceFindsAndKeepsAllRows() {
        var viewed = open(.character("/"), .character("/"), text: "train")
        #expect(viewed.state.prompt?.kind == .find)
        #expect(viewed.screen.contains("2 rows"))

        viewed.press(.enter)

        #expect(viewed.objects.contains("[train-gpu-0]"))
        #expect(viewed.state.list.table.visibleCount == Incident.lines.count)
        viewed.press(.character("n"))
        #expect(viewed.objects.contains("[train-gpu-1]"))
        viewed.press(.character("n"))
        #expect(viewed.objects.contains("[train-gpu-0]"))
        #expect(viewed.state.notice?.text == "found 1 of 2, went on at the top")
        viewed.press(.character("N"))
        #expect(viewed.state.notice?.text == "found 2 of 2, went on at the bottom")
    }

    @Test func whatIsFoundIsMarkedInItsCells() {
        var viewed = open(.character("/"), .control("g"), text: "ReAdInEsS")
        viewed.press(.enter)
        let frame = render(viewed.state)
        let rows = viewed.rows

        let row = rows.firstIndex { $0.contains("Readiness probe") } ?? 0
        let line = frame.line(row, from: 0, columns: 80)
        let cells = Find.ranges(of: "Readiness", in: line).first ?? 0..<0

        #expect(cells.count == 9)
        #expect(cells.allSatisfy { frame[$0, row].style.role == .match })
        #expect(frame[cells.upperBound, row].style.role != .match)
    }

    @Test func escapeEndsTheSearchBeforeItUndoesAFilter() {
        var viewed = open(.character("w"), .control("g"), text: "train")
        viewed.press(.enter, .escape)
        #expect(viewed.state.listFind == nil)
        #expect(viewed.state.filters.current.warningsOnly)

        viewed.press(.escape)

        #expect(!viewed.state.filters.current.warningsOnly)
    }

    @Test func escapeInThePromptRestoresTheFormerSearch() {
        var viewed = open(.control("g"), text: "train")
        viewed.press(.enter, .control("g"))
        viewed.type("zzz")

        viewed.press(.escape)

        #expect(viewed.state.listFind?.text == "train")
    }

    @Test(arguments: [
        ("train gpu", ["train", "gpu"]), ("reason:Back*", ["Back"]), ("!ns:ml \"no space left\"", ["no space left"]),
        ("msg~/code: 5/", ["code:"]), ("a | b", ["a", "b"]), ("", []),
    ])
    func theWordsAreWhatIsMarked(text: String, needles: [String]) {
        #expect(ListFind(text, as: .everything).needles.prefix(needles.count) == needles[...])
    }

    @Test func aStaleTextIsSearchedInThePane() {
        var viewed = Viewed.incident()
        viewed.press(.character("R"), .character("/"))
        viewed.type("LIVE")

        viewed.press(.enter)

        #expect(viewed.state.textFind?.places.isEmpty == false)
        viewed.press(.escape)
        #expect(viewed.state.textFind == nil)
        #expect(viewed.state.pane != nil)
    }

    // MARK: The editor

    @Test(arguments: 0..<8)
    func randomKeysKeepTheCursorInTheLine(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var editor = LineEditor()
        let keys: [Key] = [
            .left, .right, .home, .end, .backspace, .delete, .control("u"), .control("k"), .control("w"),
            .control("y"), .character("x"), .character("é"), .paste(" a b "),
        ]

        for _ in 0..<300 {
            if Int.random(in: 0..<9, using: &generator) == 0 {
                _ = editor.handle(.paste(HostileText.random(length: 40, using: &generator)))
            } else if Int.random(in: 0..<9, using: &generator) == 0 {
                let start = Int.random(in: -3...9, using: &generator)
                editor.replace(start..<start + Int.random(in: 0...9, using: &generator), with: "ab")
            } else {
                _ = editor.handle(keys.randomElement(using: &generator) ?? .left)
            }
            #expect((0...editor.characters.count).contains(editor.cursor))
            #expect(editor.characters.count <= 4098)
            #expect(editor.text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
        }
    }

    @Test func controlYBringsBackWhatWasCut() {
        var editor = LineEditor("one two")

        _ = editor.handle(.control("w"))
        _ = editor.handle(.home)
        _ = editor.handle(.control("y"))

        #expect(editor.text == "twoone ")
    }
}
