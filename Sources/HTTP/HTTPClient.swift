/// Something that performs HTTP requests: ``CurlClient``, and canned answers in tests.
package protocol HTTPClient: Sendable {
    /// Sends a request and returns as soon as the head of the answer is there; the body arrives as it is read.
    ///
    /// Any status is an answer, not an error; redirects are answers too, never followed. Cancelling the task that waits, or
    /// the one that reads the body, closes the connection.
    func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream
}

extension HTTPClient {
    /// Sends a request and reads the whole body.
    ///
    /// - Throws: ``HTTPError`` with code `bodyTooLarge` past `limit` bytes (counted after decompression).
    package func send(_ request: HTTPRequest, limit: Int = 64 << 20) async throws(HTTPError) -> HTTPResponse {
        let stream = try await open(request)
        var body: [UInt8] = []
        var chunks = stream.body.makeAsyncIterator()
        while let chunk = try await chunks.next(isolation: #isolation) {
            guard body.count + chunk.count <= limit else {
                throw HTTPError(
                    code: .bodyTooLarge,
                    url: request.url,
                    detail: "the answer is larger than \(limit) bytes"
                )
            }
            body += chunk
        }
        return HTTPResponse(head: stream.head, body: body)
    }
}
