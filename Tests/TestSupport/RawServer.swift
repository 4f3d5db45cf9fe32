import Basics
import Foundation
import Glibc

/// A TCP server on 127.0.0.1 that does to each connection exactly what a test says, good manners or not.
///
/// Each connection has a thread of its own, so that a test's script can block.
package final class RawServer: Sendable {
    package let port: UInt16
    private let listener: Int32
    private let count = Locked(0)

    package init(_ serve: @escaping @Sendable (Peer) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // A child that inherits a connection keeps it open.
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) | listen(listener, 16) | getsockname(listener, address, &length)
            }
        }
        guard status == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = address.sin_port.bigEndian
        let count = count
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                count.withLock { $0 += 1 }
                Thread.detachNewThread {
                    let peer = Peer(connection: connection)
                    serve(peer)
                    peer.close()
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    package var connectionCount: Int { count.withLock { $0 } }

    package func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// A server that answers each request on each connection with the same text.
    package static func answering(_ answer: String) throws -> RawServer {
        try RawServer { peer in
            while peer.readRequest() != nil { peer.write(answer) }
        }
    }
}

/// The server's end of a connection.
package struct Peer: Sendable {
    fileprivate let connection: Int32

    /// Reads one request with its body, or gives nil when the client has closed.
    @discardableResult
    package func readRequest() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard recv(connection, &byte, 1, 0) == 1 else { return nil }
            bytes.append(byte)
        }
        let head = String(decoding: bytes, as: UTF8.self)
        let length = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
        var left = length ?? 0
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while left > 0 {
            let count = recv(connection, &piece, min(left, piece.count), 0)
            guard count > 0 else { return nil }
            bytes += piece.prefix(count)
            left -= count
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @discardableResult
    package func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// Writes everything, or gives false when the client has closed.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }

    /// Whether the client takes more bytes within `milliseconds`.
    package func canWrite(within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: connection, events: Int16(POLLOUT), revents: 0)
        return poll(&descriptor, 1, milliseconds) == 1
    }

    /// Blocks until the client has closed the connection.
    package func waitForClose() {
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) > 0 {}
    }

    /// Closes so that the client sees a reset instead of an end.
    package func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        Glibc.close(connection)
    }

    fileprivate func close() {
        Glibc.close(connection)
    }
}

/// A door between a test and a server's thread: closed until it is opened once.
package final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    package init() {}

    package func open() { semaphore.signal() }

    /// Blocks the calling thread.
    package func wait() { semaphore.wait() }

    /// Waits without blocking the task's thread.
    package func opened() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                self.semaphore.wait()
                continuation.resume()
            }
        }
    }
}
