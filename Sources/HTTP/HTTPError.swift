/// Why a request got no answer, or only a part of one.
package struct HTTPError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        case badURL, unresolved, refused, unreachable, tls, untrusted, timedOut, closed, bodyTooLarge, headTooLarge
        case badEncoding, cancelled, other
    }

    package var code: Code
    /// Scheme, host, port and path; never a query.
    package var url: String
    /// What the transport says, for people.
    ///
    /// From outside: sanitise before showing.
    package var detail: String

    package init(code: Code, url: String, detail: String) {
        self.code = code
        self.url = String(url.prefix { $0 != "?" })
        self.detail = detail
    }
}
