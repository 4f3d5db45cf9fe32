import Basics
import Crypto
import FoundationEssentials
package import HTTP

/// The older signature of Log Service, HMAC-SHA1 over a few headers.
///
/// Needs no region.
package enum SignatureV1 {
    /// The headers to send with `request`, `Authorization` included.
    ///
    /// - Parameters:
    ///   - request: What is to be sent.
    ///   - credentials: Whose signature it is.
    ///   - date: An RFC 1123 time.
    /// - Returns: All headers but `Host` and `Content-Length`.
    package static func headers(
        for request: SignableRequest,
        credentials: LogServiceCredentials,
        date: String
    ) -> [HTTPHeader] {
        let contentMD5 = contentMD5(of: request)
        var logHeaders = request.logHeaders
        logHeaders["x-log-signaturemethod"] = "hmac-sha1"
        var headers: [HTTPHeader] = []
        if let token = credentials.securityToken {
            logHeaders["x-acs-security-token"] = token.reveal()
        }
        let text = stringToSign(request, logHeaders: logHeaders, contentMD5: contentMD5, date: date)
        let signature = signature(of: text, secret: credentials.accessKeySecret)
        if let contentType = request.contentType { headers.append(HTTPHeader("Content-Type", contentType)) }
        if let contentMD5 { headers.append(HTTPHeader("Content-MD5", contentMD5)) }
        headers.append(HTTPHeader("Date", date))
        headers += logHeaders.sorted { $0.key < $1.key }.map { HTTPHeader($0.key, $0.value) }
        headers.append(HTTPHeader("Authorization", "LOG \(credentials.accessKeyID):\(signature)"))
        return headers
    }

    package static func contentMD5(of request: SignableRequest) -> String? {
        request.body.isEmpty ? nil : hex(Insecure.MD5.hash(data: request.body), uppercase: true)
    }

    package static func stringToSign(
        _ request: SignableRequest,
        logHeaders: [String: String],
        contentMD5: String?,
        date: String
    ) -> String {
        let lines = [request.method.rawValue, contentMD5 ?? "", request.contentType ?? "", date]
        return lines.joined(separator: "\n") + "\n" + request.canonicalLines(logHeaders) + resource(of: request)
    }

    /// The path and the query with its values as they are, not percent-encoded.
    private static func resource(of request: SignableRequest) -> String {
        guard !request.query.isEmpty else { return request.path }
        let query = request.query.sorted { $0.name < $1.name }.map { "\($0.name)=\($0.value)" }
        return request.path + "?" + query.joined(separator: "&")
    }

    private static func signature(of text: String, secret: Secret) -> String {
        let key = SymmetricKey(data: Array(secret.reveal().utf8))
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: Array(text.utf8), using: key)
        return Data(code).base64EncodedString()
    }
}
