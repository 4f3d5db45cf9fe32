/// An answer as it goes over the wire, right or wrong.
package struct CannedAnswer: Sendable, Equatable {
    package struct Header: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package var status: Int
    package var headers: [Header]
    package var body: [UInt8]

    package init(_ status: Int, headers: [Header] = [], body: [UInt8] = [], type: String = "application/json") {
        self.status = status
        self.headers = [Header("Content-Type", type)] + headers
        self.body = body
    }

    var bytes: [UInt8] {
        var head = "HTTP/1.1 \(status) Said\r\nContent-Length: \(body.count)\r\n"
        for header in headers { head += "\(header.name): \(header.value)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }
}

extension CannedAnswer {
    /// A `Status`, as an API server says no.
    package static func status(
        _ code: Int,
        _ reason: String,
        _ message: String = "as the test asks",
        retryAfter: String? = nil
    ) -> CannedAnswer {
        CannedAnswer(
            code,
            headers: retryAfter.map { [Header("Retry-After", $0)] } ?? [],
            body: KubeStatus(code: code, reason: reason, message: message).json
        )
    }

    /// The version asked for is compacted.
    package static let gone = status(410, "Expired", "The resourceVersion for the provided watch is too old.")

    /// The same from a server that forgets to say so in the code of the body.
    package static let expiredWithoutCode = CannedAnswer(
        500,
        body: Array(
            #"{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","message":"too old"}"#.utf8
        )
    )

    /// The version asked for is from the future.
    package static let tooLarge = CannedAnswer(504, body: KubeStatus.tooLarge(2, current: 1).json)

    package static let unauthorized = status(401, "Unauthorized", "Unauthorized")
    package static let forbidden = status(
        403,
        "Forbidden",
        #"events is forbidden: User "demo" cannot list resource "events""#
    )

    /// A page of a proxy that wants a password first.
    package static let loginPage = CannedAnswer(
        200,
        body: Array("<!DOCTYPE html><html><body><form>Sign in</form></body></html>".utf8),
        type: "text/html; charset=utf-8"
    )

    /// The same, called JSON.
    package static let loginPageAsJSON = CannedAnswer(200, body: Array("<html><body>Sign in</body></html>".utf8))

    /// What only a client that asked for a Table may get.
    package static let table = CannedAnswer(
        200,
        body: Array(
            #"{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"7"},"columnDefinitions":[],"rows":[]}"#
                .utf8
        )
    )

    /// A `Status` with success for a code.
    package static let statusObject = CannedAnswer(
        200,
        body: KubeStatus(code: 500, reason: "InternalError", message: "m").json
    )

    /// A list that does not say of which version it is.
    package static let unversioned = CannedAnswer(
        200,
        body: Array(#"{"kind":"EventList","metadata":{},"items":[]}"#.utf8)
    )

    /// Sends the client elsewhere.
    package static func redirect(_ status: Int, to url: String) -> CannedAnswer {
        CannedAnswer(status, headers: [Header("Location", url)])
    }

    /// A head of so many bytes.
    package static func hugeHead(bytes: Int) -> CannedAnswer {
        let line = Header("X-Filler", String(repeating: "f", count: 1000))
        return CannedAnswer(200, headers: Array(repeating: line, count: bytes / 1000 + 1))
    }

    /// A body compressed so many times over, and a head that says so.
    package static func compressed(_ body: [UInt8], layers: Int = 1) throws -> CannedAnswer {
        var packed = body
        for _ in 0..<layers { packed = try Gzip.file(packed) }
        let encoding = Array(repeating: "gzip", count: layers).joined(separator: ", ")
        return CannedAnswer(200, headers: [Header("Content-Encoding", encoding)], body: packed)
    }
}
