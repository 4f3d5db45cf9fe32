import Basics
import Crypto
import FoundationEssentials

/// Checks the signature of a request, v1 (HMAC-SHA1) and v4 (HMAC-SHA256), as Log Service does.
///
/// Written from `sls-protocol.md` section 2 and on purpose apart from the signing code, so that a misreading there is not repeated
/// here. The names of signed headers are not transmitted: every `x-log-*` and `x-acs-*` header that arrives counts.
struct SignatureCheck: Sendable {
    var keys: KeyRing

    /// Checks key, time and signature; a request may be 15 minutes away from the receiver's clock.
    func verify(_ request: ReceivedRequest, now: Timestamp) throws(Refusal) {
        let authorization = request.header("authorization")
        if authorization.hasPrefix("LOG ") {
            try verifyV1(request, authorization.dropFirst(4), now)
        } else if authorization.hasPrefix("SLS4-HMAC-SHA256 ") {
            try verifyV4(request, authorization.dropFirst(17), now)
        } else {
            throw Refusal(400, "MissAccessKeyId", "The request must contain AccessKeyId.")
        }
    }

    /// The secret of the key that `request` names, when its security token is the one that belongs to it.
    private func secret(of id: some StringProtocol, _ request: ReceivedRequest, _ now: Timestamp) throws(Refusal)
        -> Secret
    {
        try keys.secret(of: id, token: request.headers["x-acs-security-token"], now: now)
    }

    private func check(_ date: Timestamp?, _ text: String, now: Timestamp) throws(Refusal) {
        guard let date else { throw Refusal(400, "InvalidDateFormat", "Date \(text) must follow RFC822.") }
        guard abs(date.seconds - now.seconds) <= 15 * 60 else {
            throw Refusal(
                400,
                "RequestTimeExpired",
                "Request time \(text) has been expired while server time is \(now.httpDate)."
            )
        }
    }

    private static func mismatch(_ signature: some StringProtocol) -> Refusal {
        Refusal(401, "SignatureNotMatch", "signature \(signature) not match")
    }
}

// MARK: v1

