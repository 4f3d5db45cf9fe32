import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

/// Recordings: their present is their end.
@Suite struct ReplayTests {
    /// Of three weeks before.
    private static let end = Viewed.ago(21 * 86_400)

    private static func event(_ number: Int64, _ ago: Int64, _ reason: String = "BackOff") -> KubeEvent {
        .sample(number) {
            $0.type = "Warning"
            $0.reason = reason
            $0.object = ObjectReference(kind: "Pod", namespace: "shop", name: "web-\(number)")
            $0.firstSeen = end.advanced(by: .seconds(-ago))
            $0.lastSeen = $0.firstSeen
            $0.received = $0.firstSeen
        }
    }

    /// An hour, of which the last event is `web-60`.
    private static let hour = (1...60).map { event($0, (60 - $0) * 60) }

    private static func status(_ state: StreamStatus.State) -> Action {
        .stream(StreamStatus(stream: StreamID(name: "hour.jsonl"), state: state, since: Viewed.now))
    }

    private func replay(
        _ columns: Int = 80,
        _ rows: Int = 24,
        _ change: (inout ViewConfiguration) -> Void = { _ in }
    ) -> Viewed {
        Viewed(columns, rows) { configuration in
            configuration.context = "hour.jsonl"
            configuration.label = "REPLAY"
            configuration.source = .file
            configuration.sink = nil
            change(&configuration)
        }
    }

