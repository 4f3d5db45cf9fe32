import CCurl

/// Where a request goes: what its URL says, and what changes when the server is to be known by another name.
struct CurlTarget {
    /// The URL for libcurl.
    ///
    /// Its host is the name that TLS sends and verifies.
    private(set) var url: String
    /// `name:port:host:port`: where to connect instead of the URL's host.
    private(set) var connectTo: String?
    /// The `Host` header, when it is not the URL's host.
    private(set) var hostHeader: String?
    let isLoopback: Bool

    init(_ request: HTTPRequest) throws(HTTPError) {
        guard let handle = curl_url() else {
            throw HTTPError(code: .other, url: request.url, detail: "libcurl has no memory for a request")
        }
        defer { curl_url_cleanup(handle) }
        guard curl_url_set(handle, CURLUPART_URL, request.url, 0) == CURLUE_OK,
            let scheme = Self.part(handle, CURLUPART_SCHEME), ["http", "https"].contains(scheme),
            let host = Self.part(handle, CURLUPART_HOST),
            let port = Self.part(handle, CURLUPART_PORT, flags: UInt32(CURLU_DEFAULT_PORT))
        else { throw HTTPError(code: .badURL, url: request.url, detail: "this is no http or https URL") }

        url = request.url
        isLoopback = host == "localhost" || host == "[::1]" || Self.isLoopbackIPv4(host)
        guard let name = request.tls.serverName, name != host, scheme == "https" else { return }
        guard curl_url_set(handle, CURLUPART_HOST, name, 0) == CURLUE_OK,
            let renamed = Self.part(handle, CURLUPART_URL)
        else { throw HTTPError(code: .badURL, url: request.url, detail: "the server name for TLS is no host name") }
        url = renamed
        connectTo = "\(name):\(port):\(host):\(port)"
        hostHeader = Self.part(handle, CURLUPART_PORT).map { "\(host):\($0)" } ?? host
    }

    private static func part(_ handle: OpaquePointer, _ part: CURLUPart, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    private static func isLoopbackIPv4(_ host: String) -> Bool {
        host.hasPrefix("127.") && host.split(separator: ".").count == 4 && host.allSatisfy { $0 == "." || $0.isNumber }
    }
}
