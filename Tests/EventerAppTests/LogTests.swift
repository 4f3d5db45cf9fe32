import Basics
import Foundation
import Logging
import Testing

@testable import EventerApp

@Suite struct LogRecordTests {
    private let time = Timestamp(microseconds: 1_700_000_000_000_001)

    private func record(_ fields: Logger.Metadata) -> LogRecord {
        LogRecord(level: .warning, component: "delivery", message: "request failed", fields: fields)
    }

    @Test func aLineOfJSONHasItsFieldsInOrder() {
        let line = record(["status": .stringConvertible(403), "code": "Unauthorized"]).line(.json, at: time)

        #expect(
            line == """
                {"ts":"2023-11-14T22:13:20.000001Z","level":"warn","component":"delivery","msg":"request failed",\
                "code":"Unauthorized","status":403}

                """
        )
    }

    @Test func aLineOfTextQuotesWhatIsNoWord() {
        let line = record(["status": .stringConvertible(403), "reason": "no \"right\"", "empty": ""]).line(
            .text,
            at: time
        )

        #expect(
            line == """
                2023-11-14T22:13:20.000001Z warn delivery: request failed empty="" reason="no \\"right\\"" status=403

                """
        )
    }

    @Test(arguments: LogFormat.allCases)
    func nothingFromOutsideIsTakenForMoreThanText(_ format: LogFormat) {
        let line = record(["reason": "a\u{1B}[31mred\nts=1\u{9B}2J\u{202E}"]).line(format, at: time)

        #expect(line.unicodeScalars.filter { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) } == ["\n"])
        #expect(line.hasSuffix("\n"))
        #expect(!line.contains("\u{202E}"))
    }
}

@Suite struct LogOutputTests {
    private let time = Locked(Timestamp(seconds: 1000))
    private let lines = Locked<[String]>([])
    private let output: LogOutput

    init() {
        output = LogOutput(format: .text) { [time] in
            time.withLock { $0 }
        } emit: { [lines] line in
            lines.withLock { $0.append(line) }
        }
    }

    private func pass(_ seconds: Int64) {
        time.withLock { $0 = $0.advanced(by: .seconds(seconds)) }
    }

    @Test func theEleventhOfAKindIsHeldBackAndCounted() {
        let (source, delivery) = (output.logger("source"), output.logger("delivery"))
        for number in 0..<25 { source.warning("gap", metadata: ["number": "\(number)"]) }
        delivery.warning("gap")
        source.warning("other")
        #expect(lines.withLock { $0.count } == 12)

        pass(10)
        output.tellSuppressed()
        output.tellSuppressed()

        #expect(lines.withLock { $0.count } == 13)
        #expect(lines.withLock { $0.last }?.hasSuffix("warn source: gap suppressed=15\n") == true)
    }

    @Test func whatWasHeldBackIsToldBeforeTheNext() {
        let source = output.logger("source")
        for _ in 0..<11 { source.warning("gap") }
        pass(11)

        source.warning("gap", metadata: ["again": "yes"])

        #expect(lines.withLock { $0.suffix(2).map { $0.contains("suppressed=1") } } == [true, false])
    }

    @Test func aClockSetBackSilencesNobody() {
        let source = output.logger("source")
        for _ in 0..<11 { source.warning("gap") }
        pass(-3600)

        source.warning("gap")

        #expect(lines.withLock { $0.count } == 12)
    }

    @Test func whatIsBelowInfoIsNotWritten() {
        output.logger("source").debug("detail")

        #expect(lines.withLock { $0 }.isEmpty)
    }
}
