import Basics
import Demo
import Foundation
import HTTP
import LogService
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct LogQueryTests {
    private let query = LogQuery(
        "level: Warning",
        from: Timestamp(seconds: 1_704_161_045),
        to: Timestamp(seconds: 1_704_164_645)
    )

    private func client(_ http: any HTTPClient) -> LogServiceClient {
        LogServiceClient(configuration: configuration(), http: http, now: { Timestamp(seconds: 1_704_164_645) })
    }

    private func configuration(_ key: LogServiceCredentials? = nil) -> LogServiceConfiguration {
        LogServiceConfiguration(
            endpoint: LogServiceEndpoint(region: "cn-hangzhou", isInternal: false),
            project: "p1",
            logstore: "k8s-event",
            credentials: key ?? LogServiceCredentials(accessKeyID: "ID", accessKeySecret: Secret("canary")),
            region: "cn-hangzhou"
        )
    }

    private func reader(_ http: any HTTPClient) -> LogstoreReader {
        LogstoreReader(client: client(http), clock: FastClock(.rushed), random: { 0 })
    }

    private func page(_ progress: String = "Complete", _ rows: String = "") -> CannedHTTP.Answer {
        answer(200, #"{"meta":{"progress":"\#(progress)","count":1,"processedRows":42},"data":[\#(rows)]}"#)
    }

    // MARK: The wire

    @Test func logsAreAskedForInTheBody() async throws {
        let http = CannedHTTP([page()])

        _ = try await client(http).getLogs(query, offset: 200)

        let request = try #require(http.requests.first)
        #expect(request.method == .post)
        #expect(request.url == "https://p1.cn-hangzhou.log.aliyuncs.com/logstores/k8s-event/logs")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"from":1704161045,"line":100,"offset":200,"query":"level: Warning","reverse":true,"to":1704164645}"#
        )
        #expect(request.headers.revealed["x-log-bodyrawsize"] == String(request.body.count))
    }

    @Test func aHistogramIsAskedForInTheURL() async throws {
        let bars =
            #"[{"from":1704161045,"to":1704162845,"count":3,"progress":"Complete"},"#
            + #"{"from":"1704162845","to":"1704164645","count":"4","progress":"Complete"},{"from":1,"to":2,"count":null}]"#
        let http = CannedHTTP([answer(200, bars, [("x-log-progress", "Complete")])])

        let histogram = try await client(http).getHistogram(query)

        #expect(
            http.requests.first?.url == "https://p1.cn-hangzhou.log.aliyuncs.com/logstores/k8s-event"
                + "?type=histogram&from=1704161045&to=1704164645&query=level%3A%20Warning&accurate=true"
        )
        #expect(histogram.count == 7)
        #expect(histogram.bars.count == 2)
        #expect(histogram.isComplete)
    }

    @Test func foreignRowsAreReadAsFarAsTheyGo() async throws {
        let rows = #"""
            {"__time__":"1704164000","level":"Warning","n":7,"x":1.5,"b":true,"no":null,"in":{"a":1}},\#
            {"__time__":1704164001},{"level":"no time"},{"__time__":"soon"},"text",null,[1]
            """#
        let http = CannedHTTP([page("Complete", rows)])

        let page = try await client(http).getLogs(query)

        #expect(page.logs.map(\.time.seconds) == [1_704_164_000, 1_704_164_001])
        #expect(page.logs.first?.fields == ["level": "Warning", "n": "7", "x": "1.5", "b": "true", "no": "", "in": ""])
        #expect(page.malformed == 5)
        #expect(page.rows == 7)
        #expect(page.processedRows == 42)
    }

    @Test(arguments: ["", "{", "[]", #"{"data":{}}"#, "<html>", #"{"data":[1"#])
    func anAnswerThatIsNoneIsSaid(_ body: String) async {
        let http = CannedHTTP([answer(200, body)])

        let error = await failure { () async throws(LogServiceError) in _ = try await client(http).getLogs(query) }

        #expect(error?.message == "the answer to the query cannot be read")
    }

    @Test func aCompressedAnswerIsSaid() async {
        let http = CannedHTTP([answer(200, "xx", [("x-log-compresstype", "lz4")])])

        let error = await failure { () async throws(LogServiceError) in _ = try await client(http).getLogs(query) }

        #expect(error?.message.hasSuffix("is compressed, which was not asked for") == true)
    }

    @Test func anAnswerWithoutMetaIsComplete() async throws {
        let http = CannedHTTP([answer(200, #"{"data":[]}"#)])

        let page = try await client(http).getLogs(query)

        #expect(page.isComplete)
        #expect(page.logs.isEmpty)
    }

    @Test func anAnswerHasALimit() async {
        let chunk = [UInt8](repeating: 0x20, count: 1 << 20)
        let http = CannedHTTP([
            .stream(
                status: 200,
                headers: [("x-log-requestid", "1")],
                chunks: Array(repeating: chunk, count: 17),
                failure: nil
            )
        ])

        let error = await failure { () async throws(LogServiceError) in _ = try await client(http).getLogs(query) }

        #expect(error?.kind == .network)
        #expect(error?.message.contains("larger than") == true)
    }

    // MARK: Patience

    @Test func whatIsIncompleteIsAskedForAgain() async throws {
        let http = CannedHTTP([page("Incomplete"), page("Incomplete"), page("Complete")])

        let page = try await reader(http).logs(query, offset: 0)

        #expect(page.isComplete)
        #expect(http.requests.count == 3)
    }

    @Test func whatStaysIncompleteIsHandedOn() async throws {
        let row = #"{"__time__":"1704164000"}"#
        let http = CannedHTTP(Array(repeating: page("Incomplete", row), count: 9))

        let page = try await reader(http).logs(query, offset: 0)

        #expect(!page.isComplete)
        #expect(page.logs.count == 1)
        #expect(http.requests.count == 5)
    }

    @Test func aQuotaIsWaitedFor() async throws {
        let full = answer(403, #"{"errorCode":"ReadQuotaExceed","errorMessage":"read quota"}"#)
        let http = CannedHTTP([full, full, page()])

        let page = try await reader(http).logs(query, offset: 0)

        #expect(page.isComplete)
        #expect(http.requests.count == 3)
    }

    @Test func aQuotaThatStaysIsAnError() async {
        let full = answer(403, #"{"errorCode":"ReadQuotaExceed","errorMessage":"read quota"}"#)
        let http = CannedHTTP(Array(repeating: full, count: 9))

        let error = await failure { () async throws(LogServiceError) in _ = try await reader(http).histogram(query) }

        #expect(error?.kind == .throttled)
        #expect(error?.readingAdvice.contains("reading quota") == true)
        #expect(http.requests.count == 4)
    }

    @Test(
        arguments: [
            (400, "IndexConfigNotExist", "logstore without index config", "eventer init"),
            (404, "IndexConfigNotExist", "logstore without index config", "eventer init"),
            (401, "Unauthorized", "denied by sts or ram, action: log:GetLogStoreLogs", "log:GetLogStoreLogs"),
            (403, "Unauthorized", "denied by sts or ram, action: log:GetLogStoreLogs", "log:GetLogStoreLogs"),
            (400, "ParameterInvalid", "syntax error", "is it a search"),
            (404, "LogStoreNotExist", "logstore x does not exist", "eventer init"),
            (403, "ProjectForbidden", "closed", "closed"), (401, "SignatureNotMatch", "signature", "the secret"),
        ]
    )
    func aRefusalIsFinalAndSaysWhatToDo(status: Int, code: String, message: String, advice: String) async {
        let http = CannedHTTP([answer(status, #"{"errorCode":"\#(code)","errorMessage":"\#(message)"}"#), page()])

        let error = await failure { () async throws(LogServiceError) in _ = try await reader(http).histogram(query) }

        #expect(error?.code == code)
        #expect(error?.readingAdvice.contains(advice) == true)
        #expect(http.requests.count == 1)
    }

    @Test func theClockIsCorrectedAsForSending() async throws {
        let expired = answer(
            400,
            #"{"errorCode":"RequestTimeExpired","errorMessage":"…"}"#,
            [("x-log-time", "1704168245")]
        )
        let http = CannedHTTP([expired, page()])

        _ = try await client(http).getLogs(query)

        let dates = http.requests.map { $0.headers.revealed["x-log-date"] }
        #expect(dates == ["20240102T030405Z", "20240102T040405Z"])
    }

    // MARK: The query

    @Test(
        arguments: [
            ("*", false), ("* | select 1", true), ("a|b", true), (#""a|b""#, false), (#"msg: "a \" | b""#, false),
            (#""a" | select 1"#, true), ("", false),
        ]
    )
    func anAnalysisIsKnown(text: String, isAnalysis: Bool) {
        #expect(LogQuery(text, from: query.from, to: query.to).isAnalysis == isAnalysis)
    }

    @Test func aHistogramDoesNotOverflow() {
        let bar = LogHistogram.Bar(from: query.from, to: query.to, count: .max)

        #expect(LogHistogram(bars: [bar, bar], isComplete: true).count == .max)
    }

    // MARK: At the receiver of the demo

    @Test(arguments: LogServiceSignature.allCases)
    func theReceiverOfTheDemoAnswers(_ signature: LogServiceSignature) async throws {
        let directory = try TemporaryDirectory()
        let servers = try await DemoServers.start(DemoOptions(receivedFile: directory.path + "/received"))
        let identity = await servers.receiver.identity
        var configuration = configuration(
            LogServiceCredentials(accessKeyID: identity.accessKeyID, accessKeySecret: identity.accessKeySecret)
        )
        configuration.endpoint = LogServiceEndpoint(scheme: .http, host: "127.0.0.1", port: await servers.receiver.port)
        configuration.project = identity.project
        configuration.signature = signature
        let reader = LogstoreReader(
            client: LogServiceClient(configuration: configuration, http: CurlClient()),
            clock: FastClock(.rushed)
        )
        let now = Timestamp.now()
        let logs = (0..<250).map { Log(time: UInt32(now.seconds - $0), fields: [LogField("level", "中 \($0)")]) }
        try await reader.client.put(EncodedLogGroup(LogGroup(logs: logs)))
        await servers.inject(.incomplete)

        let query = LogQuery("level: 中", from: now.advanced(by: .seconds(-3600)), to: now.advanced(by: .seconds(1)))
        let histogram = try await reader.histogram(query)
        var found: [FoundLog] = []
        while true {
            let page = try await reader.logs(query, offset: found.count)
            #expect(page.isComplete)
            if page.logs.isEmpty { break }
            found += page.logs
        }

        #expect(histogram.count == 250)
        #expect(found.map { $0.fields["level"] } == (0..<250).map { "中 \($0)" })
        #expect(found.first?.time.seconds == now.seconds)
        await servers.stop()
    }
}

private func answer(
    _ status: Int,
    _ body: String,
    _ headers: [(name: String, value: String)] = []
) -> CannedHTTP.Answer {
    .stream(
        status: status,
        headers: [("x-log-requestid", "65A1")] + headers,
        chunks: body.isEmpty ? [] : [Array(body.utf8)],
        failure: nil
    )
}

/// The error that `body` throws, nil when it throws none.
private func failure(_ body: () async throws(LogServiceError) -> Void) async -> LogServiceError? {
    do {
        try await body()
        return nil
    } catch {
        return error
    }
}
