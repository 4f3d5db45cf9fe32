import Basics
import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct CurlClientFlowTests {
    private let client = CurlClient()

    /// Answers with a head and then nothing, and opens a gate when the client has closed.
    private func silentServer(closed: Gate) throws -> RawServer {
        try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            peer.waitForClose()
            closed.open()
        }
    }

    @Test func cancellingTheReaderClosesTheConnection() async throws {
        let closed = Gate()
        let server = try silentServer(closed: closed)
        let stream = try await client.open(HTTPRequest(url: server.url()))

        let reader = Task { await failure { try await collect(stream) } }
        reader.cancel()

        #expect(await reader.value?.code == .cancelled)
        await closed.opened()
    }

    @Test func cancellingTheWaiterClosesTheConnection() async throws {
        let (asked, closed) = (Gate(), Gate())
        let server = try RawServer { peer in
            peer.readRequest()
            asked.open()
            peer.waitForClose()
            closed.open()
        }
        let url = server.url()
        let waiter = Task { [client] in await failure { try await client.send(HTTPRequest(url: url)) } }
        await asked.opened()

        waiter.cancel()

        #expect(await waiter.value?.code == .cancelled)
        await closed.opened()
    }

    @Test func aTaskCancelledBeforeItAsksConnectsToNobody() async throws {
        let server = try RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let url = server.url()
        let gate = Gate()
        let task = Task { [client] in
            await gate.opened()
            return await failure { try await client.send(HTTPRequest(url: url)) }
        }

        task.cancel()
        gate.open()

        #expect(await task.value?.code == .cancelled)
        #expect(server.connectionCount == 0)
    }

    @Test func droppingTheBodyClosesTheConnection() async throws {
        let closed = Gate()
        let server = try silentServer(closed: closed)

        _ = try await client.open(HTTPRequest(url: server.url()))

        await closed.opened()
    }

    @Test func aSlowReaderStopsTheWriter() async throws {
        let total = 64 << 20
        let sent = Locked(0)
        let stuck = Gate()
        let server = try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let piece = [UInt8](repeating: 0x2E, count: 64 << 10)
            var isStuck = false
            for _ in 0..<(total / piece.count) {
                if !isStuck, !peer.canWrite(within: 500) {
                    isStuck = true
                    stuck.open()
                }
                guard peer.write(piece) else { break }
                sent.withLock { $0 += piece.count }
            }
            stuck.open()
        }
        let request = HTTPRequest(url: server.url(), limits: HTTPLimits(bufferedBytes: 256 << 10))

        let stream = try await client.open(request)
        await stuck.opened()
        let sentWhileUnread = sent.withLock { $0 }
        let body = try await collect(stream)

        #expect(sentWhileUnread < total / 2)
        #expect(body.count == total)
        #expect(body.allSatisfy { $0 == 0x2E })
    }

    @Test func theFirstBytesDoNotWaitForMoreToGather() async throws {
        let closed = Gate()
        let server = try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\n\r\nfirst")
            peer.waitForClose()
            closed.open()
        }
        let request = HTTPRequest(url: server.url(), limits: HTTPLimits(total: nil, gathering: .seconds(86400)))

        var stream: HTTPStream? = try await client.open(request)
        var chunks = stream?.body.makeAsyncIterator()
        let chunk = try await chunks?.next()
        (stream, chunks) = (nil, nil)

        #expect(chunk.flatMap { $0 } == Array("first".utf8))
        // While it rests the connection can be closed.
        await closed.opened()
    }

    @Test func aBodyThatTricklesComesWhole() async throws {
        let pieces = (0..<300).map { "piece \($0)\n" }
        let server = try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\n\r\n")
            for piece in pieces { peer.write(piece) }
        }
        let limits = HTTPLimits(bufferedBytes: 100, gathering: .milliseconds(1))

        let body = try await collect(try await client.open(HTTPRequest(url: server.url(), limits: limits)))

        #expect(String(decoding: body, as: UTF8.self) == pieces.joined())
    }

    @Test func aPausedConnectionCanBeCancelled() async throws {
        let closed = Gate()
        let server = try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\n\r\n")
            let piece = [UInt8](repeating: 0, count: 64 << 10)
            while peer.write(piece) {}
            closed.open()
        }
        var stream: HTTPStream? = try await client.open(
            HTTPRequest(url: server.url(), limits: HTTPLimits(bufferedBytes: 1))
        )
        #expect(stream?.head.status == 200)

        stream = nil

        await closed.opened()
    }
}
