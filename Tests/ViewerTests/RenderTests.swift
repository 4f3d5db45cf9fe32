import Basics
import Events
import Foundation
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct RenderTests {
    @Test(arguments: [(59, 11), (30, 5)])
    func aScreenTooSmallSaysWhatItNeedsAndWhatWaits(columns: Int, rows: Int) {
        var viewed = Viewed(columns, rows)
        viewed.becomeLive()
        viewed.forward()

        #expect(viewed.screen.contains("60x12 or more is needed."))
        #expect(viewed.rows[0].contains("waiting 37"))
    }

    @Test func onAScreenTooSmallNothingUnseenChanges() {
        var viewed = Viewed.incident()
        viewed.forward { $0.ledger.waiting = 0 }
        viewed.press(.character("!"))
        viewed.send(.resized(Size(columns: 40, rows: 10)))

        viewed.press(.character("w"), .character("?"), .escape, .character(":"), .enter)
        #expect(viewed.state.pane?.content == .alerts)
        #expect(viewed.state.filterText.isEmpty && viewed.state.help == nil && viewed.state.prompt == nil)

        viewed.press(.character("q"))
        #expect(viewed.effects == [.quit(.now)])
    }

    // MARK: Any state, any size

    /// `EVENTER_SEEDS` runs as many.
    private static let seeds = ProcessInfo.processInfo.environment["EVENTER_SEEDS"].flatMap { Int($0) }

    @Test(arguments: 0..<(seeds ?? 24))
    func randomActionsAndSizesKeepTheFrameSound(seed: Int) async {
        var generator = SeededGenerator(seed: UInt64(seed))
        var viewed = Viewed(Int.random(in: 1...210, using: &generator), Int.random(in: 1...62, using: &generator)) {
            $0.isASCII = seed % 7 == 0
            $0.context = HostileText.random(length: 20, using: &generator)
            $0.maximumEvents = 40
            if seed % 3 == 0 { $0.clusters = ["", HostileText.random(length: 9, using: &generator)] }
        }

        for step in 0..<60 {
            // Servers of other tests are to have their turn.
            await Task.yield()
            for action in RandomAction.some(step, on: viewed.state.size, using: &generator) { viewed.send(action) }
            let frame = render(viewed.state)
            #expect(frame.size == viewed.state.size)
            if !frame.isSound { Issue.record("not sound at step \(step):\n\(frame.text)") }
            let marks = viewed.marks
            if !viewed.state.list.page.isEmpty, viewed.showsTable, marks != 1 {
                Issue.record("\(marks) rows are selected at step \(step):\n\(frame.text)")
            }
            if step % 6 == 0, render(viewed.state) != frame { Issue.record("another frame at step \(step)") }
            if let cursor = frame.cursor, cursor.column >= frame.size.columns || cursor.row >= frame.size.rows {
                Issue.record("the cursor is outside: \(cursor)")
            }
        }
    }

    /// Keys that concern the rows alone, over a table that changes all the time.
    @Test(arguments: 0..<(seeds ?? 12))
    func rowKeysKeepTheCursorOnARow(seed: Int) async {
        var generator = SeededGenerator(seed: UInt64(1000 + seed))
        let columns = [60, 80, 100, 120, 160, 200].randomElement(using: &generator) ?? 80
        var viewed = Viewed(columns, Int.random(in: 12...50, using: &generator)) { $0.maximumEvents = 60 }
        viewed.becomeLive()
        viewed.send(RandomAction.rows(0, using: &generator))

        for step in 1..<70 {
            await Task.yield()
            viewed.send(RandomAction.onRows(step, using: &generator))
            switch Int.random(in: 0..<40, using: &generator) {
            case 0: viewed.state.setGrouping(Grouping.allCases.randomElement(using: &generator) ?? .none)
            case 1: viewed.state.snoozeRow([.untilMore, .seconds(20)].randomElement(using: &generator) ?? .session)
            case 2: viewed.state.setColumns(Column.allCases.filter { _ in Bool.random(using: &generator) })
            default: break
            }
            viewed.state.settle()
            let frame = render(viewed.state)
            if !frame.isSound { Issue.record("not sound at step \(step):\n\(frame.text)") }
            let page = viewed.state.list.page
            if !page.isEmpty, viewed.marks != 1 { Issue.record("no row is selected at step \(step):\n\(frame.text)") }
            if step % 6 == 0, render(viewed.state) != frame { Issue.record("another frame at step \(step)") }
            if Set(page.map(\.id)).count != page.count { Issue.record("a row is shown twice at step \(step)") }
        }
    }

    @Test(arguments: [(1, 1), (59, 24), (80, 11), (0, 0), (10, 3)])
    func whatIsTooSmallSaysSo(columns: Int, rows: Int) {
        let frame = render(Viewed.incident(columns, rows).state)

        #expect(frame.size == Size(columns: columns, rows: rows))
        #expect(rows < 4 || columns < 30 || frame.text.contains("60x12 or more"))
    }

    @Test(arguments: HostileText.samples)
    func hostileTextInEveryFieldKeepsTheFrameSound(text: String) {
        var viewed = Viewed(120, 36) {
            $0.context = text; $0.scope = text; $0.sink = .init(target: text, endpoint: text)
        }
        viewed.becomeLive()
        viewed.receive(
            .sample(1) {
                $0.namespace = text
                $0.type = text
                $0.reason = text
                $0.message = text
                $0.object = ObjectReference(kind: text, namespace: text, name: text, uid: text, fieldPath: text)
                $0.component = text
                $0.host = text
                $0.json = Array(text.utf8)
            }
        )
        viewed.forward { $0.lastFailure = .init(at: Viewed.now, status: 0, code: text, message: text) }
        #expect(render(viewed.state).isSound)

        viewed.press(.enter)
        viewed.send(.object(KubeEvent.sample(1).key, json: Array(text.utf8)))
        #expect(render(viewed.state).isSound)
        viewed.press(.escape, .character("N"), .character("/"), .paste(text))
        viewed.send(.notice(text), .journal(.notKeeping(reason: text)))
        #expect(render(viewed.state).isSound)
        viewed.send(
            .stream(StreamStatus(stream: .all, state: .denied(reason: text, retryAt: Viewed.now), since: Viewed.now))
        )
        #expect(render(viewed.state).isSound)
    }

    // MARK: Golden screens

    @Test(arguments: [(60, 12), (80, 24), (120, 36), (200, 60)])
    func theTableFitsTheScreen(columns: Int, rows: Int) throws {
        try expectGolden(Viewed.incident(columns, rows), "table-\(columns)x\(rows)")
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func aSplitRow(columns: Int, rows: Int) throws {
        var viewed = Viewed.crashes(columns, rows)
        viewed.press(.character("s"), .down, .character(" "))
        viewed.pass(seconds: 5)
        try expectGolden(viewed, "split-\(columns)x\(rows)")
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)], [Grouping.reason, .node])
    func rowsOfSeveralObjects(size: (columns: Int, rows: Int), grouping: Grouping) throws {
        var viewed = Viewed.crashes(size.columns, size.rows)
        viewed.state.setGrouping(grouping)
        viewed.press(.character("<"))
        viewed.state.setOrder(GroupOrder(.count))
        viewed.pass(seconds: 5)
        try expectGolden(viewed, "group-\(grouping.rawValue)-\(size.columns)x\(size.rows)")
    }

    @Test func messagesThatWrap() throws {
        var viewed = Viewed.crashes(80, 24)
        viewed.press(.character("W"))
        viewed.pass(seconds: 5)
        try expectGolden(viewed, "wrap-80x24")
    }

    @Test func theTableInASCII() throws {
        var viewed = Viewed(80, 24) {
            $0.isASCII = true; $0.label = "DEMO"
        }
        viewed.becomeLive()
        viewed.send(.received(events: Incident.events, gaps: []))
        try expectGolden(viewed, "table-ascii")
    }

    @Test func theFilterPrompt() throws {
        var viewed = Viewed.incident()
        viewed.press(.character("/"))
        viewed.type("ns:payments type:Warning reason:Un")
        try expectGolden(viewed, "filter")
    }

    @Test func theFaultyFilter() throws {
        var viewed = Viewed.incident()
        viewed.press(.character("/"))
        viewed.type("ns:payments resaon:BackOff type:Warning")
        try expectGolden(viewed, "filter-error")
    }

    @Test func theDetail() throws {
        var viewed = Viewed.incident()
        viewed.press(.enter)
        let json =
            #"{"metadata":{"name":"web.18a1","labels":{}},"message":"Back-off \u001b[31m restarting","count":214}"#
        viewed.send(.object(Incident.events[0].key, json: Array(json.utf8)))
        try expectGolden(viewed, "detail")
    }

    @Test func theGuard() throws {
        var viewed = Viewed.incident()
        viewed.press(.character("q"))
        try expectGolden(viewed, "guard")
    }

    @Test func theStaleStream() throws {
        var viewed = Viewed.incident()
        let state = StreamStatus.State.waiting(reason: "dial tcp 10.0.0.4:6443: i/o timeout", retryAt: Viewed.ago(-4))
        viewed.send(.stream(StreamStatus(stream: .all, state: state, since: Viewed.ago(38))))
        try expectGolden(viewed, "stale")
    }

    @Test func noMatch() throws {
        var viewed = Viewed.incident()
        viewed.press(.character("/"))
        viewed.type("reason:OOMKilling")
        viewed.press(.enter)
        try expectGolden(viewed, "no-match")
    }

    @Test func theGap() throws {
        var viewed = Viewed.incident()
        let gap = Gap(reason: .expired, from: Viewed.ago(60), to: Viewed.ago(20))
        viewed.send(.received(events: [], gaps: [StreamGap(stream: .all, gap: gap)]))
        try expectGolden(viewed, "gap")
    }
}

