import Basics
import HTTP

/// Gets a key from its source, once.
struct CredentialFetcher: Sendable {
    let http: any HTTPClient
    let now: @Sendable () -> Timestamp

    /// - Throws: ``CredentialError`` without the name of its source.
    func key(from source: CredentialSource) async throws(CredentialError) -> IssuedKey {
        switch source {
        case .fixed(let credentials, _): return IssuedKey(credentials)
        case .files(let files): return try key(in: files)
        case .addonFile(let path): return try AddonFile.key(at: path)
        case .rrsa(let role): return try await role.key(http, now: now())
        case .uri(let uri): return try await key(at: uri)
        case .instanceRole(let metadata): return try await metadata.key(http)
        case .profile(let profile):
            let inner = try profile.source()
            if case .fixed(let credentials, _) = inner { return IssuedKey(credentials) }
            return try await key(from: inner)
        }
    }

    private func key(in files: KeyFiles) throws(CredentialError) -> IssuedKey {
        try IssuedKey(id: text(of: files.id), secret: text(of: files.secret), token: files.token.map(text))
    }

    private func text(of part: KeyFiles.Part) throws(CredentialError) -> String {
        switch part {
        case .text(let secret): secret.reveal()
        case .file(let path): try readSecret(path)
        }
    }

    private func key(at uri: Secret) async throws(CredentialError) -> IssuedKey {
        let limits = HTTPLimits(connect: .seconds(5), head: .seconds(10), total: .seconds(10))
        let answer: HTTPResponse
        do {
            answer = try await http.send(HTTPRequest(url: uri.reveal(), limits: limits), limit: IssuedKey.limit)
        } catch {
            throw CredentialError(
                "the address cannot be reached: \(error.detail)",
                hint: "is what listens there running?"
            )
        }
        guard answer.head.status == 200 else {
            throw CredentialError("the address answers \(answer.head.status)", hint: "is its path right?")
        }
        return try IssuedKey(answer, from: "the address")
    }
}