    /// One that is read to its end.
    private func read(_ columns: Int = 80, _ rows: Int = 24, _ change: (inout ViewConfiguration) -> Void = { _ in })
        -> Viewed
    {
        var viewed = replay(columns, rows, change)
        viewed.send(Self.status(.listing(60)), .received(events: Self.hour, gaps: []), Self.status(.ended))
        return viewed
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func theScreen(columns: Int, rows: Int) throws {
        try expectGolden(read(columns, rows), "replay-\(columns)x\(rows)")
    }

    @Test func agesAreThoseOfItsEnd() {
        let viewed = read()

        #expect(viewed.state.now == Self.end)
        #expect(viewed.rows.contains { $0.hasPrefix(">") && $0.contains(" 0s ") && $0.contains("web-60") })
        #expect(viewed.rows.contains { $0.contains(" 5m ") && $0.contains("web-55") })
        #expect(!viewed.screen.contains("21d"))
    }

    @Test func timeStandsStillAndSaysSo() {
        var viewed = read(120, 24)
        let screen = viewed.screen
        #expect(viewed.rows[0].contains("ENDED") && viewed.rows[0].contains("at 2026-11-01 14:03:27 +08:00"))

        viewed.send(.ticked(Viewed.now.advanced(by: .seconds(90_000))))

        #expect(viewed.screen == screen)
    }

    @Test func theHistogramShowsItsLastMinutes() {
        let histogram = read(120, 40).state.list.table.histogram

        #expect(histogram.window.end >= Self.end)
        #expect(histogram.columns.reduce(0) { $0 + $1.warnings } > 10)
    }

    @Test(arguments: [("/last:10m", 11), (":since 5m", 6)])
    func filtersAndWindowsByAgeAreAboutItsEnd(typed: String, count: Int) {
        var viewed = read()
        viewed.type(typed)
        viewed.press(.enter)

        #expect(viewed.state.list.table.visibleCount == count)
    }

    @Test func incidentsLastUntilItsEnd() {
        var viewed = read(120, 24)
        let incident = AlertIncident(
            id: "a",
            rule: "crash-loop",
            began: Self.end.advanced(by: .seconds(-1320)),
            last: Self.end,
            fired: Self.end
        )
        viewed.send(.alerts(AlertBoard(incidents: [incident])))
        viewed.press(.character("!"))

        #expect(viewed.rows.contains { $0.contains("crash-loop") && $0.contains("22m") })
        #expect(!viewed.screen.contains("21d"))
        #expect(!viewed.effects.contains(.ring))
    }

    @Test func aLifeEndsWithIt() {
        var viewed = replay(120, 40)
        let pod = Self.hour.map { event in
            var event = event
            event.object.name = "web"
            return event
        }
        viewed.send(.received(events: pod, gaps: []), Self.status(.ended))
        viewed.press(.character("H"))

        #expect(viewed.screen.contains("59m"))
        #expect(!viewed.screen.contains("21d"))
        #expect(viewed.rows.contains { $0.contains("FROM") && $0.contains(" end") && !$0.contains("now") })
        viewed.press(.character("1"))
        #expect(viewed.rows.contains { $0.contains("Lifecycle") && $0.contains("14:03") && !$0.contains("now") })
        viewed.press(.character("3"))
        #expect(!viewed.screen.contains("journal"))
    }

    @Test func anOverviewSpeaksOfTheRecordingOnly() {
        var viewed = read(120, 40)
        viewed.press(.character("D"))

        #expect(viewed.screen.contains("recorded: 2026-11-01 13:04:27 to 2026-11-01 14:03:27"))
        #expect(!viewed.screen.contains("journal") && !viewed.screen.contains("yesterday"))
        #expect(!viewed.effects.contains { if case .loadTallies = $0 { true } else { false } })
    }

    @Test func noticesGoByTheWallClock() {
        var viewed = read()
        viewed.send(.notice("hour.jsonl: 3 documents are no events"))
        #expect(viewed.screen.contains("3 documents are no events"))

        viewed.send(.ticked(Viewed.now.advanced(by: .seconds(30))))

        #expect(!viewed.screen.contains("3 documents are no events"))
    }

    @Test func calmViewersSeeItsEndToo() {
        let viewed = read { $0.preferences.isCalm = true }

        #expect(viewed.state.now == Self.end)
        #expect(viewed.rows[0].contains("at Nov 01 14:03:27"))
    }

    @Test func nothingIsToldOfATimeThatIsNotKnown() {
        let viewed = replay()

        #expect(!viewed.screen.contains("1970"))
        #expect(!viewed.rows[0].contains("at "))
    }

    // MARK: While it is read

    @Test func headerAndOverviewSayThatItIsBeingRead() {
        var viewed = replay(120, 40)
        viewed.send(Self.status(.listing(12_345)), .received(events: Array(Self.hour.prefix(30)), gaps: []))
        viewed.press(.character("D"))

        #expect(viewed.rows[0].contains("READING 12,345"))
        #expect(viewed.rows[0].contains("13:33:27"))
        #expect(viewed.rows[1].contains("Overview: last 1h, reading ... 12,345 events so far"))
        viewed.send(Self.status(.ended))
        #expect(!viewed.screen.contains("so far"))
    }

    @Test func alertsSayThatItIsBeingRead() {
        var viewed = replay()
        viewed.send(Self.status(.listing(7)), .received(events: Array(Self.hour.prefix(7)), gaps: []))
        viewed.press(.character("!"))

        #expect(viewed.rows[1].contains("Alerts: reading ... 7 events so far"))
    }

    @Test func whatIsOpenedWhileItIsReadIsRightAfterwards() {
        var viewed = replay(120, 40)
        viewed.send(Self.status(.listing(20)), .received(events: Array(Self.hour.prefix(20)), gaps: []))
        viewed.press(.character("D"), .enter)
        #expect(viewed.state.list.table.visibleCount == 20)

        viewed.send(.received(events: Array(Self.hour.dropFirst(20)), gaps: []), Self.status(.ended))

        #expect(viewed.state.filters.current.range == nil)
        #expect(viewed.state.list.table.visibleCount == 60)
    }

    @Test func whatBeganBeforeTheWindowIsStillShownAfterwards() {
        var viewed = replay(120, 40)
        var down = Self.event(200, 3600, "NodeNotReady")
        down.type = "Normal"
        down.object = ObjectReference(kind: "Node", name: "n-7")
        viewed.send(Self.status(.listing(21)), .received(events: [down] + Self.hour.prefix(20), gaps: []))
        viewed.press(.character("D"), .character("1"), .enter)
        #expect(viewed.state.filterText.hasSuffix("last:2026-11-01T05:03:27Z.."))
        #expect(viewed.objects == ["[n-7]"])

        viewed.send(.received(events: Array(Self.hour.dropFirst(20)), gaps: []), Self.status(.ended))

        #expect(viewed.objects == ["[n-7]"])
    }

    // MARK: Pipes

    @Test func aPipeThatIsFollowedHasTheWallClock() {
        var viewed = replay { $0.source = .pipe }
        let event = KubeEvent.sample(1) {
            $0.firstSeen = Viewed.ago(600)
            $0.lastSeen = Viewed.ago(600)
            $0.received = Viewed.now
        }
        viewed.send(Self.status(.live), .received(events: [event], gaps: []))
        viewed.send(.ticked(Viewed.now.advanced(by: .seconds(300))))
        #expect(viewed.rows.contains { $0.contains(" 15m ") && $0.contains("web-1") })
        #expect(viewed.rows[0].contains("LIVE") && !viewed.rows[0].contains("at "))

        viewed.send(Self.status(.ended))
        viewed.send(.ticked(Viewed.now.advanced(by: .seconds(3000))))

        #expect(viewed.rows.contains { $0.contains(" 15m ") && $0.contains("web-1") })
        #expect(viewed.rows[0].contains("ENDED") && viewed.rows[0].contains("at "))
    }
}
