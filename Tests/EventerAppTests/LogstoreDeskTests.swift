import Basics
import Events
import Foundation
import HTTP
import LogService
import TestSupport
import Testing
import Viewer

@testable import EventerApp

@Suite(.timeLimit(.minutes(5))) struct LogstoreDeskTests {
    private let now = Timestamp(seconds: 1_704_164_645)

    private var question: LogstoreQuestion {
        LogstoreQuestion(id: 3, text: "*", from: now.advanced(by: .seconds(-100)), to: now)
    }

    private func desk(_ http: CannedHTTP) -> LogstoreDesk {
        let configuration = LogServiceConfiguration(
            endpoint: LogServiceEndpoint(region: "cn-hangzhou", isInternal: false),
            project: "p1",
            logstore: "l1",
            credentials: LogServiceCredentials(accessKeyID: "ID", accessKeySecret: Secret("S"))
        )
        let client = LogServiceClient(configuration: configuration, http: http, now: { [now] in now })
        let reader = LogstoreReader(client: client, clock: FastClock(.rushed), random: { 0 })
        return LogstoreDesk(sink: configuration, now: { [now] in now }, makeReader: { reader })
    }

    private func histogram(_ count: Int) -> CannedHTTP.Answer {
        answer(#"[{"from":1704164545,"to":1704164645,"count":\#(count),"progress":"Complete"}]"#)
    }

    private func page(_ numbers: Range<Int>) -> CannedHTTP.Answer {
        let rows = numbers.map { number in
            let json = #"{\"metadata\":{\"uid\":\"u\#(number)\",\"resourceVersion\":\"7\"},\"involvedObject\":{}}"#
            return #"{"__time__":"1704164600","eventId":"\#(json)"}"#
        }
        return answer(#"{"meta":{"progress":"Complete"},"data":["# + rows.joined(separator: ",") + "]}")
    }

    private func answer(_ body: String, _ status: Int = 200) -> CannedHTTP.Answer {
        .stream(status: status, headers: [("x-log-requestid", "1")], chunks: [Array(body.utf8)], failure: nil)
    }

    private func parts(_ work: (@escaping @Sendable (LogstorePart) -> Void) async -> Void) async -> [LogstorePart] {
        let parts = Locked<[LogstorePart]>([])
        await work { part in parts.withLock { $0.append(part) } }
        return parts.withLock { $0 }
    }

    @Test func pagesComeUntilTheLimitAndGoOnFromThere() async {
        let desk = desk(CannedHTTP([histogram(250), page(0..<100), page(100..<200), page(200..<250)]))

        let first = await parts { await desk.begin(question, upTo: 200, post: $0) }
        let rest = await parts { await desk.goOn(upTo: 1000, post: $0) }

        #expect(first.map(\.state) == [.reading, .reading, .paused])
        #expect(first.map(\.read) == [100, 200, 200])
        #expect(first.allSatisfy { $0.id == 3 && $0.total == 250 })
        #expect(rest.map(\.state) == [.reading, .ended])
        #expect((first + rest).flatMap(\.events).count == 250)
    }

    @Test func whatWasFoundCanBeHadUntilTheEnd() async throws {
        let desk = desk(CannedHTTP([histogram(1), page(0..<1)]))
        let found = await parts { await desk.begin(question, upTo: 100, post: $0) }
        let key = try #require(found.first?.events.first?.key)

        #expect(await desk.object(key) != nil)
        await desk.end()

        #expect(await desk.object(key) == nil)
        #expect(await parts { await desk.goOn(upTo: 100, post: $0) }.isEmpty)
    }

    @Test func whereNothingMatchesTheRestIsCounted() async {
        let found = await parts { [desk = desk(CannedHTTP([histogram(0), histogram(77)]))] in
            await desk.begin(question, upTo: 100, post: $0)
        }

        #expect(found == [LogstorePart(id: 3, state: .ended, others: 77)])
    }

    @Test func aRefusalComesWithItsAdvice() async {
        let body = #"{"errorCode":"IndexConfigNotExist","errorMessage":"logstore without index config"}"#
        let desk = desk(CannedHTTP([answer(body, 400), histogram(1), page(0..<1)]))

        let failed = await parts { await desk.begin(question, upTo: 100, post: $0) }
        let again = await parts { await desk.goOn(upTo: 100, post: $0) }

        #expect(failed.count == 1)
        guard case .failed(let reason, let advice)? = failed.first?.state else {
            Issue.record("no failure")
            return
        }
        #expect(reason.contains("IndexConfigNotExist"))
        #expect(advice.contains("eventer init"))
        #expect(again.map(\.state) == [.reading, .ended])
    }
}
