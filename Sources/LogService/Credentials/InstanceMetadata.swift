import Basics
import FoundationEssentials
package import HTTP

/// The metadata service of an ECS instance, asked with a session token where it has one (IMDSv2).
///
/// https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
package struct InstanceMetadata: Sendable, Equatable {
    package static let address = "http://100.100.100.200"
    private static let tokenHeader = "X-aliyun-ecs-metadata-token"

    /// Scheme, host and port.
    package var origin = Self.address
    /// Nil asks for it.
    package var role: String?
    /// Whether to do without a session token where none is given (IMDSv1).
    package var allowsVersion1 = true

    package init() {}

    /// The service that the environment names, or the usual one.
    package init(environment: [String: String]) throws(LogServiceConfigurationError) {
        if let text = environment["ALIBABA_CLOUD_IMDS_ENDPOINT"], !text.isEmpty {
            guard let endpoint = LogServiceEndpoint(address: text, scheme: .http),
                endpoint.isLoopback || endpoint.host == "100.100.100.200"
            else { throw .badMetadataEndpoint }
            origin = "\(endpoint)"
        }
        role = environment["ALIBABA_CLOUD_ECS_METADATA"].flatMap { $0.isEmpty ? nil : $0 }
        allowsVersion1 = !(goBool(environment["ALIBABA_CLOUD_IMDSV1_DISABLED"] ?? "") ?? false)
    }

    /// Whether the environment forbids to ask.
    package static func isDisabled(in environment: [String: String]) -> Bool {
        goBool(environment["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] ?? "") ?? false
    }

    /// The region that the instance is in.
    package func region(_ http: any HTTPClient) async throws(CredentialError) -> String {
        let answer = try await read("region-id", token(http), http)
        let region = String(decoding: answer.body, as: UTF8.self).trimming
        guard LogServiceEndpoint.isRegion(region) else {
            throw problem("it names no region")
        }
        return region
    }

    func key(_ http: any HTTPClient) async throws(CredentialError) -> IssuedKey {
        let token = try await token(http)
        let folder = "ram/security-credentials/"
        var name = role
        if name == nil {
            let answer = try await read(folder, token, http)
            name = String(decoding: answer.body, as: UTF8.self).split(whereSeparator: \.isNewline).first?.description
        }
        guard let name = name?.trimming, Self.isRole(name) else { throw problem("it names no role") }
        let answer = try await read(folder + name, token, http)
        return try IssuedKey(answer, from: "the metadata service")
    }

    /// The session token; nil where none can be had and it goes without.
    private func token(_ http: any HTTPClient) async throws(CredentialError) -> String? {
        do {
            return try await sessionToken(http)
        } catch {
            guard allowsVersion1 else { throw error }
            return nil
        }
    }

    private func sessionToken(_ http: any HTTPClient) async throws(CredentialError) -> String {
        let lifetime = HTTPHeader(Self.tokenHeader + "-ttl-seconds", "21600")
        let answer = try await send(.put, "/latest/api/token", lifetime, http)
        guard answer.head.status == 200 else { throw refusal(answer, of: "a session token") }
        let token = String(decoding: answer.body, as: UTF8.self).trimming
        guard token.isHeaderSafe else { throw problem("its session token cannot be read") }
        return token
    }

    private func read(_ path: String, _ token: String?, _ http: any HTTPClient) async throws(CredentialError)
        -> HTTPResponse
    {
        let header = token.map { HTTPHeader(Self.tokenHeader, secret: .init($0)) }
        let answer = try await send(.get, "/latest/meta-data/" + path, header, http)
        guard answer.head.status == 200 else { throw refusal(answer, of: path) }
        return answer
    }

    private func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ header: HTTPHeader?,
        _ http: any HTTPClient
    ) async throws(CredentialError) -> HTTPResponse {
        let request = HTTPRequest(
            method: method,
            url: origin + path,
            headers: header.map { [$0] } ?? [],
            limits: HTTPLimits(connect: .seconds(1), head: .seconds(5), total: .seconds(5)),
            // The service is on this very machine: a proxy would be asked for another one's key.
            proxy: .init("")
        )
        do {
            return try await http.send(request, limit: IssuedKey.limit)
        } catch {
            throw CredentialError(
                "the metadata service at \(origin) cannot be reached: \(error.detail)",
                hint: "outside of ECS give a key: \(CredentialChain.hint)"
            )
        }
    }

    private func refusal(_ answer: HTTPResponse, of what: String) -> CredentialError {
        guard answer.head.status == 404 else { return problem("it answers \(answer.head.status) to \(what)") }
        let hint =
            role == nil
            ? "attach a RAM role to the instance, or give a key: \(CredentialChain.hint)"
            : "is the name in ALIBABA_CLOUD_ECS_METADATA that of the instance's role?"
        return CredentialError("the metadata service at \(origin) has no \(what)", hint: hint)
    }

    private func problem(_ text: String) -> CredentialError {
        CredentialError("the metadata service at \(origin): \(text)", hint: "is this the address of ECS metadata?")
    }

    private static func isRole(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ".") } && !name.hasPrefix(".")
    }
}
