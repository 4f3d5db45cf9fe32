import Testing
import Basics
import Foundation
import HTTP
import LogService

/// A request that the official SDK signed, with what it came to.
struct Vector: Decodable, CustomTestStringConvertible {
    var name: String
    var access_key_id: String
    var access_key_secret: String
    var security_token: String?
    var region: String?
    var method: String
    var path: String
    var query: [String: String]
    var date: String?
    var x_log_date: String?
    var headers_before_sign: [String: String]
    var body_hex: String
    var body_md5_upper: String?
    var canonical_request: String?
    var string_to_sign: String
    var derived_keys_hex: [String: String]?
    var authorization: String
    var headers_after_sign: [String: String]

    var testDescription: String { name }

    static let v1 = [
        "v1-01-get-logstore", "v1-02-putlogs-raw", "v1-03-putlogs-deflate", "v1-04-putlogs-deflate-sts",
        "v1-05-putlogs-lz4-route", "v1-06-histogram-query", "v1-07-create-index",
    ]
    static let v4 = [
        "v4-01-get-logstore", "v4-02-putlogs-raw", "v4-03-putlogs-deflate", "v4-04-putlogs-deflate-sts",
        "v4-05-putlogs-lz4-route", "v4-06-histogram-query", "v4-07-create-index", "v4-08-loopback-port",
    ]

    static func named(_ name: String) throws -> Vector {
        try JSONDecoder().decode(Vector.self, from: fixture(name))
    }

    var credentials: LogServiceCredentials {
        LogServiceCredentials(
            accessKeyID: access_key_id,
            accessKeySecret: Secret(access_key_secret),
            securityToken: security_token.map { Secret($0) }
        )
    }

    var request: SignableRequest {
        get throws {
            SignableRequest(
                method: try #require(HTTPRequest.Method(rawValue: method)),
                host: try #require(headers_before_sign["Host"]),
                path: path,
                query: query.map { ($0.key, $0.value) },
                contentType: headers_before_sign["Content-Type"],
                logHeaders: headers_before_sign.filter { $0.key.hasPrefix("x-log-") },
                body: bytes(hex: body_hex)
            )
        }
    }
}

func fixture(_ name: String) throws -> Data {
    let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
    return try Data(contentsOf: url)
}

func bytes(hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
}

func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { pad16($0) }.joined()
}

private func pad16(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
}
