import Basics
import Foundation
import Glibc
import TestSupport
import Testing

@testable import EventerApp

@Suite(.timeLimit(.minutes(5))) struct HealthServerTests {
    /// Calls `body` with the port of a server that runs.
    private func serve(_ body: @escaping @Sendable (UInt16) async throws -> Void) async throws {
        let health = Health(version: "test", now: { Timestamp(seconds: 0) }, uptime: { .zero })
        let server = try await HealthServer(
            address: "127.0.0.1",
            port: 0,
            health: health,
            patience: .seconds(600)
        )
        let port = try #require(server.place.split(separator: ":").last.flatMap { UInt16($0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            group.addTask { try await body(port) }
            try await group.next()
            group.cancelAll()
        }
    }

    /// What is answered to `request`, until the server closes.
    private func ask(_ port: UInt16, _ request: String) async throws -> String {
        try await onThread {
            let connection = try Connection(port)
            connection.send(request)
            return connection.readAll()
        }
    }

    @Test func answersOnceAndCloses() async throws {
        try await serve { port in
            let answer = try await ask(port, "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("\r\nContent-Length: 2\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nok"))
            let head = try await ask(port, "HEAD /livez HTTP/1.1\r\n\r\n")
            #expect(head.contains("\r\nContent-Length: 2\r\n") && head.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func aHeadWithoutEndIsRefused() async throws {
        try await serve { port in
            let answer = try await ask(port, "GET /livez HTTP/1.1\r\nX: " + String(repeating: "x", count: 9000))

            #expect(answer.hasPrefix("HTTP/1.1 431 "))
            #expect(try await ask(port, "nonsense\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
            #expect(try await ask(port, "PUT /metrics HTTP/1.1\r\n\r\n").contains("\r\nAllow: GET, HEAD\r\n"))
        }
    }

    @Test func pastSixtyFourConnectionsNobodyIsServedUntilOneHasGone() async throws {
        try await serve { port in
            // All silent, as from a client that means ill; their time is longer than this test.
            let silent = try await onThread { try (0..<64).map { _ in try Connection(port) } }
            #expect(try await ask(port, "GET /livez HTTP/1.1\r\n\r\n") == "")

            silent[0].send("GET /livez HTTP/1.1\r\n\r\n")

            #expect(try await onThread { silent[0].readAll() }.hasSuffix("ok"))
            // Its place is free as soon as the server has seen the close.
            var answer = ""
            while answer.isEmpty { answer = try await ask(port, "GET /livez HTTP/1.1\r\n\r\n") }
            #expect(answer.hasSuffix("ok"))
        }
    }

    @Test func aWrongAddressAndATakenPortAreSaid() async throws {
        let health = Health(version: "test", now: { Timestamp(seconds: 0) }, uptime: { .zero })
        let wrong = await #expect(throws: AppError.self) {
            _ = try await HealthServer(address: "localhost.", port: 0, health: health)
        }
        #expect(wrong?.code == .usage)
        try await serve { port in
            let taken = await #expect(throws: AppError.self) {
                _ = try await HealthServer(address: "127.0.0.1", port: port, health: health)
            }
            #expect(taken?.message.hasPrefix("cannot listen for health checks on 127.0.0.1:\(port)") == true)
        }
    }
}

/// A client's end, blocking.
private final class Connection: Sendable {
    private let descriptor: Int32

    init(_ port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let descriptor = descriptor
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw POSIXError(.ECONNREFUSED) }
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        _ = Glibc.send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL))
    }

    func readAll() -> String {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += piece.prefix(count)
        }
    }
}

/// Runs what blocks on a thread of its own.
private func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}