extension Viewed {
    fileprivate var showsTable: Bool {
        let layout = ScreenLayout(state)
        return !layout.isTooSmall && layout.table.rows > 0 && state.detail == nil
            && state.pane == nil && state.dialog == nil && state.menu == nil
    }

    /// How many rows carry the mark of the cursor.
    fileprivate var marks: Int {
        let frame = render(state)
        let layout = ScreenLayout(state)
        guard showsTable else { return 0 }
        return (layout.table.row..<layout.table.row + layout.table.rows).count {
            frame[layout.table.column, $0].glyph.base == ">"
        }
    }
}

/// Anything that can happen, with text from the corners.
enum RandomAction {
    private static let keys: [Key] =
        Keymap.standard.entries.flatMap(\.keys).filter { $0 != .control("c") } + [
            .enter, .escape, .tab, .backspace, .delete, .left, .right, .up, .down, .character("y"), .character("d"),
            .paste("a\nb"),
        ]

    /// A key, a move of the mouse, a typed command, or what comes from outside.
    static func some(_ step: Int, on size: Size, using generator: inout SeededGenerator) -> [Action] {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: [.key(.mouse(mouse(on: size, using: &generator)))]
        case 1: command(using: &generator).map { .key($0) }
        default: [make(step, using: &generator)]
        }
    }

    private static func mouse(on size: Size, using generator: inout SeededGenerator) -> MouseEvent {
        let button = MouseEvent.Button.allCases.randomElement(using: &generator) ?? .left
        let actions: [MouseEvent.Action] = [
            .press(.left), .press(button), .drag(.left), .drag(button), .release(.left), .release(button),
            .wheelUp, .wheelDown, .wheelLeft, .wheelRight,
        ]
        let position = Position(
            column: Int.random(in: -2...size.columns + 2, using: &generator),
            row: Int.random(in: -2...size.rows + 2, using: &generator)
        )
        let modifiers = MouseEvent.Modifiers(rawValue: Int.random(in: 0..<4, using: &generator) == 0 ? 2 : 0)
        return MouseEvent(
            actions.randomElement(using: &generator) ?? .wheelUp,
            at: position,
            modifiers: modifiers
        )
    }

    /// Opens the prompt, writes a command with words that may not belong to it, and mostly takes it.
    private static func command(using generator: inout SeededGenerator) -> [Key] {
        let words = [
            "", "on", "off", "none", "reason", "node", "object", "message", "count", "-last", "utc", "local", "1h",
            "-15m",
            "99999d", "14:05", "yesterday 23:10", "ascii", "mono", "clear", "as csv", "marked", "ns:(a|",
            "type:Warning",
            "count>3", "last:5m", "auto", "reason,message", "!kube-*", "测试",
            HostileText.random(length: 9, using: &generator),
        ]
        let name = TypedCommand.allCases.randomElement(using: &generator)?.rawValue ?? ""
        let word = words.randomElement(using: &generator) ?? ""
        let end: Key = Int.random(in: 0..<4, using: &generator) == 0 ? .tab : .enter
        return [.escape, .character(":")] + (name + " " + word).map { .character($0) } + [end]
    }

    private static func make(_ step: Int, using generator: inout SeededGenerator) -> Action {
        switch Int.random(in: 0..<20, using: &generator) {
        case 0..<8: return .key(keys.randomElement(using: &generator) ?? .enter)
        case 8: return .key(.character("ns:(|)\"!~/ab ".randomElement(using: &generator) ?? "a"))
        case 9: return .key(.paste(HostileText.random(length: 40, using: &generator)))
        case 10:
            return .resized(
                Size(
                    columns: Int.random(in: 0...210, using: &generator),
                    rows: Int.random(in: 0...62, using: &generator)
                )
            )
        case 11: return .ticked(Viewed.ago(-Int64(step)))
        case 12: return .stream(stream(step, using: &generator))
        case 13: return .delivery(delivery(using: &generator))
        case 14: return .notice(HostileText.random(length: 30, using: &generator))
        case 15: return .journal(.notKeeping(reason: HostileText.random(length: 30, using: &generator)))
        case 16:
            return .object(
                KubeEvent.sample(Int64(step + 1)).key,
                json: Array(HostileText.random(length: 90, using: &generator).utf8)
            )
        default: return .received(events: events(step, using: &generator), gaps: step % 9 == 0 ? [gap(step)] : [])
        }
    }

    /// A few rows, of which some are groups.
    static func rows(_ step: Int, using generator: inout SeededGenerator) -> Action {
        let events = (0..<Int.random(in: 0...30, using: &generator)).map { index in
            KubeEvent.sample(Int64(step * 40 + index + 1), uid: "uid-\(Int.random(in: 0...90, using: &generator))") {
                let pod = Int.random(in: 0...20, using: &generator)
                $0.object = ObjectReference(kind: "Pod", namespace: "ns-\(pod % 4)", name: "web-\(pod)", uid: "\(pod)")
                $0.reason = ["Pulled", "BackOff", "Killing"].randomElement(using: &generator) ?? ""
                $0.type = Bool.random(using: &generator) ? "Warning" : "Normal"
                $0.message = HostileText.random(length: Int.random(in: 0...300, using: &generator), using: &generator)
                $0.count = Int.random(in: 0...9, using: &generator)
                $0.received = Viewed.ago(Int64(200 - step))
                $0.lastSeen = Viewed.ago(Int64.random(in: 0...400, using: &generator))
            }
        }
        return .received(events: events, gaps: step % 40 == 0 ? [gap(step)] : [])
    }

    /// What happens to rows, by keys and by itself.
    static func onRows(_ step: Int, using generator: inout SeededGenerator) -> Action {
        let rowKeys =
            Array("jjjkkgGsssOIALPmeEuUwWF=+-*<>hl' ").map { Key.character($0) }
            + [.pageDown, .pageUp, .control("d"), .control("u"), .control(" "), .control("\\"), .escape]
        switch Int.random(in: 0..<12, using: &generator) {
        case 0..<8: return .key(rowKeys.randomElement(using: &generator) ?? .down)
        case 8: return .ticked(Viewed.ago(-Int64(step)))
        default: return rows(step, using: &generator)
        }
    }

    private static func events(_ step: Int, using generator: inout SeededGenerator) -> [KubeEvent] {
        (0..<Int.random(in: 0...9, using: &generator)).map { index in
            KubeEvent.sample(Int64(step * 10 + index + 1), uid: "uid-\(Int.random(in: 0...60, using: &generator))") {
                $0.message = HostileText.random(length: 50, using: &generator)
                $0.reason = HostileText.random(length: 9, using: &generator)
                $0.object.name = HostileText.random(length: 30, using: &generator)
                $0.count = Int.random(in: 0...2_000_000, using: &generator)
                $0.lastSeen = Timestamp(microseconds: .random(in: Int64.min...Int64.max, using: &generator))
            }
        }
    }

    private static func gap(_ step: Int) -> StreamGap {
        StreamGap(stream: .all, gap: Gap(reason: .expired, from: Viewed.ago(9), to: Viewed.ago(Int64(step))))
    }

    private static func stream(_ step: Int, using generator: inout SeededGenerator) -> StreamStatus {
        let reason = HostileText.random(length: 40, using: &generator)
        let states: [StreamStatus.State] = [
            .connecting, .listing(step), .live, .ended,
            .waiting(reason: reason, retryAt: Timestamp(microseconds: .max)),
            .denied(reason: reason, retryAt: Timestamp(microseconds: .min)),
        ]
        let stream: StreamID = Bool.random(using: &generator) ? .all : .namespace("ns-\(step % 3)")
        return StreamStatus(
            stream: stream,
            state: states.randomElement(using: &generator) ?? .live,
            since: Viewed.ago(5)
        )
    }

    private static func delivery(using generator: inout SeededGenerator) -> DeliveryStatus {
        let states: [DeliveryStatus.State] = [
            .none, .off, .on, .draining, .retrying(retryAt: Viewed.now), .blocked(retryAt: Viewed.now),
            .throttled(retryAt: Viewed.now), .unavailable(HostileText.random(length: 20, using: &generator)),
        ]
        var status = DeliveryStatus(state: states.randomElement(using: &generator) ?? .on)
        status.ledger.waiting = Int.random(in: 0...3, using: &generator)
        status.ledger.dead = Int.random(in: 0...2, using: &generator)
        status.eventsPerSecond = [.nan, .infinity, -1, 1e300, 12].randomElement(using: &generator) ?? 0
        status.bytesPerSecond = status.eventsPerSecond
        status.latencyP99 = .seconds(Int64.max / 2)
        status.latencyP50 = .seconds(-5)
        status.errors = Int.random(in: 0...Int.max, using: &generator)
        status.oldestWaiting = Timestamp(microseconds: .min)
        return status
    }
}
