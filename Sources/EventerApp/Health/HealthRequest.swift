/// The first line of a request, as far as a health and metrics server cares.
struct HealthRequest: Sendable, Equatable {
    var method: String
    var path: String
    /// Names and values of the query, not decoded: those that mean something here need no encoding.
    var query: [(name: String, value: String)]

    /// - Parameter head: The head of the request; nil comes of one that is no HTTP/1.
    init?(head: String) {
        let line = head.prefix { !$0.isNewline }.split(separator: " ", omittingEmptySubsequences: false)
        guard line.count == 3, line[2].hasPrefix("HTTP/1."), line[1].hasPrefix("/") else { return nil }
        method = String(line[0])
        let parts = line[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
            let name = pair.prefix { $0 != "=" }
            return (String(name), String(pair.dropFirst(name.count + 1)))
        }
    }

    static func == (lhs: HealthRequest, rhs: HealthRequest) -> Bool {
        lhs.method == rhs.method && lhs.path == rhs.path && lhs.query.elementsEqual(rhs.query, by: ==)
    }
}

/// What is answered, on a connection that is closed after it.
struct HealthAnswer: Sendable, Equatable {
    var status: Int
    var type = "text/plain; charset=utf-8"
    var body: String

    /// As they go over the wire.
    ///
    /// - Parameter withBody: False for HEAD.
    /// - Returns: Head and body.
    func bytes(withBody: Bool = true) -> [UInt8] {
        let reasons = [
            200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout",
            431: "Request Header Fields Too Large", 503: "Service Unavailable",
        ]
        let head = [
            "HTTP/1.1 \(status) \(reasons[status] ?? "Status")", "Content-Type: \(type)",
            "Content-Length: \(body.utf8.count)", "Connection: close", "X-Content-Type-Options: nosniff",
        ]
        let allow = status == 405 ? ["Allow: GET, HEAD"] : []
        return Array(((head + allow).joined(separator: "\r\n") + "\r\n\r\n" + (withBody ? body : "")).utf8)
    }
}

extension Health {
    /// Answers one request: `/livez`, `/healthz` and kube-eventer's `/healtz`, `/readyz`, `/metrics`.
    func answer(_ request: HealthRequest) -> HealthAnswer {
        guard ["GET", "HEAD"].contains(request.method) else {
            return HealthAnswer(status: 405, body: "only GET and HEAD are answered\n")
        }
        switch request.path {
        case "/healthz", "/livez", "/healtz": return answer(Check.live, request)
        case "/readyz": return answer(Check.allCases, request)
        case "/metrics":
            let metrics = Metrics(picture: current, process: .current(), version: version)
            return HealthAnswer(status: 200, type: "text/plain; version=0.0.4; charset=utf-8", body: metrics.text)
        default: return HealthAnswer(status: 404, body: "there are /livez, /readyz, /healthz and /metrics\n")
        }
    }

    /// `ok`, or the checks that fail; `?verbose` tells all, `?exclude=journal` leaves one out.
    private func answer(_ checks: [Check], _ request: HealthRequest) -> HealthAnswer {
        let excluded = request.query.filter { $0.name == "exclude" }.map(\.value)
        let isVerbose = request.query.contains { $0.name == "verbose" }
        let results = checks.filter { !excluded.contains($0.rawValue) }.map { ($0.rawValue, problem($0)) }
        let isWell = results.allSatisfy { $0.1 == nil }
        let lines = results.filter { isVerbose || $0.1 != nil }.map { name, problem in
            problem.map { "[-] \(name): \($0)" } ?? "[+] \(name)"
        }
        return HealthAnswer(status: isWell ? 200 : 503, body: (lines + (isWell ? ["ok"] : [])).joined(separator: "\n"))
    }
}
