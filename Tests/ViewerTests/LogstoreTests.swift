import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct LogstoreTests {
    // MARK: Asking

    @Test func theLastHourIsSearchedAtFirst() throws {
        let viewed = Viewed.searching()

        let question = try #require(viewed.askedLogstore)
        #expect(question.text == "level: Warning")
        #expect(question.to == Viewed.now.advanced(by: .seconds(1)))
        #expect(question.to.since(question.from) == .seconds(3600))
        #expect(viewed.screen.contains("searching k8s-event 13:03-14:03; :since 6h looks further back"))
    }

    @Test func whatTheViewShowsIsSearched() throws {
        var viewed = Viewed(120, 40)
        viewed.becomeLive()
        viewed.run("since 2h")
        viewed.run("sls")

        let question = try #require(viewed.askedLogstore)
        #expect(question.text == "*")
        #expect(question.to.since(question.from) == .seconds(7200))
    }

    @Test func aTimeOfTheHistogramIsSearched() throws {
        var viewed = Viewed(120, 40)
        viewed.becomeLive()
        viewed.send(.received(events: Incident.events, gaps: []))
        let range = Viewed.ago(300)..<Viewed.ago(240)
        viewed.state.changeFilter { $0.range = range }
        viewed.run("sls")

        let question = try #require(viewed.askedLogstore)
        #expect(question.from == range.lowerBound)
        #expect(question.to == range.upperBound)
    }

    @Test func anotherTimeSearchesAgain() throws {
        var viewed = Viewed.found()

        viewed.run("since 6h")

        let question = try #require(viewed.askedLogstore)
        #expect(question.id == 2)
        #expect(question.text == "level: Warning")
        #expect(question.to.since(question.from) == .seconds(6 * 3600))
        #expect(viewed.state.list.table.count == 0)
    }

    /// So that what happened since the last search is found.
    @Test func anotherSearchGoesUpToNow() throws {
        var viewed = Viewed.found()
        viewed.pass(seconds: 90)

        viewed.run("sls *")

        let question = try #require(viewed.askedLogstore)
        #expect(question.to == Viewed.now.advanced(by: .seconds(91)))
        #expect(question.to.since(question.from) == .seconds(3600))
    }

    @Test func anotherSearchOfAChosenTimeStaysThere() throws {
        var viewed = Viewed(120, 40)
        viewed.becomeLive()
        let range = Viewed.ago(300)..<Viewed.ago(240)
        viewed.state.changeFilter { $0.range = range }
        viewed.run("sls")
        viewed.pass(seconds: 90)

        viewed.run("sls *")

        let question = try #require(viewed.askedLogstore)
        #expect(question.from..<question.to == range)
    }

    @Test func aLongReasonIsWrapped() {
        var viewed = Viewed.searching(80, 24)
        let reason = Array(repeating: "reason", count: 24).joined(separator: " ")
        viewed.send(.found(LogstorePart(id: 1, state: .failed(reason + " end", advice: ""))))

        #expect(viewed.screen.contains("reason end"))
    }

    @Test func withoutASinkItIsSaidHow() {
        var viewed = Viewed(120, 40) { $0.sink = nil }
        viewed.run("sls level: Warning")

        #expect(viewed.effects.isEmpty)
        #expect(viewed.screen.contains("no sink is configured: --sink, --sink-file or $EVENTER_SINK"))
    }

    @Test(arguments: [("sls * | select 1", 6), ("sls \"a|b\" | x", 10)])
    func anAnalysisIsRefusedAtItsPlace(_ line: String, _ place: Int) {
        var viewed = Viewed(120, 40)
        viewed.run(line)

        #expect(viewed.state.prompt?.error?.range.lowerBound == place)
        #expect(viewed.state.logstore == nil)
    }

    // MARK: Answers

    @Test func whatIsFoundStandsInPlaceOfTheLiveList() {
        let viewed = Viewed.found()

        #expect(viewed.rows[0].contains("SLS k8s-event  1,000 of 4,204  13:03-14:03"))
        #expect(!viewed.rows[0].contains("LIVE"))
        #expect(viewed.rows[1].contains("sls: level: Warning"))
        #expect(viewed.state.list.table.count == Story.events.count)
        #expect(viewed.screen.contains("q back to the live list"))
        #expect(viewed.screen.contains(":more read on"))
    }

    @Test func whatIsIncompleteIsMarked() {
        let viewed = Viewed.found { $0.isComplete = false }

        #expect(viewed.rows[0].contains("1,000 of 4,204 incomplete"))
    }

    @Test func anAnswerToAnEarlierQuestionIsPassedOver() {
        var viewed = Viewed.found()
        viewed.run("sls *")

        viewed.send(.found(LogstorePart(id: 1, events: Story.events, read: 1, total: 1, state: .ended)))

        #expect(viewed.state.list.table.count == 0)
        #expect(viewed.screen.contains("Searching k8s-event ..."))
    }

    @Test func anAnswerThatComesTooLateChangesNothing() {
        var viewed = Viewed.found()
        viewed.run("live")
        let screen = viewed.screen

        viewed.send(.found(LogstorePart(id: 1, events: Story.events, read: 2000, total: 4204, state: .ended)))

        #expect(viewed.screen == screen)
    }

    @Test func moreIsReadOnRequest() {
        var viewed = Viewed.found()
        viewed.run("more")
        #expect(
            viewed.effects.last(where: { if case .readMoreLogs = $0 { true } else { false } })
                == .readMoreLogs(upTo: 2000)
        )

        viewed.send(.found(LogstorePart(id: 1, read: 1400, total: 1400, state: .ended)))
        viewed.effects = []
        viewed.run("more")

        #expect(!viewed.effects.contains { if case .readMoreLogs = $0 { true } else { false } })
        #expect(viewed.screen.contains("all that matches is here"))
    }

    @Test func nothingFoundSaysWhatThereIs() {
        var viewed = Viewed.searching()
        viewed.send(.found(LogstorePart(id: 1, state: .ended, others: 48_201)))

        #expect(viewed.screen.contains("Nothing in that time matches."))
        #expect(viewed.screen.contains("The logstore has 48,201 records in that time."))
        #expect(viewed.screen.contains("q  back to the live list"))
    }

    @Test func aFailureStaysReadable() {
        var viewed = Viewed.searching()
        let reason = "400 IndexConfigNotExist: logstore without \u{1B}[31mindex config"
        viewed.send(.found(LogstorePart(id: 1, state: .failed(reason, advice: "`eventer init` makes one"))))
        viewed.pass(seconds: 60)

        #expect(viewed.screen.contains("k8s-event cannot be searched."))
        #expect(viewed.screen.contains("400 IndexConfigNotExist"))
        #expect(viewed.screen.contains("`eventer init` makes one"))
        #expect(viewed.rows[0].contains("failed"))
        #expect(render(viewed.state).isSound)
    }

    @Test func theDetailSaysWhereItIsFrom() {
        var viewed = Viewed.found()
        viewed.press(.enter)
        let key = viewed.state.detail?.row.key
        #expect(key != nil)
        if let key { viewed.send(.object(key, json: Story.json, fate: .unknown)) }

        #expect(viewed.screen.contains("yes, read from SLS"))
    }

    @Test func filterGroupAndSortWorkOnWhatIsFound() {
        var viewed = Viewed.found()

        viewed.run("group none")
        viewed.run("filter reason:BackOff")

        #expect(viewed.state.list.table.visibleCount == 2)
        #expect(viewed.rows[1].contains("reason:BackOff"))
    }

    /// The histogram covers the time that was searched.
    @Test func theStripIsOfThatTime() {
        let viewed = Viewed.found()

        let window = viewed.state.histogramWindow
        let first = window.time(of: 0).lowerBound
        #expect(first <= Viewed.ago(3600))
        #expect(window.time(of: window.columns - 1).upperBound >= Viewed.now)
    }

    // MARK: Completion

    @Test(
        arguments: [
            ("sls le", "level: "), ("sls level: Warning and eventId.r", "eventId.reason: "), ("sls (lev", "level: "),
            ("sls level: W", "Warning"), ("sls eventId.reason:Unh", "Unhealthy"), ("sls a an", "and "),
        ]
    )
    func fieldsAndValuesAreCompleted(_ line: String, _ expected: String) throws {
        var viewed = Viewed(120, 40)
        viewed.becomeLive()
        viewed.send(.received(events: Incident.events, gaps: []))
        viewed.press(.character(":"))
        viewed.type(line)

        let completion = try #require(viewed.state.prompt?.completion)
        #expect(completion.candidates.map(\.text).contains(expected))
    }

    @Test func earlierSearchesComeFirst() throws {
        var viewed = Viewed.found()
        viewed.press(.character(":"))
        viewed.type("sls ")

        #expect(viewed.state.prompt?.completion?.candidates.first?.text == "level: Warning")
    }

    // MARK: The screen

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)])
    func theTableOfWhatIsFound(size: Size) throws {
        var viewed = Viewed.found(size.columns, size.rows)
        viewed.receive(.sample(900, uid: "new") { $0.received = Viewed.now.advanced(by: .seconds(1)) })

        try expectGolden(viewed, "logstore-\(size.columns)x\(size.rows)")
    }

    @Test func itFitsOnTheSmallestScreen() {
        for (columns, rows) in [(60, 12), (59, 11), (20, 5), (1, 1)] {
            var viewed = Viewed.found()
            viewed.send(.resized(Size(columns: columns, rows: rows)))
            #expect(render(viewed.state).isSound)
        }
    }
}
