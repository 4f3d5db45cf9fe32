import Basics
import FoundationEssentials
import HTTP

/// A key as its source gave it.
struct IssuedKey: Sendable, Equatable {
    /// The most bytes that an answer with a key may have.
    static let limit = 64 << 10

    var credentials: LogServiceCredentials
    /// When a temporary key ends.
    var expiry: Timestamp?
    /// The time of whoever gave the key, which need not be this machine's.
    var serverTime: Timestamp?

    /// Checks that the key can stand in headers.
    ///
    /// - Throws: ``CredentialError`` that names the part, never its value.
    init(
        id: String,
        secret: String,
        token: String? = nil,
        expiry: Timestamp? = nil,
        serverTime: Timestamp? = nil
    ) throws(CredentialError) {
        for (name, text) in [("id", id), ("secret", secret), ("security token", token ?? "-")] {
            guard !text.isEmpty else { throw Self.bad("the \(name) of the key is empty") }
            guard text.isHeaderSafe else { throw Self.bad("the \(name) of the key holds spaces or odd characters") }
        }
        credentials = LogServiceCredentials(
            accessKeyID: id,
            accessKeySecret: Secret(secret),
            securityToken: token.map { Secret($0) }
        )
        self.expiry = expiry
        self.serverTime = serverTime
    }

    init(_ credentials: LogServiceCredentials) {
        self.credentials = credentials
    }

    /// Reads the answer of metadata and of a credentials URI.
    ///
    /// - Parameters:
    ///   - answer: With status 200.
    ///   - giver: Who gave it, for errors.
    /// - Throws: ``CredentialError``.
    init(_ answer: HTTPResponse, from giver: String) throws(CredentialError) {
        guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(answer.body)) else {
            throw CredentialError("the answer of \(giver) is no key", hint: "is this the right address?")
        }
        if let code = fields.Code, code != "Success" {
            throw CredentialError("\(giver) refuses", hint: "is the role attached, and may it be used?")
        }
        try self.init(fields, serverTime: answer.head.date, from: giver)
    }

    /// - Parameters:
    ///   - fields: The key.
    ///   - serverTime: When it was given.
    ///   - giver: Who gave it, for errors.
    /// - Throws: ``CredentialError``.
    init(_ fields: Fields, serverTime: Timestamp?, from giver: String) throws(CredentialError) {
        guard let id = fields.AccessKeyId, let secret = fields.AccessKeySecret, let token = fields.SecurityToken,
            let expiry = fields.Expiration.flatMap({ Timestamp(rfc3339: $0) })
        else {
            throw CredentialError(
                "the answer of \(giver) lacks a part of the key",
                hint: "a key has AccessKeyId, AccessKeySecret, SecurityToken and Expiration"
            )
        }
        try self.init(id: id, secret: secret, token: token, expiry: expiry, serverTime: serverTime)
    }

    /// The key in JSON, as all of Alibaba Cloud's services name its parts.
    struct Fields: Decodable {
        var Code: String?
        var AccessKeyId: String?
        var AccessKeySecret: String?
        var SecurityToken: String?
        var Expiration: String?
    }

    /// How long the key lasts from now on, nil for ever.
    ///
    /// By the clock of whoever gave it: this machine's may be wrong.
    func lifetime(at now: Timestamp) -> Duration? {
        expiry.map { $0.since(serverTime ?? now) }
    }

    private static func bad(_ problem: String) -> CredentialError {
        CredentialError(problem, hint: "was it copied whole, and without quotes?")
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimming: String {
        var rest = drop { $0.isWhitespace }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }

    /// Whether it is not empty and can stand in a header line as one word.
    var isHeaderSafe: Bool { !isEmpty && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
}
