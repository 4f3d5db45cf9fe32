import Basics

/// The ``HTTPClient`` on libcurl, with one thread for all its connections.
///
/// Connections are kept and reused for 55 s after their last use, by requests to the same origin with equal ``TLSSettings``. The thread ends with
/// ``shutdown()``, or when neither the client nor a body of its answers is held any more.
package final class CurlClient: HTTPClient {
    private let queue = CurlQueue()

    /// Starts the thread.
    ///
    /// Should the system have none left, every request fails and says so.
    package init() {
        queue.start()
    }

    deinit {
        queue.post(.stop)
    }

    /// Ends the thread and closes all connections.
    ///
    /// What is under way fails with code `closed`, and so does every later request.
    package func shutdown() {
        queue.post(.stop)
    }

    package func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        let exchange = CurlExchange(request, queue: queue)
        let head = try await exchange.head().get()
        let reader = BodyReader(client: self, exchange: exchange)
        let body = HTTPBody(wake: reader.nudge) { () async throws(HTTPError) in try await reader.next() }
        return HTTPStream(head: head, body: body)
    }
}

/// The reading end of a body.
///
/// Closes the connection when nobody can read any more.
private final class BodyReader: Sendable {
    // The body must not end because nobody holds the client.
    private let client: CurlClient
    private let exchange: CurlExchange

    init(client: CurlClient, exchange: CurlExchange) {
        self.client = client
        self.exchange = exchange
    }

    deinit {
        exchange.cancel()
    }

    func nudge() {
        exchange.nudge()
    }

    func next() async throws(HTTPError) -> [UInt8]? {
        try await exchange.next().get()
    }
}
