package import Basics
import FoundationEssentials
package import HTTP

extension LogServiceError {
    /// Reads an answer that is no success.
    ///
    /// Only an answer with `x-log-requestid` came from Log Service; any other is a gateway's or a captive portal's.
    ///
    /// - Parameters:
    ///   - answer: With any status.
    ///   - secrets: What was sent and may be quoted; no piece of it is taken over.
    package init(answer: HTTPResponse, hiding secrets: [Secret] = []) {
        let head = answer.head
        let requestID = head.value("x-log-requestid") ?? ""
        let body = try? JSONDecoder().decode(Body.self, from: Data(answer.body))
        let code = body?.errorCode ?? ""
        self.init(
            kind: requestID.isEmpty
                ? Self.foreignKind(status: head.status)
                : Self.kind(status: head.status, code: code, message: body?.errorMessage ?? ""),
            status: head.status,
            code: Self.hide(secrets, in: code, limit: 64),
            message: body?.errorMessage.map { Self.hide(secrets, in: $0, limit: 2048) }
                ?? Self.text(of: answer, isForeign: requestID.isEmpty),
            requestID: Self.hide(secrets, in: requestID, limit: 128),
            retryAfter: head.value("Retry-After").flatMap { Int64($0) }.flatMap {
                (0...86_400).contains($0) ? .seconds($0) : nil
            }
        )
    }

    /// A request that got no answer, or half of one.
    package init(_ error: HTTPError) {
        self.init(kind: .network, message: error.detail)
    }

    private struct Body: Decodable {
        var errorCode: String?
        var errorMessage: String?
    }

    /// First hidden and then cut, or a piece of a secret could stay.
    private static func hide(_ secrets: [Secret], in text: String, limit: Int) -> String {
        var text = text
        for secret in secrets.map({ $0.reveal() }) where !secret.isEmpty {
            text = text.replacing(secret, with: "<redacted>")
        }
        return String(decoding: text.utf8.prefix(limit), as: UTF8.self)
    }

    private static func text(of answer: HTTPResponse, isForeign: Bool) -> String {
        isForeign
            ? "the answer did not come from Log Service; is there a proxy in between?"
            : "Log Service answered without an explanation"
    }

    private static func foreignKind(status: Int) -> Kind {
        switch status {
        // A gateway with a smaller limit than Log Service's.
        case 413: .tooLarge
        case 429: .throttled
        case 500...: .server
        default: .network
        }
    }

    private static func kind(status: Int, code: String, message: String) -> Kind {
        if code == "PostBodyInvalid", message.contains("time is out of range") { return .logTime }
        if let kind = kinds[code] { return kind }
        switch status {
        case 401: return .credentials
        case 403: return message.lowercased().contains("quota exceed") ? .throttled : .forbidden
        case 404: return .notFound
        case 411, 415: return .client
        case 413: return .tooLarge
        case 429: return .throttled
        case 499: return .invalidData
        case 500...: return .server
        default: return .unknown
        }
    }

    /// Not among them: `ParameterInvalid`, which may mean anything, and `PostBodyUncompressError` and `InvalidBodyRawSize`, which
    /// may be of one body.
    private static let kinds: [String: Kind] = {
        let codes: [Kind: [String]] = [
            .server: ["InternalServerError", "RequestTimeout", "ServerBusy"],
            .throttled: [
                "WriteQuotaExceed", "ShardWriteQuotaExceed", "ExceedQuota", "ReadQuotaExceed",
                "MetaOperationQpsLimitExceeded",
            ],
            .forbidden: ["ProjectForbidden"],
            .credentials: [
                "Unauthorized", "SignatureNotMatch", "InvalidAccessKeyId", "InvalidAccessKeyId.NotFound",
                "SecurityToken.Expired", "SecurityTokenExpired",
            ],
            .clock: ["RequestTimeExpired", "RequestTimeTooSkewed"],
            .logTime: ["InvalidTimestamp"],
            .invalidData: ["PostBodyInvalid", "InvalidEncoding", "InvalidKey"],
            .tooLarge: ["PostBodyTooLarge"],
            .notFound: [
                "ProjectNotExist", "ProjectNotExists", "LogStoreNotExist", "LogstoreNotExists", "LogStoreWithoutShard",
                "ShardNotExist",
            ],
            .client: [
                "InvalidRequestTime", "InvalidDateFormat", "MissingDate", "MissingBodyRawSize", "InvalidCompressType",
                "MissingAPIVersion", "InvalidAPIVersion",
                "MissAccessKeyId", "MissingSignatureMethod", "InvalidSignatureMethod", "MissingContentType",
                "MissingHost",
                "InvalidHost", "MissingContentLength", "InvalidContentType",
            ],
        ]
        return Dictionary(
            codes.flatMap { kind, codes in codes.map { ($0, kind) } },
            uniquingKeysWith: { first, _ in first }
        )
    }()
}
