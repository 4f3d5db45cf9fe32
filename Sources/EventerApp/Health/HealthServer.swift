import FoundationEssentials
import FlyingFox
import FlyingSocks

/// The plain-http server of `eventer forward`: `/healthz`, `/livez`, `/readyz`, `/metrics`, and kube-eventer's `/healtz`.
struct HealthServer: Sendable {
    private let server: HTTPServer

    /// Prepares the server.
    ///
    /// - Parameters:
    ///   - address: An IPv4 address of this machine, or `0.0.0.0`.
    ///   - port: 0 picks a free one.
    ///   - health: What it tells.
    /// - Throws: ``AppError`` with code `usage` when the address is none.
    init(address: String, port: UInt16, health: Health) async throws(AppError) {
        do {
            server = HTTPServer(address: try .inet(ip4: address, port: port), logger: .disabled)
        } catch {
            throw AppError("--healthz-ip: \"\(address)\" is no IPv4 address", code: .usage)
        }
        for path in ["/healthz", "/livez", "/healtz"] {
            await server.appendRoute(HTTPRoute(method: .GET, path: path)) { Self.answer(health, Health.Check.live, $0) }
        }
        await server.appendRoute("GET /readyz") { Self.answer(health, Health.Check.allCases, $0) }
        await server.appendRoute("GET /metrics") { _ in
            HTTPResponse(
                statusCode: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: Data(Metrics.text(health.current, version: health.version).utf8)
            )
        }
    }

    /// Listens until the task is cancelled.
    ///
    /// - Throws: ``AppError`` when the port is taken.
    func run() async throws(AppError) {
        do {
            try await server.run()
        } catch is CancellationError {
            return
        } catch {
            throw AppError(
                "cannot listen for health checks: \(error)",
                hint: "is the port taken? --healthz-port chooses another",
                code: .failed
            )
        }
    }

    /// `ok`, or the checks that fail; `?verbose` tells all, `?exclude=journal` leaves one out.
    private static func answer(_ health: Health, _ checks: [Health.Check], _ request: HTTPRequest) -> HTTPResponse {
        let excluded = request.query.filter { $0.name == "exclude" }.map(\.value)
        let isVerbose = request.query.contains { $0.name == "verbose" }
        let results = checks.filter { !excluded.contains($0.rawValue) }.map { ($0.rawValue, health.problem($0)) }
        let isWell = results.allSatisfy { $0.1 == nil }
        let lines = results.filter { isVerbose || $0.1 != nil }.map { name, problem in
            problem.map { "[-] \(name): \($0)" } ?? "[+] \(name)"
        }
        let text = (lines + (isWell ? ["ok"] : [])).joined(separator: "\n")
        return HTTPResponse(statusCode: isWell ? .ok : .serviceUnavailable, body: Data(text.utf8))
    }
}
