import Basics
import Demo
import HTTP
import LogService
import TestSupport
import Testing
import Zlib

@Suite struct LogServiceClientTests {
    private let time = Timestamp(seconds: 1_704_164_645)
    private let group = EncodedLogGroup(LogGroup(logs: [Log(time: 1, fields: [LogField("level", "Warning")])]))
    private let stored = answer(200, headers: [("x-log-requestid", "65")])

    private var configuration: LogServiceConfiguration {
        LogServiceConfiguration(
            endpoint: LogServiceEndpoint(region: "cn-hangzhou", isInternal: false),
            project: "p1",
            logstore: "k8s-event",
            credentials: LogServiceCredentials(accessKeyID: "ID", accessKeySecret: Secret("canary")),
            region: "cn-hangzhou"
        )
    }

    private func client(_ http: CannedHTTP, _ configuration: LogServiceConfiguration? = nil) -> LogServiceClient {
        LogServiceClient(configuration: configuration ?? self.configuration, http: http, now: { [time] in time })
    }

    @Test func putLogsIsSignedWithV4() async throws {
        let http = CannedHTTP([stored])

        try await client(http).put(group)

        let request = try #require(http.requests.first)
        let headers = request.headers.revealed
        #expect(http.requests.count == 1)
        #expect(request.method == .post)
        #expect(request.url == "https://p1.cn-hangzhou.log.aliyuncs.com/logstores/k8s-event/shards/lb")
        #expect(try inflate(request.body, limit: 1000) == inflate(group.body, limit: 1000))
        #expect(headers["Host"] == "p1.cn-hangzhou.log.aliyuncs.com")
        #expect(headers["Content-Type"] == "application/x-protobuf")
        #expect(headers["x-log-bodyrawsize"] == String(group.rawSize))
        #expect(headers["x-log-compresstype"] == "deflate")
        #expect(headers["x-log-date"] == "20240102T030405Z")
        #expect(
            headers["Authorization"]?.hasPrefix(
                "SLS4-HMAC-SHA256 Credential=ID/20240102/cn-hangzhou/sls/aliyun_v4_request,Signature="
            ) == true
        )
    }

    @Test func putLogsToAnAddressIsSignedWithV1() async throws {
        let http = CannedHTTP([stored])
        var configuration = configuration
        configuration.endpoint = LogServiceEndpoint(scheme: .http, host: "127.0.0.1", port: 8080)
        configuration.signature = .v1

        try await client(http, configuration).put(group)

        let request = try #require(http.requests.first)
        let headers = request.headers.revealed
        #expect(request.url == "http://127.0.0.1:8080/logstores/k8s-event/shards/lb")
        #expect(headers["Host"] == "p1.127.0.0.1:8080")
        #expect(headers["Date"] == "Tue, 02 Jan 2024 03:04:05 GMT")
        #expect(headers["Content-MD5"]?.count == 32)
        #expect(headers["Authorization"]?.hasPrefix("LOG ID:") == true)
    }

    @Test func theVectorComesOutOfTheClientToo() async throws {
        let vector = try Vector.named("v4-04-putlogs-deflate-sts")
        let http = CannedHTTP([stored])
        var configuration = configuration
        configuration.project = "k8s-events-demo"
        configuration.credentialSource = .fixed(vector.credentials, origin: "a vector")
        let client = client(http, configuration)
        var request = client.signable(.post, path: vector.path)
        request.contentType = "application/x-protobuf"
        request.logHeaders["x-log-bodyrawsize"] = "433"
        request.logHeaders["x-log-compresstype"] = "deflate"
        request.body = bytes(hex: vector.body_hex)

        _ = try await client.send(request)

        #expect(http.requests.first?.headers.revealed["Authorization"] == vector.authorization)
    }

    @Test func withoutCompressionNoTypeIsNamed() async throws {
        let http = CannedHTTP([stored])

        try await client(http).put(EncodedLogGroup(LogGroup(logs: []), compression: .none))

        #expect(http.requests.first?.headers.revealed["x-log-compresstype"] == nil)
    }

    @Test(arguments: [("x-log-time", "1704168245"), ("Date", "Tue, 02 Jan 2024 04:04:05 GMT")])
    func aWrongClockIsLearntAndTheGroupLeftToItsCaller(name: String, value: String) async throws {
        let expired = answer(
            400,
            headers: [("x-log-requestid", "1"), (name, value)],
            body: #"{"errorCode":"RequestTimeExpired","errorMessage":"The request time is expired"}"#
        )
        let http = CannedHTTP([expired, stored])
        let client = client(http)

        await #expect {
            try await client.put(group)
        } throws: {
            ($0 as? LogServiceError)?.kind == .clock
        }
        try await client.put(group)

        let dates = http.requests.map { $0.headers.revealed["x-log-date"] }
        #expect(dates == ["20240102T030405Z", "20240102T040405Z"])
        #expect(client.clockOffset == .seconds(3600))
    }

    @Test func aClockThatStaysWrongIsAnError() async throws {
        let expired = answer(
            400,
            headers: [("x-log-requestid", "1"), ("x-log-time", "1704168245")],
            body: #"{"errorCode":"RequestTimeTooSkewed","errorMessage":"…"}"#
        )
        let http = CannedHTTP([expired, expired])
        let client = client(http)

        let error = await failure { () async throws(LogServiceError) in
            _ = try await client.send(client.signable(.get, path: "/"))
        }

        #expect(error?.kind == .clock)
        #expect(http.requests.count == 2)
    }

    @Test func aGroupOverTheLimitIsNotSent() async throws {
        let http = CannedHTTP([stored])
        let field = LogField("eventId", bytes: [UInt8](repeating: 0x20, count: LogServiceClient.maximumRawSize))
        let group = EncodedLogGroup(LogGroup(logs: [Log(time: 1, fields: [field])]))

        let error = await failure { () async throws(LogServiceError) in try await client(http).put(group) }

        #expect(error?.kind == .tooLarge)
        #expect(http.requests.isEmpty)
    }

    @Test func anAnswerThatQuotesTheSecretDoesNotShowIt() async throws {
        let http = CannedHTTP([
            answer(
                401,
                headers: [("x-log-requestid", "1")],
                body: #"{"errorCode":"SignatureNotMatch","errorMessage":"canary is wrong"}"#
            )
        ])

        let error = await failure { () async throws(LogServiceError) in try await client(http).put(group) }

        #expect(error?.message == "<redacted> is wrong")
        #expect(error?.kind == .credentials)
    }

    @Test func theLogstoreIsDescribed() async throws {
        let body = #"{"logstoreName":"k8s-event","ttl":30,"shardCount":2,"mode":"standard"}"#
        let http = CannedHTTP([answer(200, headers: [("x-log-requestid", "65")], body: body)])

        let logstore = try await client(http).getLogstore()

        #expect(http.requests.first?.url == "https://p1.cn-hangzhou.log.aliyuncs.com/logstores/k8s-event")
        #expect(logstore.name == "k8s-event")
        #expect(logstore.retentionDays == 30)
        #expect(logstore.shardCount == 2)
    }

    @Test(
        arguments: [
            (#"{"line":{"token":[" "]},"keys":{}}"#, [], true),
            (#"{"keys":{"level":{"type":"text"},"n":{"type":"long"}},"ttl":30}"#, ["level", "n"], false),
            (
                #"{"keys":{"e":{"type":"json","json_keys":{"a.b":{"type":"text"}}}},"line":null}"#, ["e", "e.a.b"],
                false
            ),
            ("{}", [], false),
        ] as [(String, Set<String>, Bool)]
    )
    func theIndexIsRead(body: String, paths: Set<String>, isFullText: Bool) async throws {
        let http = CannedHTTP([answer(200, headers: [("x-log-requestid", "65")], body: body)])

        let index = try #require(try await client(http).getIndex())

        #expect(index.paths == paths)
        #expect(index.isFullText == isFullText)
        #expect(http.requests.first?.url == "https://p1.cn-hangzhou.log.aliyuncs.com/logstores/k8s-event/index")
    }

    @Test func aMissingIndexIsNoErrorButAMissingLogstoreIs() async {
        let codes = ["IndexConfigNotExist", "LogStoreNotExist"]
        let http = CannedHTTP(
            codes.map { answer(404, headers: [("x-log-requestid", "65")], body: #"{"errorCode":"\#($0)"}"#) }
        )
        let client = client(http)

        #expect(await failure { () async throws(LogServiceError) in _ = try await client.getIndex() } == nil)
        #expect(
            await failure { () async throws(LogServiceError) in _ = try await client.getIndex() }?.kind == .notFound
        )
    }

    @Test func anIndexThatIsNoneIsSaid() async {
        let http = CannedHTTP([answer(200, headers: [("x-log-requestid", "65")], body: #"{"keys":[1]}"#)])

        let error = await failure { () async throws(LogServiceError) in _ = try await client(http).getIndex() }

        #expect(error?.message == "the index of the logstore cannot be read")
        #expect(error?.requestID == "65")
    }

    /// The receiver checks the signature with code of its own.
    @Test(arguments: LogServiceSignature.allCases)
    func theReceiverOfTheDemoAnswers(_ signature: LogServiceSignature) async throws {
        let directory = try TemporaryDirectory()
        let identity = LogReceiver.Identity(accessKeyID: "ID", accessKeySecret: Secret("canary"))
        let receiver = try LogReceiver(identity: identity, path: directory.path + "/received")
        try await receiver.start()
        var configuration = configuration
        configuration.endpoint = LogServiceEndpoint(scheme: .http, host: "127.0.0.1", port: await receiver.port)
        configuration.project = identity.project
        configuration.signature = signature
        let client = LogServiceClient(configuration: configuration, http: CurlClient())

        #expect(try await client.getLogstore().retentionDays == 30)
        #expect(try await client.getIndex() == nil)
        var request = client.signable(.post, path: "/logstores/k8s-event/index")
        request.contentType = "application/json"
        request.body = Array(#"{"line":{"token":[" "]}}"#.utf8)
        request.logHeaders["x-log-bodyrawsize"] = String(request.body.count)
        _ = try await client.send(request)
        #expect(try await client.getIndex()?.isFullText == true)
        await receiver.stop()
    }
}

@Suite struct LogServiceErrorTests {
    @Test(
        arguments: [
            (500, "InternalServerError", .server), (500, "RequestTimeout", .server), (503, "ServerBusy", .server),
            (502, "", .server), (504, "Unknown", .server), (403, "WriteQuotaExceed", .throttled),
            (403, "ShardWriteQuotaExceed", .throttled), (403, "ExceedQuota", .throttled), (429, "", .throttled),
            (403, "ProjectForbidden", .forbidden), (403, "Unknown", .forbidden), (401, "Unauthorized", .credentials),
            (401, "SignatureNotMatch", .credentials), (401, "InvalidAccessKeyId", .credentials),
            (401, "SecurityTokenExpired", .credentials), (401, "Unknown", .credentials),
            (400, "SecurityToken.Expired", .credentials), (400, "RequestTimeExpired", .clock),
            (400, "RequestTimeTooSkewed", .clock), (400, "PostBodyInvalid", .invalidData),
            (499, "PostBodyInvalid", .invalidData),
            (400, "InvalidTimestamp", .logTime), (499, "", .invalidData), (400, "InvalidEncoding", .invalidData),
            (400, "InvalidKey", .invalidData),
            (400, "PostBodyTooLarge", .tooLarge), (413, "PostBodyTooLarge", .tooLarge), (413, "", .tooLarge),
            (400, "PostBodyUncompressError", .unknown), (400, "ParameterInvalid", .unknown),
            (400, "InvalidBodyRawSize", .unknown),
            (411, "MissingContentLength", .client),
            (415, "InvalidContentType", .client), (400, "Unknown", .unknown), (409, "", .unknown),
            (400, "InvalidRequestTime", .client),
            (404, "ProjectNotExist", .notFound), (404, "LogStoreNotExist", .notFound),
            (404, "ShardNotExist", .notFound),
            (404, "Unknown", .notFound),
        ] as [(Int, String, LogServiceError.Kind)]
    )
    func kindOfAnAnswer(status: Int, code: String, kind: LogServiceError.Kind) {
        let body = #"{"errorCode":"\#(code)","errorMessage":"why"}"#
        let head = HTTPHead(status: status, headers: [("X-Log-RequestId", "65A1"), ("Retry-After", "7")])

        let error = LogServiceError(answer: HTTPResponse(head: head, body: Array(body.utf8)))

        #expect(
            error
                == LogServiceError(
                    kind: kind,
                    status: status,
                    code: code,
                    message: "why",
                    requestID: "65A1",
                    retryAfter: .seconds(7)
                )
        )
    }

    @Test(
        arguments: [
            (200, .network), (302, .network), (401, .network), (403, .network), (404, .network), (429, .throttled),
            (500, .server), (502, .server), (504, .server),
        ] as [(Int, LogServiceError.Kind)]
    )
    func anAnswerFromSomeoneElse(status: Int, kind: LogServiceError.Kind) async {
        let http = CannedHTTP([answer(status, body: "<html>Log in to the Wi-Fi</html>")])
        let configuration = LogServiceConfiguration(
            endpoint: LogServiceEndpoint(region: "cn-hangzhou", isInternal: false),
            project: "p1",
            logstore: "l1",
            credentials: LogServiceCredentials(accessKeyID: "ID", accessKeySecret: Secret("S"))
        )
        let client = LogServiceClient(configuration: configuration, http: http)

        let error = await failure { () async throws(LogServiceError) in
            try await client.put(EncodedLogGroup(LogGroup(logs: [])))
        }

        #expect(error?.kind == kind)
        #expect(error?.requestID == "")
    }

    /// Neither by the cut through a secret, nor in the place of another part.
    @Test func noPieceOfASecretIsTakenOver() {
        let secret = String(repeating: "canary", count: 20)
        let body = #"{"errorCode":"\#(secret)","errorMessage":"\#(String(repeating: "x", count: 2000))\#(secret)"}"#
        let head = HTTPHead(status: 400, headers: [("x-log-requestid", secret)])

        let error = LogServiceError(answer: HTTPResponse(head: head, body: Array(body.utf8)), hiding: [Secret(secret)])

        #expect(!"\(error)".contains("canary"))
        #expect(error.code == "<redacted>")
    }

    /// Of what is no delivery nothing is held, and nothing set aside.
    @Test(
        arguments: [
            ("NoAccessKey", .credentials), ("IndexInfoInvalid", .unknown), ("LogStoreInfoInvalid", .unknown),
            ("ProjectQuotaExceed", .unknown), ("MethodNotAllowed", .unknown),
        ] as [(String, LogServiceError.Kind)]
    )
    func adviceFitsTheCode(code: String, kind: LogServiceError.Kind) {
        let advice = LogServiceError(kind: kind, code: code, message: "why").advice

        #expect(!advice.isEmpty)
        #expect(advice != LogServiceError(kind: kind, message: "why").advice)
    }

    @Test func aCodeIsCut() {
        let body = #"{"errorCode":"\#(String(repeating: "x", count: 1000))","errorMessage":"why"}"#
        let head = HTTPHead(status: 400, headers: [("x-log-requestid", "1")])

        #expect(LogServiceError(answer: HTTPResponse(head: head, body: Array(body.utf8))).code.utf8.count == 64)
    }

    @Test func aQuotaIsKnownByItsWordsToo() {
        let head = HTTPHead(status: 403, headers: [("x-log-requestid", "1")])
        let body = #"{"errorCode":"X","errorMessage":"Project write quota exceed: qps 1"}"#

        #expect(LogServiceError(answer: HTTPResponse(head: head, body: Array(body.utf8))).kind == .throttled)
    }

    @Test func noAnswerIsTheNetwork() {
        let error = LogServiceError(HTTPError(code: .refused, url: "https://h/", detail: "connection refused"))

        #expect(error == LogServiceError(kind: .network, message: "connection refused"))
    }

    @Test func descriptionSaysEverything() {
        let error = LogServiceError(kind: .server, status: 503, code: "ServerBusy", message: "busy", requestID: "65")

        #expect(error.description == "503 ServerBusy: busy (request 65)")
    }
}

private func answer(
    _ status: Int,
    headers: [(name: String, value: String)] = [],
    body: String = ""
) -> CannedHTTP.Answer {
    .stream(status: status, headers: headers, chunks: body.isEmpty ? [] : [Array(body.utf8)], failure: nil)
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
