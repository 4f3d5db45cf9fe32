package import Basics
package import Crypto
package import HTTP

/// The newer signature of Log Service, HMAC-SHA256 with a key derived for one day and region.
package enum SignatureV4 {
    private static let terminator = "aliyun_v4_request"

    /// The headers to send with `request`, `Authorization` included.
    ///
    /// - Parameters:
    ///   - request: What is to be sent.
    ///   - credentials: Whose signature it is.
    ///   - key: Made for these credentials and for the day of `date`.
    ///   - date: `yyyyMMdd'T'HHmmss'Z'`.
    /// - Returns: All headers but `Host` and `Content-Length`.
    package static func headers(
        for request: SignableRequest,
        credentials: LogServiceCredentials,
        key: SigningKey,
        date: String
    ) -> [HTTPHeader] {
        let content = hex(SHA256.hash(data: request.body))
        let logHeaders = logHeaders(of: request, credentials: credentials, content: content, date: date)
        let canonical = canonicalRequest(request, logHeaders: logHeaders, content: content)
        let text = stringToSign(canonical, scope: key.scope, date: date)
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key.derived.signing)
        let credential = "\(credentials.accessKeyID)/\(key.scope)"

        var headers: [HTTPHeader] = []
        if let contentType = request.contentType { headers.append(HTTPHeader("Content-Type", contentType)) }
        headers += logHeaders.sorted { $0.key < $1.key }.map { HTTPHeader($0.key, $0.value) }
        let authorization = "SLS4-HMAC-SHA256 Credential=\(credential),Signature=\(hex(code))"
        headers.append(HTTPHeader("Authorization", authorization))
        return headers
    }

    package static func logHeaders(
        of request: SignableRequest,
        credentials: LogServiceCredentials,
        content: String,
        date: String
    ) -> [String: String] {
        var headers = request.logHeaders
        headers["x-log-content-sha256"] = content
        headers["x-log-date"] = date
        if let token = credentials.securityToken {
            headers["x-acs-security-token"] = token.reveal()
        }
        return headers
    }

    package static func canonicalRequest(_ request: SignableRequest, logHeaders: [String: String], content: String)
        -> String
    {
        var signed = logHeaders
        signed["host"] = request.host
        if let contentType = request.contentType { signed["content-type"] = contentType }
        let names = signed.keys.sorted().joined(separator: ";")
        let lines = [
            request.method.rawValue, request.path, canonicalQuery(request), request.canonicalLines(signed), names,
            content,
        ]
        return lines.joined(separator: "\n")
    }

    package static func stringToSign(_ canonicalRequest: String, scope: String, date: String) -> String {
        let hash = hex(SHA256.hash(data: Array(canonicalRequest.utf8)))
        return ["SLS4-HMAC-SHA256", date, scope, hash].joined(separator: "\n")
    }

    /// Names as they are, values percent-encoded, and no `=` after the name of an empty one.
    private static func canonicalQuery(_ request: SignableRequest) -> String {
        request.query.sorted { $0.name < $1.name }
            .map { $0.value.isEmpty ? $0.name : "\($0.name)=\(percentEncoded($0.value))" }
            .joined(separator: "&")
    }

    /// The key for one day, region and secret.
    ///
    /// Worth keeping: it takes four hashes to make.
    package struct SigningKey: Sendable {
        package let day: String
        package let region: String
        let secret: Secret
        package let derived: (date: SymmetricKey, region: SymmetricKey, service: SymmetricKey, signing: SymmetricKey)

        /// Derives the key.
        ///
        /// - Parameters:
        ///   - secret: The access key's secret.
        ///   - day: `yyyyMMdd`, the first eight characters of the date that is signed.
        ///   - region: Where the project is, as `cn-hangzhou`.
        package init(secret: Secret, day: String, region: String) {
            self.day = day
            self.region = region
            self.secret = secret
            let date = Self.derive(SymmetricKey(data: Array("aliyun_v4\(secret.reveal())".utf8)), day)
            let regional = Self.derive(date, region)
            let service = Self.derive(regional, "sls")
            derived = (date, regional, service, Self.derive(service, terminator))
        }

        package var scope: String { "\(day)/\(region)/sls/\(terminator)" }

        private static func derive(_ key: SymmetricKey, _ text: String) -> SymmetricKey {
            SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
        }
    }
}
