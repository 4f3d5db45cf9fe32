import Basics
import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct CurlClientFailureTests {
    private let client = CurlClient()

    @Test func nobodyListens() async throws {
        let url = try RawServer { _ in }.url("/logs?token=canary")

        let error = await failure { try await client.send(HTTPRequest(url: url)) }

        #expect(error?.code == .refused)
        #expect(error?.detail == "connection refused")
        #expect(error?.url == String(url.prefix { $0 != "?" }))
    }

    @Test(arguments: ["", "not a url", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://a b/"])
    func whatIsNoURLIsRefused(url: String) async {
        let error = await failure { try await client.send(HTTPRequest(url: url)) }

        #expect(error?.code == .badURL)
    }

    @Test func aNameWithoutAnAddress() async {
        let error = await failure { try await client.send(HTTPRequest(url: "http://nowhere.invalid/")) }

        #expect(error?.code == .unresolved)
    }

    @Test func aHeaderWithALineBreakIsNotSent() async throws {
        let server = try RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let request = HTTPRequest(url: server.url(), headers: [HTTPHeader("X", "a\r\nY: canary")])

        let error = await failure { try await client.send(request) }

        #expect(error?.code == .other)
        #expect(error?.detail.contains("canary") == false)
        #expect(server.connectionCount == 0)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nonly",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nonly\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nonly",
    ])
    func aCutBodyGivesWhatCameAndThenFails(answer: String) async throws {
        let server = try RawServer { peer in
            peer.readRequest()
            peer.write(answer)
        }

        let stream = try await client.open(HTTPRequest(url: server.url()))
        var bytes: [UInt8] = []
        let error = await failure {
            for try await chunk in stream.body { bytes += chunk }
        }

        #expect(bytes == Array("only".utf8))
        #expect(error?.code == .closed)
    }

    @Test func aResetIsNoEnd() async throws {
        let gate = Gate()
        let server = try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\n\r\nsome")
            gate.wait()
            peer.reset()
        }

        let stream = try await client.open(HTTPRequest(url: server.url()))
        var chunks = stream.body.makeAsyncIterator()
        _ = try await chunks.next()
        gate.open()
        let error = await failure { try await chunks.next() }

        #expect(error?.code == .closed)
    }

    @Test func aConnectionClosedWithoutAnAnswer() async throws {
        let server = try RawServer { $0.readRequest() }

        let error = await failure { try await client.send(HTTPRequest(url: server.url())) }

        #expect(error?.code == .closed)
    }

    @Test func aHeadThatIsTooLarge() async throws {
        let server = try RawServer.answering("HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 70_000))\r\n\r\n")

        let error = await failure { try await client.send(HTTPRequest(url: server.url())) }

        #expect(error?.code == .headTooLarge)
    }

    @Test func aBodyThatIsTooLarge() async throws {
        let server = try RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")

        let error = await failure { try await client.send(HTTPRequest(url: server.url()), limit: 4) }

        #expect(error?.code == .bodyTooLarge)
    }

    @Test func silenceEndsAtTheHeadsDeadline() async throws {
        let closed = Gate()
        let server = try RawServer { peer in
            peer.readRequest()
            peer.waitForClose()
            closed.open()
        }
        let request = HTTPRequest(url: server.url(), limits: HTTPLimits(head: .milliseconds(50)))

        let error = await failure { try await client.send(request) }
        await closed.opened()

        #expect(error?.code == .timedOut)
        #expect(error?.detail == "no answer within 0.05 seconds")
    }

    @Test func aBodyEndsAtTheTotalDeadline() async throws {
        let server = try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome")
            peer.waitForClose()
        }
        let request = HTTPRequest(url: server.url(), limits: HTTPLimits(total: .milliseconds(100)))

        let stream = try await client.open(request)
        let error = await failure { try await collect(stream) }

        #expect(error?.code == .timedOut)
    }

    @Test func theHeadsDeadlineIsNotTheBodys() async throws {
        let server = try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n")
            _ = peer.canWrite(within: 0)
            peer.write("late")
        }
        let request = HTTPRequest(url: server.url(), limits: HTTPLimits(head: .seconds(20), total: nil))

        #expect(try await client.send(request).body == Array("late".utf8))
    }

    @Test func shutDownFailsWhatIsUnderWayAndWhatComesLater() async throws {
        let asked = Gate()
        let server = try RawServer { peer in
            peer.readRequest()
            asked.open()
            peer.waitForClose()
        }
        async let first = failure { try await client.send(HTTPRequest(url: server.url())) }
        await asked.opened()

        client.shutdown()
        let second = await failure { try await client.send(HTTPRequest(url: server.url())) }

        #expect(await first?.code == .closed)
        #expect(second?.code == .closed)
    }
}

/// The error that `body` throws, nil when it throws none.
func failure<T>(_ body: () async throws -> T) async -> HTTPError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? HTTPError
    }
}
