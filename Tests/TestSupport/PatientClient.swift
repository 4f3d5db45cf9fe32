package import HTTP

/// A ``CurlClient`` that waits five minutes for whatever it was to wait for less.
///
/// For servers of the same process: where tests that compute take all cores, an answer of loopback may need many seconds.
package struct PatientClient: HTTPClient {
    private static let limit = Duration.seconds(300)

    private let client = CurlClient()

    package init() {}

    package func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        var request = request
        request.limits.connect = Self.limit
        request.limits.head = Self.limit
        request.limits.total = Self.limit
        return try await client.open(request)
    }
}
