package import Basics
import HTTP

/// How to reach one cluster and as whom: what a kubeconfig, the flags and the service account come to.
package struct ClusterConfiguration: Sendable {
    /// Scheme, host, port and path prefix, without a slash at the end.
    package var server: String
    /// The names of the cluster, the context and the user, as the kubeconfig has them.
    package var cluster: String
    package var context: String
    package var user: String
    /// The namespace of the context; nil when it names none.
    package var namespace: String?
    /// Where all this came from, for people: a path, or `in-cluster`.
    package var source: String
    package var skipsVerification: Bool
    /// May hold a name and a password.
    package var proxy: Secret?
    package var acceptsCompression: Bool
    package var impersonation: Impersonation
    /// What deserves to be said at the start.
    package var warnings: [String]
    package let credentials: Credentials

    package init(
        server: String,
        cluster: String = "",
        context: String = "",
        user: String = "",
        namespace: String? = nil,
        source: String = "",
        skipsVerification: Bool = false,
        proxy: Secret? = nil,
        acceptsCompression: Bool = true,
        impersonation: Impersonation = Impersonation(),
        warnings: [String] = [],
        credentials: Credentials = Credentials()
    ) {
        self.server = server
        self.cluster = cluster
        self.context = context
        self.user = user
        self.namespace = namespace
        self.source = source
        self.skipsVerification = skipsVerification
        self.proxy = proxy
        self.acceptsCompression = acceptsCompression
        self.impersonation = impersonation
        self.warnings = warnings
        self.credentials = credentials
    }

    /// Whether both reach the same API server: behind one address there may be several, told apart by name or by proxy.
    package func leadsWhere(_ other: ClusterConfiguration) -> Bool {
        server == other.server && proxy?.reveal() == other.proxy?.reveal()
            && credentials.serverName == other.credentials.serverName
    }

    package var isEncrypted: Bool { server.lowercased().hasPrefix("https://") }

    /// What requests of this moment carry to be trusted; as client-go, nothing that travels in the clear.
    func proof() async throws(KubernetesError) -> Credentials.Proof {
        isEncrypted ? try await credentials.current() : Credentials.Proof()
    }

    /// A GET of `path` with `query`, both encoded already.
    func request(
        path: String,
        query: String = "",
        proof: Credentials.Proof,
        limits: HTTPLimits,
        isCompressed: Bool,
        agent: String
    ) -> HTTPRequest {
        var headers = [HTTPHeader("Accept", "application/json"), HTTPHeader("User-Agent", agent)]
        if let authorization = proof.authorization {
            headers.append(HTTPHeader("Authorization", secret: authorization))
        }
        if isEncrypted { headers += impersonation.headers }
        return HTTPRequest(
            url: server + path + (query.isEmpty ? "" : "?" + query),
            headers: headers,
            tls: proof.tls,
            limits: limits,
            proxy: proxy,
            acceptsCompression: isCompressed && acceptsCompression
        )
    }
}

/// `--as` and its kin: act as another user.
package struct Impersonation: Sendable, Equatable {
    package var user: String
    package var uid: String
    package var groups: [String]
    package var extra: [String: [String]]

    package init(user: String = "", uid: String = "", groups: [String] = [], extra: [String: [String]] = [:]) {
        self.user = user
        self.uid = uid
        self.groups = groups
        self.extra = extra
    }

    package var isEmpty: Bool { user.isEmpty && uid.isEmpty && groups.isEmpty && extra.isEmpty }

    var headers: [HTTPHeader] {
        guard !user.isEmpty else { return [] }
        var headers = [HTTPHeader("Impersonate-User", user)]
        if !uid.isEmpty { headers.append(HTTPHeader("Impersonate-Uid", uid)) }
        headers += groups.map { HTTPHeader("Impersonate-Group", $0) }
        for (key, values) in extra.sorted(by: { $0.key < $1.key }) {
            let name = "Impersonate-Extra-" + percentEncoded(key.lowercased())
            headers += values.map { HTTPHeader(name, $0) }
        }
        return headers
    }
}

/// Everything but letters, digits and `-._~` as `%XX`.
func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var encoded = ""
    for byte in text.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }
    }
    return encoded
}
