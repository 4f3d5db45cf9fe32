import FlyingSocks
import Foundation
import Glibc

/// The server's end of a connection, on which HTTP can be spoken as badly as need be.
struct RawConnection: Sendable {
    let socket: AsyncSocket

    /// Reads requests until the client has closed.
    func requests(_ take: (ClusterRequest) async throws -> Bool) async throws {
        var buffer: [UInt8] = []
        while true {
            while let end = buffer.endOfHead {
                let head = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeFirst(end + 4)
                guard var request = ClusterRequest(head: head, at: .now) else { return }
                let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
                while buffer.count < length { buffer += try await socket.read(atMost: 4096) }
                request.body = Array(buffer.prefix(length))
                buffer.removeFirst(length)
                guard try await take(request) else { return }
            }
            buffer += try await socket.read(atMost: 4096)
        }
    }

    func write(_ bytes: some Sequence<UInt8>) async throws {
        try await socket.write(Data(bytes))
    }

    /// Makes the close to come a reset in place of an orderly end.
    func becomeReset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket.socket.file.rawValue, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    func close() {
        try? socket.close()
    }
}

extension [UInt8] {
    fileprivate var endOfHead: Int? {
        let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        guard count >= end.count else { return nil }
        return (0...count - end.count).first { self[$0] == 0x0D && self[$0..<$0 + end.count].elementsEqual(end) }
    }
}
