package import Basics
import FlyingFox
import Foundation

/// Gives out temporary keys on 127.0.0.1, as ECS metadata, the STS (`AssumeRoleWithOIDC`) and a credentials URI do.
///
/// Written from `sls-protocol.md` section 7, apart from the code that asks.
package actor IdentityServer {
    package static let role = "eventer-demo-role"
    package static let roleARN = "acs:ram::1234567890123456:role/eventer-demo-role"
    package static let providerARN = "acs:ram::1234567890123456:oidc-provider/ack-rrsa-demo"

    /// What ``oidcToken`` has to be; a cluster signs its own.
    package nonisolated let oidcToken: Secret
    private(set) package var port: UInt16 = 0
    /// The requests so far, each as `PUT /latest/api/token`.
    private(set) package var requests: [String] = []
    package private(set) var fault = IdentityFault.none
    private(set) package var lifetime: Duration
    private let region: String
    private let keys: KeyRing
    private let now: @Sendable () -> Timestamp
    private var sessions: Set<String> = []
    private var server: LoopbackServer?

    /// - Parameters:
    ///   - keys: Takes note of the keys given out.
    ///   - region: What `region-id` answers.
    ///   - lifetime: Of a key.
    ///   - now: The server's clock.
    package init(
        keys: KeyRing,
        region: String = "cn-hangzhou",
        lifetime: Duration = .seconds(3600),
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now() }
    ) {
        self.keys = keys
        self.region = region
        self.lifetime = lifetime
        self.now = now
        // As long as a real one, which is longer than most errors.
        let signature = (0..<32).map { _ in UUID().uuidString }.joined()
        oidcToken = Secret("eyJhbGciOiJub25lIn0.eyJzdWIiOiJkZW1vIn0." + signature)
    }

    /// Scheme, host and port.
    package var origin: String { "http://127.0.0.1:\(port)" }

    /// Begins to listen on a port that the system chooses.
    package func start() async throws(DemoError) {
        let server = try LoopbackServer(port: 0) { [weak self] request in
            await self?.respond(to: request) ?? HTTPResponse(statusCode: .serviceUnavailable)
        }
        port = try await server.start()
        self.server = server
    }

    package func stop() async {
        await server?.stop()
        server = nil
    }

    package func inject(_ fault: IdentityFault) {
        self.fault = fault
    }

    package func setLifetime(_ lifetime: Duration) {
        self.lifetime = lifetime
    }

    private func respond(to request: HTTPRequest) async -> HTTPResponse {
        let path = request.target.path()
        requests.append("\(request.method.rawValue) \(path)")
        switch fault {
        case .serverError: return answer(500, Array("<html>Internal Server Error</html>".utf8))
        case .hang:
            try? await Task.sleep(for: .seconds(3600))
            return answer(500)
        case .refused where !path.hasPrefix("/latest/api") && path != "/": return answer(403)
        case .none, .garbage, .wrongJSON, .expired, .refused, .version1: break
        }
        if path.hasPrefix("/latest/") { return metadata(request, path) }
        if path == "/credentials" { return key(in: .flat) }
        if path == "/" { return await assumeRole(request) }
        return answer(404)
    }

    // MARK: ECS metadata

    private func metadata(_ request: HTTPRequest, _ path: String) -> HTTPResponse {
        if path == "/latest/api/token" { return session(request) }
        if fault != .version1 {
            let session = request.headers[HTTPHeader("X-aliyun-ecs-metadata-token")]
            guard let session, sessions.contains(session) else { return answer(403) }
        }
        let folder = "/latest/meta-data/ram/security-credentials/"
        switch path {
        case "/latest/meta-data/region-id": return answer(200, Array(region.utf8))
        case folder: return answer(200, Array(Self.role.utf8))
        case folder + Self.role: return key(in: .flat)
        default: return answer(404)
        }
    }

    private func session(_ request: HTTPRequest) -> HTTPResponse {
        guard fault != .version1 else { return answer(404) }
        let lifetime = request.headers[HTTPHeader("X-aliyun-ecs-metadata-token-ttl-seconds")].flatMap { Int($0) }
        guard request.method == .PUT, let lifetime, (1...21_600).contains(lifetime) else { return answer(400) }
        let token = UUID().uuidString
        sessions.insert(token)
        return answer(200, Array(token.utf8))
    }

    // MARK: STS

    /// A GET with everything in the query, or a POST with a form.
    private func assumeRole(_ request: HTTPRequest) async -> HTTPResponse {
        let body = (try? await request.bodyData).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let form = Form(request.method == .POST ? body : request.target.query())
        guard form["Action"] == "AssumeRoleWithOIDC", form["Version"] == "2015-04-01", form["Format"] == "JSON" else {
            return refusal(
                400,
                "InvalidAction.NotFound",
                "Specified api is not found, please check your url and method."
            )
        }
        guard fault != .refused, form["OIDCToken"] == oidcToken.reveal() else {
            let quoted = form["OIDCToken"] ?? ""
            return refusal(400, "AuthenticationFail.OIDCToken.Invalid", "This JWT is not valid: \(quoted)")
        }
        guard form["RoleArn"] == Self.roleARN, form["OIDCProviderArn"] == Self.providerARN else {
            return refusal(404, "EntityNotExist.Role", "The role not exists: \(form["RoleArn"] ?? "").")
        }
        guard let session = form["RoleSessionName"], !session.isEmpty,
            let time = form["Timestamp"].flatMap({ Timestamp(rfc3339: $0) }), abs(time.seconds - now().seconds) < 900
        else { return refusal(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.") }
        return key(in: .nested)
    }

    private func refusal(_ status: Int, _ code: String, _ message: String) -> HTTPResponse {
        var json = JSONText()
        json.raw("{")
        json.member("RequestId", UUID().uuidString)
        json.member("Message", message)
        json.member("Code", code)
        json.raw("}")
        return answer(status, json.bytes)
    }

    // MARK: Keys

    private enum Shape { case flat, nested }

    private func key(in shape: Shape) -> HTTPResponse {
        switch fault {
        case .garbage: return answer(200, [0x7B, 0xFF, 0x00, 0x7D])
        case .wrongJSON: return answer(200, Array(#"{"Code":"Success","AccessKeyId":["canary"]}"#.utf8))
        default: break
        }
        let key = keys.issue(lifetime: fault == .expired ? .seconds(-60) : lifetime, now: now())
        var json = JSONText()
        json.raw("{")
        if shape == .flat { json.member("Code", "Success") }
        if shape == .nested {
            json.member("RequestId", UUID().uuidString)
            json.key("Credentials")
            json.raw("{")
        }
        json.member("AccessKeyId", key.id)
        json.member("AccessKeySecret", key.secret.reveal())
        json.member("SecurityToken", key.token.reveal())
        json.member("Expiration", key.expiry.rfc3339())
        if shape == .nested { json.raw("}") }
        json.raw("}")
        return answer(200, json.bytes)
    }

    private func answer(_ status: Int, _ body: [UInt8] = []) -> HTTPResponse {
        HTTPResponse(
            statusCode: .of(status),
            headers: [HTTPHeader("Date"): now().httpDate, .contentType: "application/json"],
            body: Data(body)
        )
    }
}
