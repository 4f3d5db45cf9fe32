import Basics
import Events
import Foundation
import HTTP
import TestSupport
import Testing

@testable import EventerApp

/// Real requests to a server on loopback.
@Suite(.timeLimit(.minutes(5))) struct WebhookSenderTests {
    private static let canary = "c4n4ry-t0ken"

    private func sender(
        _ url: String,
        headers: [(String, String)] = [],
        template: HookSettings.Template = .json
    ) -> WebhookSender {
        WebhookSender(
            url: .text(url),
            headers: .written(headers.map { .init(name: $0, value: .text($1)) }),
            template: template,
            timeout: .seconds(30),
            http: PatientClient(),
            now: { Timestamp(microseconds: 1_700_000_000_123_456) }
        )
    }

    private func answer(_ status: String, _ body: String = "", headers: String = "") -> String {
        "HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private func outcome(_ answer: String, template: HookSettings.Template = .json) async throws -> NoticeOutcome {
        let server = try RawServer.answering(answer)
        return await sender(server.url("/\(Self.canary)?token=\(Self.canary)"), template: template).send([.sample()])
    }

    @Test func theBodyIsPostedWithItsHeaders() async throws {
        let requests = Locked<[String]>([])
        let server = try RawServer { peer in
            while let request = peer.readRequest() {
                requests.withLock { $0.append(request) }
                peer.write("HTTP/1.1 204 Fine\r\n\r\n")
            }
        }

        let outcome = await sender(
            server.url("/x?token=t"),
            headers: [("Authorization", "Bearer b"), ("user-agent", "me")]
        )
        .send([.sample()])

        #expect(outcome == .delivered)
        let request = try #require(requests.withLock(\.first))
        #expect(request.hasPrefix("POST /x?token=t HTTP/1.1\r\n"))
        #expect(request.contains("\r\nContent-Type: application/json\r\n"))
        #expect(request.contains("\r\nAuthorization: Bearer b\r\n"))
        #expect(request.contains("\r\nuser-agent: me\r\n"))
        #expect(!request.contains("User-Agent: eventer"))
        #expect(request.hasSuffix("\r\n\r\n" + String(decoding: NoticeBody.json([.sample()]).bytes, as: UTF8.self)))
    }

    @Test func aRobotIsSentASignature() async throws {
        let requests = Locked<[String]>([])
        let server = try RawServer { peer in
            while let request = peer.readRequest() {
                requests.withLock { $0.append(request) }
                peer.write(answer("200 OK", #"{"errcode":0,"errmsg":"ok"}"#))
            }
        }

        let outcome = await sender(server.url("/robot/send?access_token=x"), template: .dingtalk(.text("SECcanary+/=")))
            .send([.sample()])

        #expect(outcome == .delivered)
        let sign = "timestamp=1700000000123&sign=rHDwu%2BBvll1%2BZOpqcnd0UDtXkn7zlxHeiFt%2B6KzhClk%3D"
        let line = requests.withLock(\.first)?.prefix { $0 != "\r\n" }
        #expect(line.map(String.init) == "POST /robot/send?access_token=x&\(sign) HTTP/1.1")
    }

    @Test(arguments: [
        ("200 OK", NoticeOutcome.delivered), ("299 Odd", .delivered),
        ("302 Found", .refused("answers 302, and redirects are not followed")),
        ("400 Bad", .unfit("answers 400")), ("413 Much", .unfit("answers 413")), ("422 Odd", .unfit("answers 422")),
        ("401 Who", .refused("answers 401")), ("404 No", .refused("answers 404")),
        ("408 Late", .failed("answers 408")), ("425 Early", .failed("answers 425")),
        ("429 Slow", .failed("answers 429")), ("500 Oh", .failed("answers 500")), ("599 Oh", .failed("answers 599")),
    ])
    func theStatusDecides(status: String, expected: NoticeOutcome) async throws {
        #expect(try await outcome(answer(status)) == expected)
    }

    @Test func theServerMaySayWhen() async throws {
        let found = try await outcome(answer("503 Busy", "try later", headers: "Retry-After: 120\r\n"))

        #expect(found == .failed("answers 503: try later", after: .seconds(120)))
    }

    @Test func aRefusalInAnAnswerOf200IsOneToo() async throws {
        let found = try await outcome(
            answer("200 OK", #"{"errcode":300001,"errmsg":"token is not exist"}"#),
            template: .dingtalk(nil)
        )

        #expect(found == .refused("DingTalk says 300001 token is not exist"))
    }

    @Test func anEndlessAnswerIsCutOff() async throws {
        let server = try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\n\r\n")
            while peer.write(Array(repeating: 0x20, count: 64 << 10)) {}
        }

        #expect(await sender(server.url()).send([.sample()]) == .delivered)
    }

    @Test func aServerThatIsGoneIsTriedAgain() async throws {
        let port = try RawServer { _ in }.port
        let closing = try RawServer { $0.readRequest() }

        let gone = await sender("http://127.0.0.1:\(port)/\(Self.canary)").send([.sample()])
        let closed = await sender(closing.url("/\(Self.canary)")).send([.sample()])
        let named = await sender("http://no-such-host.invalid/\(Self.canary)").send([.sample()])

        for outcome in [gone, closed, named] {
            guard case .failed(let reason, nil) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(!reason.isEmpty)
            #expect(!reason.contains(Self.canary))
        }
    }

    @Test func whatTheServerRepeatsOfSecretsIsNotSaid() async throws {
        let echo = "no token \(Self.canary) known\u{1B}[31m for /hooks/\(Self.canary)"

        let found = try await outcome(answer("403 No", echo))

        #expect(found == .refused("answers 403: no token <redacted> known^[[31m for /hooks/<redacted>"))
    }

    @Test func aFileThatIsGoneIsTriedAgain() async throws {
        let directory = try TemporaryDirectory()
        var sender = sender("https://a.example/")
        sender = WebhookSender(
            url: .file(directory.path + "/url"),
            headers: sender.headers,
            template: .json,
            timeout: .seconds(5),
            http: CannedHTTP([]),
            now: { Timestamp(seconds: 0) }
        )

        #expect(await sender.send([.sample()]) == .failed("\(directory.path)/url: No such file or directory"))
    }
}
