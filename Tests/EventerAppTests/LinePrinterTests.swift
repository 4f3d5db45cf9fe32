import Basics
import Events
import Foundation
import TestSupport
import Testing

@testable import EventerApp

@Suite struct LinePrinterTests {
    private static let one = StreamID(cluster: "one", namespace: nil)
    private static let now = Timestamp(seconds: 100)
    private static let two = StreamID(cluster: "two", namespace: nil)

    /// The objects printed after `body`, and `gap` for a gap.
    private func printed(
        filter: String = "",
        failOn: String? = nil,
        since: Timestamp? = nil,
        _ body: (inout LinePrinter) throws -> Void
    ) throws -> [Substring] {
        let pipe = Pipe()
        var printer = LinePrinter(
            writer: EventWriter(format: .lines, descriptor: pipe.fileHandleForWriting.fileDescriptor),
            choice: EventChoice(
                filter: try EventFilter(parsing: filter),
                since: since,
                failOn: try failOn.map { try EventFilter(parsing: $0) },
                format: .lines,
                style: EventDocument.Style()
            ),
            streams: [Self.one, Self.two]
        )
        try body(&printer)
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").compactMap { $0.firstMatch(of: /Pod\/(\S+)|--- gap/)?.1 ?? "gap" }
    }

    private func batch(_ stream: StreamID, _ numbers: [Int64], last: Bool) -> EventBatch {
        EventBatch(stream: stream, events: numbers.map { .sample($0) }, resumePoint: last ? ResourceVersion(99) : nil)
    }

    @Test func aListIsWrittenInOrderOnceItIsComplete() throws {
        let before = try printed { printer in
            #expect(printer.print(batch(Self.one, [5, 2], last: false), at: Self.now) == nil)
        }
        let after = try printed { printer in
            #expect(printer.print(batch(Self.one, [5, 2], last: false), at: Self.now) == nil)
            #expect(printer.print(batch(Self.two, [9], last: true), at: Self.now) == nil)
            #expect(printer.print(batch(Self.one, [4], last: true), at: Self.now) == nil)
            #expect(printer.print(batch(Self.one, [6], last: true), at: Self.now) == nil)
        }

        #expect(before.isEmpty)
        #expect(after == ["web-9", "web-2", "web-4", "web-5", "web-6"])
    }

    @Test func aListIsFilteredByWhatOnlyItsJSONHas() throws {
        func event(_ number: Int64, team: String) -> KubeEvent {
            .sample(number) { $0.json = Array(#"{"metadata":{"labels":{"team":"\#(team)"}}}"#.utf8) }
        }
        var page = batch(Self.one, [], last: false)
        page.events = [event(3, team: "red"), event(2, team: "blue")]
        var last = batch(Self.one, [], last: true)
        last.events = [event(4, team: "blue"), event(1, team: "red")]

        let lines = try printed(filter: "label.team:red", failOn: "name:web-2") { printer in
            #expect(printer.print(page, at: Self.now) == nil)
            let end = try printer.print(last, at: Self.now)?.get()
            #expect(end == .matched)
        }

        #expect(lines == ["web-1", "web-3"])
    }

    @Test func aGapStandsBeforeTheEventsThatFollowIt() throws {
        let gap = Gap(reason: .expired, from: Timestamp(seconds: 2), to: Timestamp(seconds: 4))
        let lines = try printed { printer in
            var second = batch(Self.one, [5], last: true)
            second.gap = gap
            #expect(printer.print(batch(Self.one, [1], last: true), at: Self.now) == nil)
            #expect(printer.print(second, at: Self.now) == nil)
        }

        #expect(lines == ["web-1", "gap", "web-5"])
    }

    @Test func whatIsOlderIsNeitherWrittenNorFatal() throws {
        let lines = try printed(failOn: "name:(web-1,web-6)", since: Timestamp(seconds: 5)) { printer in
            #expect(printer.print(batch(Self.one, [1, 5], last: true), at: Self.now) == nil)
            let end = try printer.print(batch(Self.one, [6], last: true), at: Self.now)?.get()
            #expect(end == .matched)
        }

        #expect(lines == ["web-5", "web-6"])
    }

    @Test func onlyWhenEveryStreamFailedFirstIsThatTheEnd() throws {
        _ = try printed { printer in
            let waiting = StreamStatus.State.waiting(reason: "refused", retryAt: .init(seconds: 1))
            func status(_ stream: StreamID) -> StreamStatus {
                StreamStatus(stream: stream, state: waiting, since: .init(seconds: 0))
            }

            #expect(printer.problem(status(Self.one)) == nil)
            #expect(printer.problem(status(Self.one)) == nil)
            let error = printer.problem(status(Self.two))

            #expect(error?.message == "two: refused")
            #expect(error?.code == .unreachable)
        }
    }

    @Test func oneThatWasLiveKeepsTheRunAlive() throws {
        _ = try printed { printer in
            let waiting = StreamStatus.State.waiting(reason: "refused", retryAt: .init(seconds: 1))

            #expect(printer.problem(StreamStatus(stream: Self.one, state: .live, since: .init(seconds: 0))) == nil)
            #expect(printer.problem(StreamStatus(stream: Self.two, state: waiting, since: .init(seconds: 0))) == nil)
            #expect(printer.problem(StreamStatus(stream: Self.one, state: waiting, since: .init(seconds: 0))) == nil)
        }
    }

    @Test func theClusterIsAColumnOnlyOfSeveral() {
        let event = KubeEvent.sample(1)
        var marked = event
        marked.cluster = "prod"

        #expect(!EventLine.text(event).contains("prod"))
        #expect(EventLine.text(marked).hasPrefix("1970-01-01T00:00:01Z  prod          Normal"))
    }
}
