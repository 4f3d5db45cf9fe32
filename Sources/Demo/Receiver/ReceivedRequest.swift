/// A request as it came over the wire, which is what signatures are made of.
struct ReceivedRequest: Sendable {
    var method: String
    /// Percent-encoded, without the query.
    var path: String
    /// Percent-encoded, without the question mark.
    var query: String
    /// By lower-case name.
    var headers: [String: String]
    var body: [UInt8]

    /// A request line may hold a whole URL, as a client sends it to a proxy (kube-eventer does for an IP endpoint).
    init(method: String, path: String, query: String, headers: [String: String], body: [UInt8]) {
        self.method = method
        self.query = query
        self.headers = headers
        self.body = body
        guard let scheme = path.firstRange(of: "://") else {
            self.path = path
            return
        }
        let rest = path[scheme.upperBound...]
        self.path = rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
    }

    func header(_ name: String) -> String { headers[name] ?? "" }

    /// The first label of `Host`, or what `x-log-project` says where the host has no project in it.
    var project: String {
        let named = header("x-log-project")
        return named.isEmpty ? String(header("host").prefix { $0 != "." && $0 != ":" }) : named
    }

    /// The logstore that the path names; empty when it names none.
    var logstore: String {
        let parts = path.split(separator: "/")
        return parts.count >= 2 ? String(parts[1]) : ""
    }

    /// Names and values, not decoded, in the order of the query.
    var parameters: [(name: String, value: String)] {
        query.split(separator: "&").map { part in
            let name = part.prefix { $0 != "=" }
            return (String(name), String(part.dropFirst(name.count + 1)))
        }
    }
}

/// Why the receiver refuses a request, in the words of Log Service.
struct Refusal: Error, Equatable {
    var status: Int
    var code: String
    var message: String

    init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    var json: [UInt8] {
        var json = JSONText()
        json.raw("{")
        json.member("errorCode", code)
        json.member("errorMessage", message)
        json.raw("}")
        return json.bytes
    }
}
