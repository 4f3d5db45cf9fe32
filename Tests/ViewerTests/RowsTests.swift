import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct RowsTests {
    /// Three events about web-1, each a reason of its own but for two `Killing`, and one about web-2; the newest comes first.
    private func viewed(_ columns: Int = 80, _ rows: Int = 24) -> Viewed {
        var viewed = Viewed(columns, rows)
        viewed.becomeLive()
        viewed.receive(
            event(1, pod: "web-2", reason: "Pulled"),
            event(2, pod: "web-1", reason: "Killing", message: "first"),
            event(3, pod: "web-1", reason: "Unhealthy", type: "Warning"),
            event(4, pod: "web-1", reason: "Killing", message: "second")
        )
        return viewed
    }

    private func event(
        _ number: Int64,
        uid: String? = nil,
        pod: String,
        reason: String,
        type: String = "Normal",
        message: String = "",
        count: Int = 1
    ) -> KubeEvent {
        .sample(number, uid: uid) {
            $0.object = ObjectReference(kind: "Pod", namespace: "shop", name: pod, uid: "uid-of-" + pod)
            $0.reason = reason
            $0.type = type
            $0.message = message
            $0.count = count
            $0.lastSeen = Viewed.ago(100 - number)
            $0.firstSeen = Viewed.ago(100 - number)
            $0.received = Viewed.ago(100 - number)
        }
    }

    /// The reasons on the page, the selected one in brackets, events of split rows after a dash.
    private func reasons(_ viewed: Viewed) -> [String] {
        let cursor = viewed.state.list.cursor - viewed.state.list.top
        return viewed.state.list.page.enumerated().map { index, row in
            let text = (row.branch == nil ? "" : "-") + row.newest.reason
            return index == cursor ? "[\(text)]" : text
        }
    }

    // MARK: Splitting

    @Test func splittingShowsTheEventsBeneathTheirRow() {
        var viewed = viewed()

        viewed.press(.character("s"))

        #expect(reasons(viewed) == ["[Killing]", "-Killing", "-Killing", "Unhealthy", "Pulled"])
        #expect(!viewed.isFollowing)
        #expect(viewed.rows[5].contains("├") && viewed.rows[5].hasSuffix("second"))
        #expect(viewed.rows[6].contains("└") && viewed.rows[6].hasSuffix("first"))
    }

    @Test func anEventOfASplitRowOpensAndIsMarkedByItself() {
        var viewed = viewed()
        viewed.press(.character("s"), .character("j"), .character("j"), .character(" "))

        viewed.press(.character("k"), .enter)

        #expect(viewed.state.detail?.row.message == "first")
        #expect(viewed.state.list.table.marked == [GroupID(grouping: .none, subject: "uid-2")])
    }

    @Test(arguments: [0, 1, 2])
    func joiningPutsTheCursorOnTheRow(steps: Int) {
        var viewed = viewed()
        viewed.press(.character("s"))
        for _ in 0..<steps { viewed.press(.down) }

        viewed.press(.character("s"))

        #expect(reasons(viewed) == ["[Killing]", "Unhealthy", "Pulled"])
        #expect(viewed.isFollowing)
    }

    @Test func aSplitListStaysHeldAtItsEdge() {
        var viewed = viewed()
        viewed.press(.character("s"), .down, .up)
        viewed.receive(event(9, pod: "web-3", reason: "Created"))

        #expect(reasons(viewed).first == "[Killing]")
        viewed.press(.character("F"))

        #expect(reasons(viewed).first == "[Created]")
        #expect(!reasons(viewed).contains("-Killing"))
    }

    @Test func aSplitSurvivesAFilter() {
        var viewed = viewed()
        viewed.press(.character("s"), .down, .down)

        viewed.press(.character("/"))
        viewed.type("name:web-1")
        viewed.press(.enter)

        #expect(reasons(viewed) == ["Killing", "-Killing", "[-Killing]", "Unhealthy"])
    }

    @Test func aSingleEventIsNotSplit() {
        var viewed = viewed()
        viewed.press(.down)

        viewed.press(.character("s"))

        #expect(reasons(viewed) == ["Killing", "[Unhealthy]", "Pulled"])
        #expect(viewed.screen.contains("single event"))
    }

    @Test func whatIsTooMuchToShowIsCounted() {
        var viewed = Viewed()
        viewed.becomeLive()
        viewed.send(.received(events: (1...1100).map { event($0, pod: "web", reason: "Pulled") }, gaps: []))

        viewed.press(.character("s"))

        #expect(viewed.state.list.held?.count == 1001)
        #expect(viewed.screen.contains("the newest 1,000 of 1,100 events"))
    }

    // MARK: Grouping and order

    @Test func regroupingKeepsTheCursorWithItsEvent() {
        var viewed = viewed()
        viewed.press(.down)

        viewed.state.setGrouping(.object)

        #expect(viewed.objects == ["[web-1]", "web-2"])
        viewed.state.setGrouping(.none)
        #expect(reasons(viewed) == ["Killing", "[Unhealthy]", "Killing", "Pulled"])
    }

    @Test func rowsOfManyObjectsCountThem() throws {
        var viewed = viewed(100)
        viewed.receive(event(5, pod: "web-9", reason: "Killing"))

        viewed.state.setGrouping(.reason)

        #expect(viewed.rows[4].contains("Killing"))
        #expect(viewed.rows[4].contains("2 objects"))
        let titles = viewed.rows[3].split(separator: " ")
        let own = try #require(titles.firstIndex(of: "REASON"))
        #expect(titles[own...] == ["REASON", "NAMESPACE", "OBJECT", "MESSAGE"])
    }

    @Test func theOrderIsTurnedRoundAndShown() {
        var viewed = viewed()
        viewed.press(.down)

        viewed.press(.character("I"))

        #expect(reasons(viewed) == ["Pulled", "[Unhealthy]", "Killing"])
        #expect(viewed.rows[3].hasPrefix("^LAST"))
        #expect(viewed.screen.contains("sort: last ^"))
    }

    @Test func theCursorsColumnSorts() {
        var viewed = viewed()
        viewed.press(.character(">"))
        #expect(viewed.rows[3].contains("[REASON]"))

        viewed.press(.character("O"))
        #expect(viewed.state.list.table.order == GroupOrder(.reason))
        viewed.press(.character("O"))
        #expect(viewed.state.list.table.order == GroupOrder(.reason, isInverted: true))
        viewed.press(.shift(.left), .character("O"))

        #expect(viewed.state.list.table.order == GroupOrder(.namespace))
    }

    @Test(arguments: [(Key.character("A"), GroupOrder.Field.first), (.character("P"), .namespace)])
    func shortcutsSort(key: Key, field: GroupOrder.Field) {
        var viewed = viewed()

        viewed.press(key)
        #expect(viewed.state.list.table.order == GroupOrder(field))
        viewed.press(key)

        #expect(viewed.state.list.table.order == GroupOrder(field, isInverted: true))
    }

    @Test func followingAnotherOrderKeepsTheTop() {
        var viewed = viewed()
        viewed.state.setOrder(GroupOrder(.count))

        viewed.receive(event(9, uid: "uid-1", pod: "web-2", reason: "Pulled", count: 40))

        #expect(viewed.isFollowing)
        #expect(reasons(viewed).first == "[Pulled]")
    }

    @Test func chosenColumnsAreShownInTheirOrder() {
        var viewed = viewed()

        viewed.state.setColumns([.object, .last, .count])

        #expect(viewed.rows[3].split(separator: " ") == ["OBJECT", "vLAST", "CNT"])
        viewed.state.setColumns(nil)
        #expect(viewed.rows[3].contains("MESSAGE"))
    }

    @Test(arguments: [(120, false), (140, true)])
    func theRateIsShownWhereThereIsRoom(columns: Int, isShown: Bool) {
        var viewed = viewed(columns)
        viewed.receive(event(5, pod: "web-5", reason: "Flood", count: 90))

        #expect(viewed.rows[3].contains("RATE") == isShown)
        #expect(viewed.rows[4].contains(" 18/m ") == isShown)
    }

    // MARK: Values of a column

    @Test func plusAndMinusFilterByTheCell() {
        var viewed = viewed()
        viewed.press(.character("+"))
        #expect(reasons(viewed) == ["[Killing]"])
        viewed.press(.escape)
        #expect(reasons(viewed).count == 3)

        viewed.press(.character("-"))

        #expect(reasons(viewed) == ["[Unhealthy]", "Pulled"])
    }

    @Test func aTimeIsNoValue() {
        var viewed = viewed()
        viewed.press(.character("<"))
        for _ in 0..<9 { viewed.press(.character("<")) }

        viewed.press(.character("+"))

        #expect(viewed.state.filterText == "")
        #expect(viewed.screen.contains("choose a column"))
        #expect(viewed.rows[3].hasPrefix("[LAST]"))
    }

    // MARK: Marks and positions

    @Test func spaceMarksAndMovesDown() {
        var viewed = viewed()

        viewed.press(.character(" "), .character(" "))
        #expect(viewed.state.list.table.marked.count == 2)
        #expect(viewed.rows[4].hasPrefix("*") && viewed.rows[5].hasPrefix("*"))
        #expect(viewed.rows[1].contains("marked 2"))
        viewed.press(.up, .character(" "))
        #expect(viewed.state.list.table.marked.count == 1)
        viewed.press(.control("\\"))

        #expect(viewed.state.list.table.marked.isEmpty)
    }

    @Test func aRangeGoesFromTheLastMarkToTheCursor() {
        var viewed = Viewed(80, 16)
        viewed.becomeLive()
        for number in Int64(1)...30 { viewed.receive(.sample(number)) }
        viewed.press(.down, .down, .character(" "))
        for _ in 0..<14 { viewed.press(.down) }

        viewed.press(.control(" "))

        #expect(viewed.state.list.table.marked.count == 16)
    }

    @Test func marksAreFoundUpAndDown() {
        var viewed = Viewed(80, 16)
        viewed.becomeLive()
        for number in Int64(1)...300 { viewed.receive(.sample(number)) }
        viewed.press(.down, .character(" "), .character("G"), .character(" "))

        viewed.press(.character("U"))
        #expect(viewed.state.list.selected?.newest.object.name == "web-299")
        viewed.press(.character("U"))
        #expect(viewed.screen.contains("no marked row above"))
        viewed.press(.character("u"))

        #expect(viewed.state.list.selected?.newest.object.name == "web-1")
    }

    @Test func warningsAreFoundBeyondThePage() {
        var viewed = Viewed(80, 16)
        viewed.becomeLive()
        for number in Int64(1)...300 {
            viewed.receive(.sample(number) { $0.type = number % 90 == 0 ? "Warning" : "Normal" })
        }
        var found: [String?] = []

        for key in "eeeeE" {
            viewed.press(.character(key))
            found.append(viewed.state.list.selected?.newest.object.name)
        }

        #expect(found == ["web-270", "web-180", "web-90", "web-90", "web-180"])
    }

    @Test func aLetterRemembersARow() {
        var viewed = Viewed(80, 16)
        viewed.becomeLive()
        for number in Int64(1)...300 { viewed.receive(.sample(number)) }
        viewed.press(.down, .down, .character("m"))
        #expect(viewed.rows[15].contains("press a letter"))
        viewed.press(.character("a"), .character("G"))

        viewed.press(.character("'"), .character("a"))
        #expect(viewed.state.list.selected?.newest.object.name == "web-298")
        viewed.press(.character("'"), .escape, .character("'"), .character("b"))

        #expect(viewed.screen.contains("no row is remembered under b"))
    }

    // MARK: Snoozing

    @Test func aSnoozedRowComesBackWhenItHappensAgain() {
        var viewed = viewed()
        viewed.press(.down)

        viewed.state.snoozeRow(.untilMore)
        #expect(reasons(viewed) == ["Killing", "[Pulled]"])
        #expect(viewed.rows[1].contains("snoozed 1"))
        viewed.receive(event(8, pod: "web-2", reason: "Pulled"))
        #expect(viewed.state.list.table.visibleCount == 2)
        viewed.receive(event(9, uid: "uid-3", pod: "web-1", reason: "Unhealthy", type: "Warning", count: 2))

        #expect(viewed.state.list.table.visibleCount == 3)
        viewed.press(.character("F"))
        #expect(reasons(viewed).first == "[Unhealthy]")
    }

    @Test func aSnoozedRowComesBackAfterItsTime() {
        var viewed = viewed()
        viewed.state.snoozeRow(.seconds(900))

        viewed.pass(seconds: 899)
        #expect(viewed.state.list.table.visibleCount == 2)
        viewed.pass(seconds: 1)

        #expect(viewed.state.list.table.visibleCount == 3)
    }

    @Test func aSnoozedRowIsFoundAndBroughtBack() {
        var viewed = viewed()
        viewed.state.snoozeRow(.session)
        viewed.pass(seconds: 100_000)
        #expect(viewed.state.list.table.visibleCount == 2)

        viewed.press(.character("/"))
        viewed.type("is:snoozed")
        viewed.press(.enter, .down)
        #expect(viewed.state.list.page.map(\.group.isSnoozed) == [true])
        viewed.press(.character("a"), .escape)

        #expect(viewed.state.list.table.visibleCount == 3)
    }

    @Test func aFrozenListDoesNotSpeakOfRowsThatAreBack() {
        for isFrozen in [false, true] {
            var viewed = viewed()
            viewed.state.snoozeRow(.seconds(900))
            if isFrozen { viewed.press(.character("=")) }

            viewed.pass(seconds: 900)

            #expect((viewed.state.notice?.text == "a snoozed row is back") == !isFrozen)
        }
    }

    @Test func allRowsAsideIsSaid() {
        var viewed = viewed()
        for _ in 0..<3 { viewed.state.snoozeRow(.session) }

        #expect(viewed.screen.contains("All rows are snoozed."))
    }

    // MARK: Columns

    @Test func nodesAndObjectsAreReadInFullBeforeMessagesTakeTheRest() {
        var viewed = Viewed(200, 60)
        viewed.becomeLive()
        let (pod, node) = ("checkout-api-6c9d5f7b8-k4x2m", "cn-hangzhou.192.168.100.123")
        for number in Int64(1)...9 {
            viewed.receive(
                .sample(number, uid: "u-\(number)") {
                    $0.object = ObjectReference(kind: "Pod", namespace: "shop", name: pod, uid: "p")
                    $0.reason = "FailedScheduling\(number)"
                    $0.host = node
                    $0.message = String(repeating: "word ", count: 40)
                }
            )
        }
        viewed.press(.character("g"))

        let columns = viewed.state.tableColumns(ScreenLayout(viewed.state))
        let row = viewed.rows[columns.area.row]
        #expect(row.contains(" Pod/" + pod + " "))
        #expect(row.contains(" " + node + " "))
        #expect(columns.places.first { $0.spec.column == .message }.map { $0.width >= 40 } == true)
    }

    // MARK: Wrapping

    @Test func wrappedMessagesAreReadInFull() {
        var viewed = Viewed(80, 24)
        viewed.becomeLive()
        let words = (1...20).map { "word\($0)" }
        viewed.receive(event(1, pod: "web", reason: "Pulled", message: words.joined(separator: " ")))
        #expect(!viewed.screen.split(separator: "───")[0].contains("word9"))

        viewed.press(.character("W"))

        let table = viewed.screen.split(separator: "───")[0]
        for word in words.prefix(15) { #expect(table.contains(word)) }
    }

    @Test func everyRowIsReachedWhileMessagesWrap() {
        var viewed = Viewed(80, 24)
        viewed.becomeLive()
        for number in Int64(1)...60 {
            let message = String(repeating: "word ", count: Int(number % 17) * 3)
            viewed.receive(event(number, pod: "web-\(number)", reason: "Pulled", message: message))
        }
        viewed.press(.character("W"))
        var names: [String] = []

        for _ in 0..<70 {
            viewed.press(.down)
            names.append(viewed.state.list.selected?.newest.object.name ?? "")
            let line = render(viewed.state).cursor.map { viewed.rows[$0.row] }
            #expect(line?.hasPrefix(">") == true)
            #expect(line?.contains(names.last ?? "none") == true)
        }
        #expect(names.prefix(59) == (1...59).reversed().map { "web-\($0)" }[...])
        for _ in 0..<70 { viewed.press(.up) }

        #expect(viewed.isFollowing)
    }

    // MARK: Held rows

    @Test func pagesStayFullBeyondWhatIsHeld() {
        var viewed = Viewed(80, 40)
        viewed.becomeLive()
        for number in Int64(1)...300 { viewed.receive(.sample(number)) }

        for _ in 0..<7 {
            viewed.press(.pageDown)
            #expect(viewed.objects.count == viewed.state.list.pageRows)
        }
    }

    @Test func heldRowsAreLetGoFarFromThePage() {
        var list = EventList(EventTable(capacity: 20_000))
        list.setPageRows(50)
        list.apply((1...6000).map { .sample($0) })

        for _ in 0..<119 { list.move(by: 50, scrolling: true) }

        #expect((list.held?.count ?? 0) <= EventList.heldLimit)
        #expect(list.selected?.newest.object.name == "web-\(6000 - 119 * 50)")
        for _ in 0..<119 { list.move(by: -50, scrolling: true) }
        #expect(list.isFollowing)
    }

    @Test func changesWhileFrozenReachBothTables() {
        var viewed = viewed()
        viewed.press(.character("="))
        viewed.receive(event(9, pod: "web-9", reason: "Created"))

        viewed.press(.character(" "), .character("w"))
        #expect(reasons(viewed) == ["[Unhealthy]"])
        viewed.press(.character("="), .character("w"), .character("F"))

        #expect(reasons(viewed) == ["[Created]", "Killing", "Unhealthy", "Pulled"])
        #expect(viewed.state.list.table.marked.count == 1)
    }

    @Test func theFutureIsShownAsSuchAndNotPinned() {
        var viewed = viewed()

        viewed.receive(
            .sample(50) {
                $0.lastSeen = Viewed.ago(-99_999)
                $0.firstSeen = Viewed.ago(-99_999)
                $0.received = Viewed.ago(99)
            }
        )

        #expect(viewed.objects == ["[web-1]", "web-1", "web-50", "web-2"])
        #expect(viewed.rows[6].hasPrefix(" +27h"))
    }

    // MARK: The bar

    /// The role's look is reversed: cells that are reversed again would be holes in the bar.
    @Test func theSelectedRowIsOneBarFromEdgeToEdge() {
        let viewed = Viewed.incident(120, 40)
        let frame = render(viewed.state)
        let row = frame.cursor?.row ?? 0

        #expect(frame[row: row].allSatisfy { $0.style.role == .selection && !$0.style.attributes.contains(.reverse) })
    }
}
