import Basics
import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct CurlClientTests {
    private let client = CurlClient()

    @Test func statusHeadersAndBody() async throws {
        let server = try RawServer.answering(
            "HTTP/1.1 404 Not Found\r\nX-One: a\r\nx-two:  b \r\nContent-Length: 5\r\n\r\nhello"
        )

        let response = try await client.send(HTTPRequest(url: server.url()))

        #expect(response.head.status == 404)
        #expect(response.head.value("x-one") == "a")
        #expect(response.head.value("X-Two") == "b")
        #expect(response.body == Array("hello".utf8))
    }

    @Test func anEmptyBodyEndsAtOnce() async throws {
        let server = try RawServer.answering("HTTP/1.1 204 No Content\r\n\r\n")

        #expect(try await client.send(HTTPRequest(url: server.url())).body == [])
    }

    @Test func requestsAreSentAsGiven() async throws {
        let seen = Locked("")
        let server = try RawServer { peer in
            guard let request = peer.readRequest() else { return }
            seen.withLock { $0 = request }
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        // libcurl asks before it sends more than 1 MiB, unless told not to.
        let body = [UInt8](repeating: 0x61, count: 2_000_000)
        let headers = [
            HTTPHeader("Host", "p.example:9"), HTTPHeader("Authorization", "Bearer x"), HTTPHeader("X-Empty", ""),
        ]

        _ = try await client.send(HTTPRequest(method: .post, url: server.url("/a?b=c"), headers: headers, body: body))

        let request = seen.withLock { $0 }
        #expect(request.hasPrefix("POST /a?b=c HTTP/1.1\r\n"))
        #expect(request.contains("\r\nHost: p.example:9\r\n"))
        #expect(request.contains("\r\nAuthorization: Bearer x\r\n"))
        #expect(request.contains("\r\nX-Empty:\r\n"))
        #expect(request.contains("\r\nContent-Length: 2000000\r\n"))
        #expect(!request.lowercased().contains("expect:"))
        #expect(!request.lowercased().contains("content-type:"))
        #expect(!request.lowercased().contains("accept-encoding:"))
        #expect(request.hasSuffix("\r\n\r\n" + String(repeating: "a", count: 2_000_000)))
    }

    @Test(arguments: [HTTPRequest.Method.get, .post, .put, .delete])
    func everyMethodGoesOut(method: HTTPRequest.Method) async throws {
        let seen = Locked("")
        let server = try RawServer { peer in
            seen.withLock { $0 = peer.readRequest() ?? "" }
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }

        _ = try await client.send(HTTPRequest(method: method, url: server.url()))

        #expect(seen.withLock { $0 }.hasPrefix(method.rawValue + " / HTTP/1.1\r\n"))
    }

    @Test func connectionsAreReused() async throws {
        let server = try RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

        for _ in 0..<5 { _ = try await client.send(HTTPRequest(url: server.url())) }

        #expect(server.connectionCount == 1)
    }

    @Test func aRedirectIsAnAnswer() async throws {
        let server = try RawServer.answering("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")

        let response = try await client.send(HTTPRequest(url: server.url()))

        #expect(response.head.status == 302)
        #expect(server.connectionCount == 1)
    }

    @Test func theHeadComesBeforeTheBody() async throws {
        let gate = Gate()
        let server = try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            gate.wait()
            peer.write("2\r\nok\r\n0\r\n\r\n")
        }

        let stream = try await client.open(HTTPRequest(url: server.url()))
        gate.open()
        let body = try await collect(stream)

        #expect(stream.head.status == 200)
        #expect(body == Array("ok".utf8))
    }

    @Test func chunksArriveOneByOne() async throws {
        let gate = Gate()
        let server = try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for text in ["one", "two", "six"] {
                gate.wait()
                peer.write("3\r\n\(text)\r\n")
            }
            gate.wait()
            peer.write("0\r\n\r\n")
        }

        let stream = try await client.open(HTTPRequest(url: server.url()))
        var chunks = stream.body.makeAsyncIterator()
        var texts: [String] = []
        gate.open()
        while let chunk = try await chunks.next() {
            texts.append(String(decoding: chunk, as: UTF8.self))
            gate.open()
        }

        #expect(texts == ["one", "two", "six"])
    }

    @Test func aHundredContinueIsPassedOver() async throws {
        let server = try RawServer.answering(
            "HTTP/1.1 100 Continue\r\nX: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        )

        let response = try await client.send(HTTPRequest(url: server.url()))

        #expect(response.head == HTTPHead(status: 200, headers: [("Content-Length", "0")]))
    }

    @Test func manyRequestsAtOnceAreAllAnswered() async throws {
        let server = try RawServer { peer in
            while let request = peer.readRequest() {
                let path = request.split(separator: " ")[1]
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(path)")
            }
        }

        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let response = try await client.send(HTTPRequest(url: server.url("/\(number)")))
                    return response.body == Array("/\(number)".utf8)
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test func aBodyOutlivesItsClient() async throws {
        let gate = Gate()
        let server = try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
            gate.wait()
            peer.write("ok")
        }

        let stream = try await CurlClient().open(HTTPRequest(url: server.url()))
        gate.open()

        #expect(try await collect(stream) == Array("ok".utf8))
    }
}

/// The whole body of `stream`.
func collect(_ stream: HTTPStream) async throws(HTTPError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunks = stream.body.makeAsyncIterator()
    while let chunk = try await chunks.next() { bytes += chunk }
    return bytes
}
