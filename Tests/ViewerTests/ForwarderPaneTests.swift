import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct ForwarderPaneTests {
    private static let letters = (1...12).map { number in
        DeadLetterEntry(
            id: Int64(100 - number),
            at: Viewed.ago(Int64(number) * 60),
            status: 400,
            code: "PostBodyInvalid",
            message: "the \(number)th log is not valid",
            reason: "BackOff",
            object: Story.pod,
            json: Story.json
        )
    }

    /// The pane, with traffic of the last two minutes in it.
    private func pane(_ columns: Int = 120, _ rows: Int = 40, _ change: (inout DeliveryStatus) -> Void = { _ in })
        -> Viewed
    {
        var viewed = Story.viewed(columns, rows)
        var status = viewed.state.delivery
        for second in 1...120 {
            viewed.send(.ticked(Viewed.ago(Int64(-second))))
            let load = second > 60 && second < 90 ? 60 : 12
            status.ledger.seen += load
            status.ledger.acknowledged += load
            status.bytesSent += load * 200
            status.counters.requests[200, default: 0] += 1
            viewed.send(.delivery(status))
        }
        change(&status)
        viewed.send(.delivery(status))
        viewed.press(.character("f"))
        return viewed
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func theOverview(columns: Int, rows: Int) throws {
        try expectGolden(pane(columns, rows), "forwarder-\(columns)x\(rows)")
    }

    @Test func theOverviewOfTrouble() throws {
        let viewed = pane(80, 24) { status in
            status.state = .blocked(retryAt: Viewed.ago(-150))
            status.ledger.dead = 3
            status.credentials?.lastFailure = "the STS answers 500"
        }
        try expectGolden(viewed, "forwarder-blocked-80x24")
    }

    @Test func theDeadLetters() throws {
        var viewed = pane(120, 40) { $0.ledger.dead = 12 }
        viewed.press(.character("d"))
        #expect(viewed.effects.last == .loadDeadLetters)
        viewed.send(.deadLetters(Self.letters))
        viewed.press(.character("j"), .down)
        try expectGolden(viewed, "forwarder-dead-120x40")

        viewed.press(.enter)
        #expect(viewed.screen.contains("eventer dead retry 97"))
        #expect(viewed.screen.contains("Message    the 3th log is not valid"))
        viewed.press(.escape)
        #expect(viewed.screen.contains("> 97"))
        viewed.press(.escape)
        #expect(viewed.screen.contains("Throughput"))
        viewed.press(.escape)
        #expect(viewed.state.pane == nil)
    }

    @Test func theChosenLetterIsAlwaysSeen() {
        var viewed = pane(80, 12)
        viewed.press(.character("d"))
        viewed.send(.deadLetters(Self.letters))

        viewed.press(.character("G"))
        #expect(viewed.screen.contains("> 88"))
        viewed.press(.character("g"))
        #expect(viewed.screen.contains("> 99"))
        viewed.send(.deadLetters([]))
        #expect(viewed.screen.contains("nothing was refused for good"))
    }

    @Test func retryAsksOnlyDuringAPause() {
        var viewed = pane()
        viewed.effects = []

        viewed.press(.character("r"))
        #expect(viewed.effects.isEmpty)
        viewed.forward { $0.state = .blocked(retryAt: Viewed.ago(-60)) }
        viewed.press(.character("r"))

        #expect(viewed.effects == [.retryForwarding])
    }

    @Test func spaceAndPauseAsk() {
        var viewed = pane()

        viewed.press(.character("p"))
        #expect(viewed.state.dialog == .forwarding(false))
        viewed.press(.escape, .character(" "))
        #expect(viewed.state.dialog == .forwarding(false))
        viewed.press(.character("y"))
        viewed.forward { $0.state = .off }
        viewed.press(.character("p"))

        #expect(viewed.effects.suffix(1) == [.setForwarding(false)])
        #expect(viewed.state.dialog == nil)
    }

    @Test func theLinkIsCopied() {
        var viewed = pane()

        viewed.press(.character("c"))

        let url = "https://sls.console.aliyun.com/lognext/project/k8s-prod/logsearch/k8s-event"
        let (from, to) = (viewed.state.now.seconds - 900, viewed.state.now.seconds)
        let query = "?encode=base64&queryString=Kg%3D%3D&queryTimeType=99&startTime=\(from)&endTime=\(to)"
        #expect(viewed.effects.last == .copy(url + query))
    }

    @Test func theStateTellsSinceWhen() {
        var viewed = pane()

        viewed.forward { $0.state = .blocked(retryAt: Viewed.now) }
        viewed.pass(seconds: 65)
        viewed.forward { $0.state = .blocked(retryAt: Viewed.now.advanced(by: .seconds(90))) }

        #expect(viewed.screen.contains("since 14:05:27 (1m)"))
    }

    @Test func severalClustersAreListed() {
        let viewed = pane {
            $0.parts = ["prod", "dev"].map { name in
                var ledger = DeliveryLedger()
                ledger.acknowledged = 1234
                return DeliveryStatus.Part(cluster: name, state: .on, ledger: ledger, eventsPerSecond: 3)
            }
        }

        #expect(viewed.screen.contains("  prod  ON  out 3.0/s  acked 1,234  waiting 0  dead 0"))
        #expect(viewed.screen.contains("   dev  ON") || viewed.screen.contains("  dev   ON"))
    }

    @Test func withoutASinkItSaysHowToHaveOne() {
        var viewed = Viewed(80, 24) { $0.sink = nil }
        viewed.press(.character("f"))

        #expect(viewed.screen.contains("NONE  no sink is configured, see --sink"))
    }

    @Test(arguments: HostileText.samples)
    func hostileTextKeepsThePaneSound(text: String) {
        var viewed = pane(100, 30) { status in
            status.state = .unavailable(text)
            status.target = text
            status.endpoint = text
            status.filter = text
            status.failures.add(.init(at: Viewed.now, status: 0, code: text, message: text, advice: text))
            status.credentials = CredentialFigures(source: text)
            status.credentials?.lastFailure = text
            status.parts = [text, "b"].map { .init(cluster: $0, state: .unavailable($0), ledger: DeliveryLedger()) }
            status.journalCapacity = 1
            status.journalBytes = .max
        }
        #expect(render(viewed.state).isSound)

        let object = ObjectReference(kind: text, namespace: text, name: text)
        viewed.press(.character("d"))
        viewed.send(
            .deadLetters([
                DeadLetterEntry(
                    id: 1,
                    cluster: text,
                    at: Viewed.now,
                    status: -1,
                    code: text,
                    message: text,
                    reason: text,
                    object: object,
                    json: Array(text.utf8)
                )
            ])
        )
        #expect(render(viewed.state).isSound)
        viewed.press(.enter)
        #expect(render(viewed.state).isSound)
    }
}

@Suite struct ThroughputTests {
    private func status(_ seen: Int) -> DeliveryStatus {
        var status = DeliveryStatus(state: .on)
        status.ledger.seen = seen
        return status
    }

    @Test func whatWasThereBeforeIsNoThroughput() {
        var throughput = Throughput()

        throughput.note(status(1000), at: Timestamp(seconds: 100))

        #expect(throughput.rates(\.seen) == Throughput.Rates(now: 0, minute: 0, peak: 0))
    }

    @Test func ratesAreOverFiveSecondsAndAMinute() {
        var throughput = Throughput()
        throughput.note(status(0), at: Timestamp(seconds: 0))
        throughput.note(status(600), at: Timestamp(seconds: 58))
        throughput.advance(to: Timestamp(seconds: 60))

        #expect(throughput.rates(\.seen) == Throughput.Rates(now: 120, minute: 10, peak: 120))
        throughput.advance(to: Timestamp(seconds: 63))
        #expect(throughput.rates(\.seen) == Throughput.Rates(now: 0, minute: 10, peak: 120))
        throughput.advance(to: Timestamp(seconds: 118))
        #expect(throughput.rates(\.seen) == Throughput.Rates(now: 0, minute: 0, peak: 120))
    }

    @Test func theSeriesMovesOnAndForgets() {
        var throughput = Throughput()
        throughput.note(status(0), at: Timestamp(seconds: 1000))
        throughput.note(status(7), at: Timestamp(seconds: 1005))
        #expect(throughput.series(\.seen).suffix(2) == [0, 7])

        throughput.advance(to: Timestamp(seconds: 1019))
        #expect(throughput.series(\.seen).suffix(2) == [7, 0])
        throughput.advance(to: Timestamp(seconds: 1899))
        #expect(throughput.series(\.seen).first == 7)
        throughput.advance(to: Timestamp(seconds: 1900))

        #expect(throughput.series(\.seen) == Array(repeating: 0, count: 90))
    }

    @Test func columnsAreAddedWhereThereIsLessRoom() {
        var throughput = Throughput()
        throughput.note(status(0), at: Timestamp(seconds: 1000))
        for second in 1...39 { throughput.note(status(second), at: Timestamp(seconds: 1000 + Int64(second))) }

        #expect(throughput.series(\.seen, step: 4).count == 23)
        #expect(throughput.series(\.seen, step: 4).last == 39)
        #expect(throughput.series(\.seen, step: 4).reduce(0, +) == throughput.series(\.seen).reduce(0, +))
    }

    @Test func totalsThatFallAndClocksThatGoBackDoNoHarm() {
        var throughput = Throughput()
        throughput.note(status(100), at: Timestamp(seconds: 1000))
        throughput.note(status(10), at: Timestamp(seconds: 990))
        throughput.note(status(15), at: Timestamp(seconds: 980))

        #expect(throughput.series(\.seen).reduce(0, +) == 5)
    }
}

@Suite struct SparklineTests {
    @Test(arguments: [
        ([0, 1, 2, 3, 4, 5, 6, 7, 8], " ▁▂▃▄▅▆▇█"), ([0, 0], "  "), ([1, 1000], "▁█"), ([5], "█"), ([], ""),
        ([.max, 1], "█▁"), ([-3, 2], " █"),
    ])
    func theHighestFillsItsCell(values: [Int], text: String) {
        #expect(Sparkline(values: values).text(cells: 20) == text)
    }

    @Test func theNewestAreShown() {
        #expect(Sparkline(values: [9, 1, 2]).text(cells: 2) == "▄█")
        #expect(Sparkline(values: [1]).text(cells: -1) == "")
    }
}

@Suite struct ConsoleLinkTests {
    private func url(_ endpoint: String, _ target: String = "p/l", _ query: String = "*") -> String? {
        ConsoleLink(
            endpoint: endpoint,
            target: target,
            query: query,
            from: Timestamp(seconds: 10),
            to: Timestamp(seconds: 20)
        )
        .url
    }

    @Test(arguments: [
        "cn-hangzhou.log.aliyuncs.com", "https://cn-hangzhou-intranet.log.aliyuncs.com:443/", "log-global.aliyuncs.com",
    ])
    func hostsOfAlibabaHaveAConsole(endpoint: String) {
        #expect(
            url(endpoint)
                == "https://sls.console.aliyun.com/lognext/project/p/logsearch/l?encode=base64&queryString=Kg%3D%3D&queryTimeType=99&startTime=10&endTime=20"
        )
    }

    @Test(arguments: ["http://127.0.0.1:80", "log.aliyuncs.com.evil.example", "evil.example/x.log.aliyuncs.com", ""])
    func othersHaveNone(endpoint: String) {
        #expect(url(endpoint) == nil)
    }

    @Test(arguments: ["p", "p/l/m", "/l", "p/", "p/l?x=1", "p/测"])
    func targetsThatAreNoNamesHaveNone(target: String) {
        #expect(url("cn-hangzhou.log.aliyuncs.com", target) == nil)
    }

    @Test(arguments: [
        ("", ""), ("a", "YQ%3D%3D"), ("ab", "YWI%3D"), ("abc", "YWJj"), ("~~~?>", "fn5%2BPz4%3D"), ("???", "Pz8%2F"),
    ])
    func theQueryIsBase64ForAURL(query: String, text: String) {
        #expect(url("cn-hangzhou.log.aliyuncs.com", "p/l", query)?.contains("queryString=\(text)&") == true)
    }
}
