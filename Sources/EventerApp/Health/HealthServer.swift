import Basics
import FlyingSocks
import FoundationEssentials
import Glibc

/// The plain-http server of `eventer forward`.
///
/// On sockets rather than FlyingFox's server, which limits neither the size of a head, nor the time for it, nor connections:
/// whoever reaches the port could fill the memory that events need. One request a connection; kubelet and Prometheus ask a few
/// times a minute.
struct HealthServer: Sendable {
    private static let headLimit = 8 << 10
    private static let connectionLimit = 64

    /// `0.0.0.0:8084`, with the port that the system chose where none was given.
    let place: String
    private let health: Health
    /// For one request and its answer.
    private let patience: Duration
    private let pool: any AsyncSocketPool
    private let listener: AsyncSocket
    private let open = Locked(0)

    /// Begins to listen; connections wait until ``run()``.
    ///
    /// - Parameters:
    ///   - address: An address of this machine, or `0.0.0.0`.
    ///   - port: 0 picks a free one.
    ///   - health: What it tells.
    ///   - patience: For one request and its answer.
    /// - Throws: ``AppError`` when the address is none, or the port is taken.
    init(
        address: String,
        port: UInt16,
        health: Health,
        patience: Duration = .seconds(5)
    ) async throws(AppError) {
        self.health = health
        self.patience = patience
        let pool = SocketPool<ePoll>.ePoll()
        self.pool = pool
        let socket = try Self.bound(address, port)
        do {
            try await pool.prepare()
            try socket.listen()
            listener = try AsyncSocket(socket: socket, pool: pool)
            place =
                switch try socket.sockname() {
                case .ip4(let host, let port): "\(host):\(port)"
                case .ip6(let host, let port): "[\(host)]:\(port)"
                case .unix(let path): path
                }
        } catch {
            try? socket.close()
            throw Self.failure(address, port, error)
        }
    }

    /// Answers until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await pool.run() }
            group.addTask { await accept() }
            await group.next()
            group.cancelAll()
        }
        try? listener.close()
    }

    private func accept() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                guard let connection = try? await listener.accept() else {
                    // Without a file to spare, asking again at once would take the whole core.
                    guard (try? await Task.sleep(for: .milliseconds(100))) != nil else { break }
                    continue
                }
                guard open.withLock({ $0 < Self.connectionLimit }) else {
                    try? connection.close()
                    continue
                }
                open.withLock { $0 += 1 }
                group.addTask {
                    await serve(connection)
                    open.withLock { $0 -= 1 }
                }
            }
            group.cancelAll()
        }
    }

    /// Reads a head and answers; all within its time, else the connection is closed.
    private func serve(_ connection: AsyncSocket) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                guard let answer = await answer(to: connection) else { return }
                try? await connection.write(Data(answer))
            }
            group.addTask { try? await Task.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
        try? connection.close()
    }

    /// What to write to a connection, or nil when it broke.
    private func answer(to connection: AsyncSocket) async -> [UInt8]? {
        do {
            guard let request = HealthRequest(head: try await Self.head(from: connection)) else {
                return HealthAnswer(status: 400, body: "this is no request\n").bytes()
            }
            return health.answer(request).bytes(withBody: request.method != "HEAD")
        } catch is HeadTooLong {
            return HealthAnswer(status: 431, body: "the head of the request is too long\n").bytes()
        } catch {
            return nil
        }
    }

    private struct HeadTooLong: Error {}

    /// The head of a request, without its end.
    private static func head(from connection: AsyncSocket) async throws -> String {
        var bytes: [UInt8] = []
        while bytes.count <= headLimit {
            let piece = try await connection.read(atMost: 2048)
            bytes += piece
            if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                return String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            }
        }
        throw HeadTooLong()
    }

    private static func bound(_ address: String, _ port: UInt16) throws(AppError) -> Socket {
        let (ip4, ip6) = (
            try? sockaddr_in.inet(ip4: address, port: port), try? sockaddr_in6.inet6(ip6: address, port: port)
        )
        guard ip4 != nil || ip6 != nil else {
            throw AppError("--healthz-ip: \"\(address)\" is no address", code: .usage)
        }
        do {
            let socket = try Socket(domain: ip4 == nil ? AF_INET6 : AF_INET, type: .stream)
            try socket.setValue(true, for: .localAddressReuse)
            if let ip4 { try socket.bind(to: ip4) } else if let ip6 { try socket.bind(to: ip6) }
            return socket
        } catch {
            throw failure(address, port, error)
        }
    }

    private static func failure(_ address: String, _ port: UInt16, _ error: any Error) -> AppError {
        AppError(
            "cannot listen for health checks on \(address):\(port): \(error)",
            hint: "is the port taken? --healthz-port chooses another",
            code: .failed
        )
    }
}
