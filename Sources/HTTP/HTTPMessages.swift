package import Basics

/// A request, with all that is needed to reach and trust its origin.
package struct HTTPRequest: Sendable {
    package enum Method: String, Sendable { case get = "GET", post = "POST", put = "PUT", delete = "DELETE" }

    package var method: Method
    /// Absolute, already percent-encoded.
    ///
    /// Written into errors: must not hold a secret.
    package var url: String
    /// Sent as given and in this order.
    ///
    /// A `Host` here overrides the one from `url`.
    package var headers: [HTTPHeader]
    package var body: [UInt8]
    package var tls: TLSSettings
    package var limits: HTTPLimits
    /// `http://`, `https://` or `socks5h://` proxy; nil means none unless the environment names one, an empty text means none at all.
    ///
    /// Secret, because it may hold a name and a password.
    package var proxy: Secret?
    /// Ask for gzip and decompress it.
    ///
    /// Off for watches, where a buffering encoder would hold events back.
    package var acceptsCompression: Bool

    package init(
        method: Method = .get,
        url: String,
        headers: [HTTPHeader] = [],
        body: [UInt8] = [],
        tls: TLSSettings = TLSSettings(),
        limits: HTTPLimits = HTTPLimits(),
        proxy: Secret? = nil,
        acceptsCompression: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.tls = tls
        self.limits = limits
        self.proxy = proxy
        self.acceptsCompression = acceptsCompression
    }
}

/// One header line.
///
/// The value of a credential header is a ``Secret``.
package struct HTTPHeader: Sendable {
    package var name: String
    package var value: Secret

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = Secret(value)
    }

    package init(_ name: String, secret: Secret) {
        self.name = name
        self.value = secret
    }
}

/// Whom to trust and who to be.
///
/// Equal settings may share a connection; different ones never do.
package struct TLSSettings: Sendable, Hashable {
    /// PEM certificates that alone are trusted; nil means the system's.
    package var authorities: [UInt8]?
    /// PEM certificate chain shown to the server.
    package var clientCertificate: [UInt8]?
    /// PEM key of `clientCertificate`.
    package var clientKey: Secret?
    package var skipsVerification: Bool
    /// The name sent as SNI and looked for in the certificate, when it is not the URL's host.
    package var serverName: String?

    package init(
        authorities: [UInt8]? = nil,
        clientCertificate: [UInt8]? = nil,
        clientKey: Secret? = nil,
        skipsVerification: Bool = false,
        serverName: String? = nil
    ) {
        self.authorities = authorities
        self.clientCertificate = clientCertificate
        self.clientKey = clientKey
        self.skipsVerification = skipsVerification
        self.serverName = serverName
    }
}

/// The times and sizes at which a request is given up.
///
/// Nil means no limit.
package struct HTTPLimits: Sendable, Equatable {
    package var connect: Duration
    /// From the start of the request to the head of the answer.
    package var head: Duration?
    /// From the start of the request to the end of the body.
    package var total: Duration?
    /// The whole head, in bytes.
    package var headBytes: Int
    /// Unread body bytes held before the connection is paused (`CURL_WRITEFUNC_PAUSE`), so that a slow reader slows the peer.
    package var bufferedBytes: Int
    /// How long bytes of the body are let gather each time the reader was given all there was.
    ///
    /// For a body that trickles for minutes: waking for each of its pieces costs more than reading them. The first bytes after a
    /// silence are handed on at once.
    package var gathering: Duration?

    package init(
        connect: Duration = .seconds(10),
        head: Duration? = .seconds(30),
        total: Duration? = .seconds(60),
        headBytes: Int = 64 << 10,
        bufferedBytes: Int = 1 << 20,
        gathering: Duration? = nil
    ) {
        self.connect = connect
        self.head = head
        self.total = total
        self.headBytes = headBytes
        self.bufferedBytes = bufferedBytes
        self.gathering = gathering
    }
}

/// The status and the headers of an answer.
package struct HTTPHead: Sendable, Equatable {
    package var status: Int
    /// In order of arrival; names as the server wrote them.
    package var headers: [(name: String, value: String)]

    package init(status: Int, headers: [(name: String, value: String)] = []) {
        self.status = status
        self.headers = headers
    }

    /// The first value of the header `name`, whatever the case of its letters.
    package func value(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    package static func == (lhs: HTTPHead, rhs: HTTPHead) -> Bool {
        lhs.status == rhs.status && lhs.headers.elementsEqual(rhs.headers) { $0 == $1 }
    }
}

/// A whole answer.
package struct HTTPResponse: Sendable, Equatable {
    package var head: HTTPHead
    package var body: [UInt8]

    package init(head: HTTPHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }
}

/// An answer whose body still arrives.
package struct HTTPStream: Sendable {
    package var head: HTTPHead
    package var body: HTTPBody

    package init(head: HTTPHead, body: HTTPBody) {
        self.head = head
        self.body = body
    }
}

/// The chunks of a body, for one reader.
///
/// Each element is everything that arrived since the last one; an empty one says that ``nudge()`` was called.
///
/// Reading slowly slows the peer. The sequence ends when the peer ended the body properly, and throws when it did not.
package struct HTTPBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = HTTPError

    private let read: @Sendable () async throws(HTTPError) -> [UInt8]?

    private let wake: @Sendable () -> Void

    /// - Parameters:
    ///   - wake: Makes `read` return soon, with an empty chunk when nothing has arrived.
    ///   - read: Gives the next chunk, nil at the end; called by one reader at a time.
    package init(
        wake: @escaping @Sendable () -> Void = {},
        read: @escaping @Sendable () async throws(HTTPError) -> [UInt8]?
    ) {
        self.wake = wake
        self.read = read
    }

    /// Wakes the reader, who then gets an empty chunk unless something has arrived.
    package func nudge() {
        wake()
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let read: @Sendable () async throws(HTTPError) -> [UInt8]?

        package mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(HTTPError) -> [UInt8]? {
            try await read()
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(read: read)
    }
}
