import FlyingFox
import FlyingSocks
import Foundation

/// An HTTP server of FlyingFox on 127.0.0.1, with what both demo servers need.
actor LoopbackServer {
    private let server: HTTPServer
    private var serving: Task<Void, any Error>?

    /// Port 0 lets the system choose.
    ///
    /// Bodies up to `bodyLimit` are read before the handler is called; of longer ones it sees the length only.
    init(
        port: UInt16,
        bodyLimit: Int = 64 << 10,
        handler: @escaping @Sendable (HTTPRequest) async -> HTTPResponse
    ) throws(DemoError) {
        do {
            let configuration = HTTPServer.Configuration(
                address: try .inet(ip4: "127.0.0.1", port: port),
                timeout: 60,
                sharedRequestBufferSize: bodyLimit,
                sharedRequestReplaySize: 0,
                logger: .disabled
            )
            server = HTTPServer(config: configuration, handler: ClosureHTTPHandler(handler))
        } catch {
            throw DemoError(action: "listen on 127.0.0.1:\(port)", reason: "\(error)")
        }
    }

    /// Listens, and returns the port once connections are accepted.
    func start() async throws(DemoError) -> UInt16 {
        let server = server
        let serving = Task { try await server.run() }
        self.serving = serving
        do {
            // `run` ends early when the port is taken, and nobody would ever listen.
            let listening = Task { try await server.waitUntilListening() }
            let failing = Task {
                try? await serving.value
                listening.cancel()
            }
            defer { failing.cancel() }
            try await listening.value
        } catch {
            var reason = "\(error)"
            if case .failure(let cause) = await serving.result { reason = "\(cause)" }
            throw DemoError(action: "listen on 127.0.0.1", reason: reason)
        }
        guard case .ip4(_, let port) = await server.listeningAddress else {
            throw DemoError(action: "listen on 127.0.0.1", reason: "the socket has no address")
        }
        return port
    }

    /// Closes the port and all connections.
    func stop() async {
        await server.stop()
        serving?.cancel()
        _ = await serving?.result
    }
}
