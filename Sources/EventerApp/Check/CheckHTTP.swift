import Basics
import HTTP

/// Holds each request of a check to its time, and notes what the answers tell of the other side's clock.
final class CheckHTTP: HTTPClient {
    /// For one question with its whole answer.
    static let limit = Duration.seconds(10)

    /// Without limits of a check; for those who are not checked, and tell another clock.
    let inner: any HTTPClient
    private let now: @Sendable () -> Timestamp
    private let skew = Locked<ClockSkew?>(nil)

    init(_ inner: any HTTPClient, now: @escaping @Sendable () -> Timestamp) {
        self.inner = inner
        self.now = now
    }

    /// Nil until an answer told its date.
    var clock: ClockSkew? { skew.withLock { $0 } }

    func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        var request = request
        request.limits.connect = Self.limit
        request.limits.head = Self.limit
        request.limits.total = Self.limit
        let sent = now()
        let stream = try await inner.open(request)
        if let date = stream.head.date {
            let seen = ClockSkew(date: date, sent: sent, received: now())
            skew.withLock { $0 = $0.map { $0.narrowed(by: seen) } ?? seen }
        }
        return stream
    }
}
