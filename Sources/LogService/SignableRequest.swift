package import Basics
package import HTTP

/// Who asks: the long-lived key of a RAM user, or a temporary one with its token.
package struct LogServiceCredentials: Sendable, Hashable {
    package var accessKeyID: String
    package var accessKeySecret: Secret
    /// The STS token, when the key is temporary.
    package var securityToken: Secret?

    package init(accessKeyID: String, accessKeySecret: Secret, securityToken: Secret? = nil) {
        self.accessKeyID = accessKeyID
        self.accessKeySecret = accessKeySecret
        self.securityToken = securityToken
    }
}

/// The parts of a request that a signature covers.
package struct SignableRequest: Sendable {
    package var method: HTTPRequest.Method
    /// The `Host` header as it is sent, with the port when that is none of the scheme's own.
    package var host: String
    /// As sent; nothing in it needs percent-encoding.
    package var path: String
    /// Decoded, in any order.
    package var query: [(name: String, value: String)]
    package var contentType: String?
    /// The `x-log-` and `x-acs-` headers, by their names in lower case.
    package var logHeaders: [String: String]
    /// As sent, so after compression.
    package var body: [UInt8]

    package init(
        method: HTTPRequest.Method,
        host: String,
        path: String,
        query: [(name: String, value: String)] = [],
        contentType: String? = nil,
        logHeaders: [String: String] = [:],
        body: [UInt8] = []
    ) {
        self.method = method
        self.host = host
        self.path = path
        self.query = query
        self.contentType = contentType
        self.logHeaders = logHeaders
        self.body = body
    }

    /// `path` and the encoded query, as they stand in the request line.
    package var target: String {
        query.isEmpty
            ? path : path + "?" + query.map { "\($0.name)=\(percentEncoded($0.value))" }.joined(separator: "&")
    }

    /// The headers that both signatures cover, each as `name:value` and a line break, sorted by name.
    func canonicalLines(_ headers: [String: String]) -> String {
        headers.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)\n" }.joined()
    }
}

/// `text` with everything but the unreserved characters of RFC 3986 percent-encoded.
func percentEncoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            result.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            result += "%" + hex([byte], uppercase: true)
        }
    }
    return result
}

/// Two hexadecimal digits for each byte.
func hex(_ bytes: some Sequence<UInt8>, uppercase: Bool = false) -> String {
    let digits = Array((uppercase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