extension SignatureCheck {
    private func verifyV1(_ request: ReceivedRequest, _ credential: Substring, _ now: Timestamp) throws(Refusal) {
        let parts = credential.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw Self.mismatch(credential) }
        let secret = try secret(of: parts[0], request, now)
        guard request.header("x-log-signaturemethod") == "hmac-sha1" else {
            throw Refusal(400, "InvalidSignatureMethod", "signature method must be hmac-sha1.")
        }
        try checkDigest(request)
        let date = request.header("date")
        guard !date.isEmpty else { throw Refusal(400, "MissingDate", "Date header is missing.") }
        let effective = request.headers["x-log-date"] ?? date
        try check(Timestamp(httpDate: effective), effective, now: now)
        let key = SymmetricKey(data: Array(secret.reveal().utf8))
        let mac = HMAC<Insecure.SHA1>.authenticationCode(for: Array(stringToSignV1(request).utf8), using: key)
        guard Data(mac).base64EncodedString() == parts[1] else { throw Self.mismatch(parts[1]) }
    }

    private func checkDigest(_ request: ReceivedRequest) throws(Refusal) {
        let sent = request.header("content-md5")
        guard !request.body.isEmpty || !sent.isEmpty else { return }
        let digest = Hex.upper(Insecure.MD5.hash(data: request.body))
        guard sent == digest else {
            throw Refusal(400, "ParameterInvalid", "Content-MD5 \(sent) does not match the body, which has \(digest).")
        }
    }

    private func stringToSignV1(_ request: ReceivedRequest) -> String {
        var text = request.method + "\n"
        for name in ["content-md5", "content-type", "date"] { text += request.header(name) + "\n" }
        for (name, value) in signedHeaders(of: request) where name != "x-log-date" { text += name + ":" + value + "\n" }
        text += request.path
        let parameters = request.parameters.map { ($0.name, Self.decoded($0.value)) }
        let sorted = parameters.sorted { $0.0 < $1.0 }.map { $0.0 + "=" + $0.1 }
        return sorted.isEmpty ? text : text + "?" + sorted.joined(separator: "&")
    }

    /// `%XX` becomes its byte and `+` a space; anything else, also a broken escape, stays as it is.
    private static func decoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
            {
                result.append(byte)
                index += 3
            } else {
                result.append(bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func signedHeaders(of request: ReceivedRequest) -> [(key: String, value: String)] {
        request.headers
            .filter { $0.key.hasPrefix("x-log-") || $0.key.hasPrefix("x-acs-") }
            .filter { !$0.key.hasPrefix("x-log-meta-") }
            .sorted { $0.key < $1.key }
    }
}

// MARK: v4

extension SignatureCheck {
    private func verifyV4(_ request: ReceivedRequest, _ credential: Substring, _ now: Timestamp) throws(Refusal) {
        var fields: [Substring: Substring] = [:]
        for field in credential.split(separator: ",") {
            let parts = field.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { fields[parts[0].drop { $0 == " " }] = parts[1] }
        }
        let signature = fields["Signature"] ?? ""
        let scope = (fields["Credential"] ?? "").split(separator: "/", omittingEmptySubsequences: false)
        guard scope.count == 5, scope[3] == "sls", scope[4] == "aliyun_v4_request" else {
            throw Self.mismatch(signature)
        }
        let secret = try secret(of: scope[0], request, now)
        let date = request.header("x-log-date")
        guard !date.isEmpty else { throw Refusal(400, "MissingDate", "x-log-date header is missing.") }
        try check(Timestamp(compactDate: date), date, now: now)
        guard date.hasPrefix(scope[1]) else { throw Self.mismatch(signature) }
        let digest = Hex.lower(SHA256.hash(data: request.body))
        guard request.header("x-log-content-sha256") == digest else {
            throw Refusal(400, "ParameterInvalid", "x-log-content-sha256 does not match the body, which has \(digest).")
        }
        let text = [
            "SLS4-HMAC-SHA256", date, scope[1...].joined(separator: "/"),
            Hex.lower(SHA256.hash(data: Array(canonicalRequest(request, digest: digest).utf8))),
        ].joined(separator: "\n")
        var key = Array("aliyun_v4".utf8) + Array(secret.reveal().utf8)
        for part in scope[1...] { key = Self.mac(String(part), key) }
        guard Hex.lower(Self.mac(text, key)) == signature else { throw Self.mismatch(signature) }
    }

    /// However a value was written in the URL, it is signed with all but the unreserved characters encoded.
    private static func encoded(_ text: String) -> String {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~".utf8)
        return text.utf8.map { unreserved.contains($0) ? String(Unicode.Scalar($0)) : "%" + Hex.upper([$0]) }.joined()
    }

    private static func mac(_ text: String, _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }

    private func canonicalRequest(_ request: ReceivedRequest, digest: String) -> String {
        var headers = signedHeaders(of: request)
        for name in ["content-type", "host"] {
            if let value = request.headers[name] { headers.append((name, value)) }
        }
        headers.sort { $0.key < $1.key }
        let query = request.parameters.sorted { $0.name < $1.name }.map { name, value in
            value.isEmpty ? name : name + "=" + Self.encoded(Self.decoded(value))
        }
        return [
            request.method, request.path, query.joined(separator: "&"),
            headers.map { $0.key + ":" + $0.value + "\n" }.joined(),
            headers.map(\.key).joined(separator: ";"), digest,
        ].joined(separator: "\n")
    }
}

/// Bytes as hexadecimal digits.
enum Hex {
    static func lower(_ bytes: some Sequence<UInt8>) -> String { text(bytes, Array("0123456789abcdef".utf8)) }

    static func upper(_ bytes: some Sequence<UInt8>) -> String { text(bytes, Array("0123456789ABCDEF".utf8)) }

    private static func text(_ bytes: some Sequence<UInt8>, _ digits: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
