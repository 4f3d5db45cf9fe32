import Basics
import Crypto
import HTTP
import LogService
import Testing

@Suite struct SignatureV1Tests {
    @Test(arguments: Vector.v1)
    func stringToSignIsTheSDKs(name: String) throws {
        let vector = try Vector.named(name)
        let signed = vector.headers_after_sign.filter {
            ($0.key.hasPrefix("x-log-") || $0.key.hasPrefix("x-acs-")) && $0.key != "x-log-date"
        }

        let text = SignatureV1.stringToSign(
            try vector.request,
            logHeaders: signed,
            contentMD5: vector.body_md5_upper,
            date: try #require(vector.date)
        )

        #expect(text == vector.string_to_sign)
    }

    @Test(arguments: Vector.v1)
    func headersAreTheSDKs(name: String) throws {
        let vector = try Vector.named(name)
        let unsent: Set = ["Host", "Content-Length", "x-log-date"]

        let headers = SignatureV1.headers(
            for: try vector.request,
            credentials: vector.credentials,
            date: try #require(vector.date)
        )

        #expect(headers.revealed == vector.headers_after_sign.filter { !unsent.contains($0.key) })
    }

    /// The two examples of the documentation page "Request signatures", which the SDK reproduced too.
    @Test func documentedGetExample() {
        let request = SignableRequest(
            method: .get,
            host: "ali-test-project.cn-hangzhou-devcommon-intranet.sls.aliyuncs.com",
            path: "/logstores",
            query: [("logstoreName", ""), ("offset", "0"), ("size", "1000")],
            logHeaders: ["x-log-apiversion": "0.6.0"]
        )

        let headers = SignatureV1.headers(for: request, credentials: .documented, date: "Mon, 09 Nov 2015 06:11:16 GMT")

        #expect(headers.revealed["Authorization"] == "LOG bq2sjzesjmo86kq35behupbq:jEYOTCJs2e88o+y5F4/S5IsnBJQ=")
    }
}

@Suite struct SignatureV4Tests {
    @Test(arguments: Vector.v4)
    func canonicalRequestIsTheSDKs(name: String) throws {
        let vector = try Vector.named(name)
        let request = try vector.request
        let content = try #require(vector.headers_after_sign["x-log-content-sha256"])
        let date = try #require(vector.x_log_date)
        let headers = SignatureV4.logHeaders(
            of: request,
            credentials: vector.credentials,
            content: content,
            date: date
        )
        let key = try vector.signingKey

        let canonical = SignatureV4.canonicalRequest(request, logHeaders: headers, content: content)
        let text = SignatureV4.stringToSign(canonical, scope: key.scope, date: date)

        #expect(canonical == vector.canonical_request)
        #expect(text == vector.string_to_sign)
    }

    @Test(arguments: Vector.v4)
    func derivedKeysAreTheSDKs(name: String) throws {
        let vector = try Vector.named(name)
        let derived = try vector.signingKey.derived

        let keys = [
            "k_date": derived.date, "k_region": derived.region, "k_service": derived.service,
            "k_signing": derived.signing,
        ]

        #expect(keys.mapValues { $0.withUnsafeBytes { hex($0) } } == vector.derived_keys_hex)
    }

    @Test(arguments: Vector.v4)
    func headersAreTheSDKs(name: String) throws {
        let vector = try Vector.named(name)

        let headers = SignatureV4.headers(
            for: try vector.request,
            credentials: vector.credentials,
            key: try vector.signingKey,
            date: try #require(vector.x_log_date)
        )

        let expected = vector.headers_after_sign.filter { $0.key != "Host" && $0.key != "Content-Length" }
        #expect(headers.revealed == expected)
    }
}

extension Vector {
    fileprivate var signingKey: SignatureV4.SigningKey {
        get throws {
            SignatureV4.SigningKey(
                secret: Secret(access_key_secret),
                day: String(try #require(x_log_date).prefix(8)),
                region: try #require(region)
            )
        }
    }
}

extension [HTTPHeader] {
    /// The headers with their values, the secret ones too.
    var revealed: [String: String] {
        Dictionary(map { ($0.name, $0.value.reveal()) }, uniquingKeysWith: { $0 + ", " + $1 })
    }
}

extension LogServiceCredentials {
    fileprivate static let documented = LogServiceCredentials(
        accessKeyID: "bq2sjzesjmo86kq35behupbq",
        accessKeySecret: Secret("4fdO2fTDDnZPU/L7CHNdemB2Nsk=")
    )
}
