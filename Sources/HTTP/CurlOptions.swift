import Basics
import CCurl

/// Tells a handle of libcurl everything about a request.
///
/// Nothing is left to libcurl's defaults that matters for safety.
struct CurlOptions {
    private let easy: UnsafeMutableRawPointer
    private let request: HTTPRequest
    /// What libcurl points to while it works; the caller frees it after the handle.
    private(set) var lists: [UnsafeMutablePointer<curl_slist>] = []
    private var firstFailure: CURLoption?

    init(easy: UnsafeMutableRawPointer, request: HTTPRequest) {
        self.easy = easy
        self.request = request
    }

    mutating func set() throws(HTTPError) {
        let target = try CurlTarget(request)
        set(CURLOPT_URL, target.url)
        setTransport(target)
        setMethod()
        setTrust()
        if let connectTo = target.connectTo { add(CURLOPT_CONNECT_TO, [connectTo]) }
        add(CURLOPT_HTTPHEADER, try headerLines(target))
        guard let firstFailure else { return }
        let code = firstFailure == CURLOPT_CAINFO_BLOB ? HTTPError.Code.tls : .other
        throw HTTPError(code: code, url: request.url, detail: "libcurl refuses its option \(firstFailure.rawValue)")
    }

    private mutating func setTransport(_ target: CurlTarget) {
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, request.limits.connect.wholeMilliseconds)
        set(CURLOPT_BUFFERSIZE, 64 << 10)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_TCP_KEEPIDLE, 30)
        set(CURLOPT_TCP_KEEPINTVL, 10)
        record(ccurl_set_socket_preparation(easy), CURLOPT_SOCKOPTFUNCTION)
        // Log Service closes an idle connection at about 60 s.
        set(CURLOPT_MAXAGE_CONN, 55)
        // Or a cancelled request blocks the thread until the resolver has given up.
        set(CURLOPT_QUICK_EXIT, 1)
        if request.acceptsCompression { set(CURLOPT_ACCEPT_ENCODING, "gzip") }
        if let proxy = request.proxy {
            set(CURLOPT_PROXY, proxy.reveal())
            set(CURLOPT_NOPROXY, "")
        } else if target.isLoopback {
            // As Go does, and unlike libcurl: a proxy of the environment is not for this machine.
            set(CURLOPT_PROXY, "")
        }
    }

    private mutating func setMethod() {
        switch request.method {
        case .get: set(CURLOPT_HTTPGET, 1)
        case .post: setBody()
        case .put:
            setBody()
            set(CURLOPT_CUSTOMREQUEST, "PUT")
        case .delete:
            if !request.body.isEmpty { setBody() }
            set(CURLOPT_CUSTOMREQUEST, "DELETE")
        }
    }

    private mutating func setBody() {
        set(CURLOPT_POST, 1)
        record(
            ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count)),
            CURLOPT_POSTFIELDSIZE_LARGE
        )
        // Copied, so an empty body is a pointer to something too.
        let body = request.body.isEmpty ? [0] : request.body
        let code = body.withUnsafeBytes {
            ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress))
        }
        record(code, CURLOPT_COPYPOSTFIELDS)
    }

    private mutating func setTrust() {
        let tls = request.tls
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        set(CURLOPT_SSL_VERIFYPEER, tls.skipsVerification ? 0 : 1)
        set(CURLOPT_SSL_VERIFYHOST, tls.skipsVerification ? 0 : 2)
        if let authorities = tls.authorities {
            set(CURLOPT_CAINFO_BLOB, authorities)
            // The system's folder would be trusted beside the given ones.
            record(ccurl_set_string(easy, CURLOPT_CAPATH, nil), CURLOPT_CAPATH)
        }
        guard let certificate = tls.clientCertificate else { return }
        let key = Array((tls.clientKey?.reveal() ?? "").utf8)
        // libcurl compares certificates, but not keys, before it reuses a connection. So the key stands with the certificate,
        // where PEM readers skip it.
        set(CURLOPT_SSLCERT_BLOB, certificate + Array("\n".utf8) + key)
        if !key.isEmpty { set(CURLOPT_SSLKEY_BLOB, key) }
    }

    private func headerLines(_ target: CurlTarget) throws(HTTPError) -> [String] {
        // An empty line takes back a header that libcurl adds by itself.
        var lines = ["Expect:"]
        var names: Set<String> = []
        for header in request.headers {
            let value = header.value.reveal()
            guard Self.isToken(header.name), !value.utf8.contains(where: { [0, 10, 13].contains($0) }) else {
                throw HTTPError(code: .other, url: request.url, detail: "a header of the request holds a line break")
            }
            names.insert(header.name.lowercased())
            lines.append(value.isEmpty ? "\(header.name);" : "\(header.name): \(value)")
        }
        if !names.contains("content-type") { lines.append("Content-Type:") }
        if !names.contains("host"), let host = target.hostHeader { lines.append("Host: \(host)") }
        return lines
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") }
    }
}

// MARK: One option

extension CurlOptions {
    private mutating func set(_ option: CURLoption, _ value: Int) {
        record(ccurl_set_long(easy, option, value), option)
    }

    private mutating func set(_ option: CURLoption, _ value: String) {
        record(ccurl_set_string(easy, option, value), option)
    }

    private mutating func set(_ option: CURLoption, _ bytes: [UInt8]) {
        record(ccurl_set_blob(easy, option, bytes, bytes.count), option)
    }

    private mutating func add(_ option: CURLoption, _ lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else { break }
            list = longer
        }
        if let list { lists.append(list) }
        record(ccurl_set_list(easy, option, list), option)
    }

    private mutating func record(_ code: CURLcode, _ option: CURLoption) {
        if code != CURLE_OK, firstFailure == nil { firstFailure = option }
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds.multipliedReportingOverflow(by: 1000).partialValue)
            + Int(attoseconds / 1_000_000_000_000_000)
    }
}
