import Basics
import FoundationEssentials
import HTTP

/// RRSA: a role that a pod's service account may take, by a token that the cluster signed (`AssumeRoleWithOIDC`).
///
/// https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerolewithoidc
package struct OIDCRole: Sendable, Equatable {
    package var role: String
    package var provider: String
    /// Read again for every key: the kubelet renews it.
    package var tokenFile: String
    package var sessionName = "eventer"
    /// Scheme, host and port of the STS.
    package var origin = "https://sts.aliyuncs.com"
    package var seconds = 3600

    package init(role: String, provider: String, tokenFile: String) {
        self.role = role
        self.provider = provider
        self.tokenFile = tokenFile
    }

    /// The STS of a region, or the one for all.
    static func origin(region: String?, isInternal: Bool) -> String {
        guard let region else { return "https://sts.aliyuncs.com" }
        return "https://\(isInternal ? "sts-vpc" : "sts").\(region).aliyuncs.com"
    }

    func key(_ http: any HTTPClient, now: Timestamp) async throws(CredentialError) -> IssuedKey {
        let token = try readSecret(tokenFile)
        var (answer, body) = try await ask(http, token, at: now)
        if body?.isOfWrongTime == true, let time = answer.head.date {
            (answer, body) = try await ask(http, token, at: time)
        }
        guard answer.head.status == 200 else { throw refusal(answer.head.status, body, token: token) }
        guard let fields = body?.Credentials else {
            throw CredentialError("the answer of the STS at \(origin) is no key", hint: "is this the right address?")
        }
        return try IssuedKey(fields, serverTime: answer.head.date, from: "the STS")
    }

    private func ask(_ http: any HTTPClient, _ token: String, at time: Timestamp) async throws(CredentialError)
        -> (HTTPResponse, Body?)
    {
        do {
            let answer = try await http.send(request(token: token, now: time), limit: IssuedKey.limit)
            return (answer, try? JSONDecoder().decode(Body.self, from: Data(answer.body)))
        } catch {
            throw CredentialError(
                "the STS at \(origin) cannot be reached: \(error.detail)",
                hint: "ALIBABA_CLOUD_STS_ENDPOINT names another, such as sts-vpc.cn-hangzhou.aliyuncs.com"
            )
        }
    }

    /// In the body, where the token is in no log of a proxy and may be long.
    private func request(token: String, now: Timestamp) -> HTTPRequest {
        let parameters = [
            ("Action", "AssumeRoleWithOIDC"), ("DurationSeconds", String(seconds)), ("Format", "JSON"),
            ("OIDCProviderArn", provider), ("OIDCToken", token), ("RoleArn", role), ("RoleSessionName", sessionName),
            ("Timestamp", now.rfc3339()), ("Version", "2015-04-01"),
        ]
        return HTTPRequest(
            method: .post,
            url: origin + "/",
            headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(parameters.map { "\($0)=\(percentEncoded($1))" }.joined(separator: "&").utf8),
            limits: HTTPLimits(connect: .seconds(5), head: .seconds(10), total: .seconds(10))
        )
    }

    private func refusal(_ status: Int, _ body: Body?, token: String) -> CredentialError {
        let words = [body?.Code, body?.Message].compactMap(\.self).joined(separator: ": ")
        // First hidden and then cut, or a piece of the token could stay.
        let text = words.replacing(token, with: "<redacted>").prefix(500)
        let hint =
            if body?.isOfWrongTime == true {
                "set this machine's clock"
            } else if status >= 500 {
                "the STS has trouble of its own; it is asked again"
            } else {
                "does the role trust this service account of this cluster, and is the provider's name right?"
            }
        return CredentialError("the STS at \(origin) answers \(status) \(text)", hint: hint)
    }

    private struct Body: Decodable {
        var Code: String?
        var Message: String?
        var Credentials: IssuedKey.Fields?

        var isOfWrongTime: Bool { Code?.hasPrefix("InvalidTimeStamp") == true }
    }
}
