package import Basics
package import HTTP

/// Something that takes log groups: ``LogServiceClient``, and a recorder in tests.
package protocol LogSink: Sendable {
    /// Sends one group and returns when it is stored.
    ///
    /// An attempt whose answer was lost may have stored it too, so a retry can store it twice.
    func put(_ group: EncodedLogGroup) async throws(LogServiceError)

    /// How far the receiver's clock is ahead of this machine's, zero until it told.
    var clockOffset: Duration { get }
}

extension LogSink {
    package var clockOffset: Duration { .zero }
}

/// Sends log groups to one logstore, and asks about it.
///
/// Each attempt is signed anew, with the key of that moment. When Log Service finds the time of a request wrong, its own time
/// is taken from the answer; when it refuses the key, another one is fetched where there is one. Then the request goes out once
/// more, at once; but a group whose request was refused for its time is left to the caller, since its logs' times are wrong too.
package final class LogServiceClient: LogSink {
    /// Log Service refuses larger groups, counted before compression.
    package static let maximumRawSize = 10 << 20

    package let configuration: LogServiceConfiguration
    private let credentials: CredentialKeeper
    private let http: any HTTPClient
    private let now: @Sendable () -> Timestamp
    private let state = Locked(State())

    private struct State {
        var clockOffset = Duration.zero
        var key: SignatureV4.SigningKey?
    }

    /// - Parameters:
    ///   - configuration: The logstore.
    ///   - http: Performs the requests.
    ///   - credentials: Gives the key; nil makes one that fetches a key when one is needed.
    ///   - now: The wall clock.
    package init(
        configuration: LogServiceConfiguration,
        http: any HTTPClient,
        credentials: CredentialKeeper? = nil,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.configuration = configuration
        self.credentials =
            credentials ?? CredentialKeeper(source: configuration.credentialSource, http: http, now: now)
        self.http = http
        self.now = now
    }

    /// Differences below a minute are taken for the way of an answer, and for its whole seconds.
    package var clockOffset: Duration { state.withLock { $0.clockOffset } }

    package func put(_ group: EncodedLogGroup) async throws(LogServiceError) {
        guard group.rawSize <= Self.maximumRawSize else {
            throw LogServiceError(
                kind: .tooLarge,
                code: "PostBodyTooLarge",
                message: "the group has \(group.rawSize) bytes, Log Service takes \(Self.maximumRawSize)"
            )
        }
        var request = signable(.post, path: "/logstores/\(configuration.logstore)/shards/lb")
        request.contentType = "application/x-protobuf"
        request.logHeaders["x-log-bodyrawsize"] = String(group.rawSize)
        if group.compression == .deflate { request.logHeaders["x-log-compresstype"] = "deflate" }
        request.body = group.body
        _ = try await send(request, correctsClock: false)
    }

    /// Sends a request to the project, correcting the clock or renewing the key when that is the trouble.
    ///
    /// - Parameters:
    ///   - request: As ``signable(_:path:)`` makes it.
    ///   - correctsClock: Whether to send again by the right time; without it that time is only learnt.
    ///   - limit: The most bytes of an answer that are read.
    /// - Returns: An answer with status 200 that came from Log Service.
    /// - Throws: ``LogServiceError`` for everything else.
    package func send(
        _ request: SignableRequest,
        correctsClock: Bool = true,
        limit: Int = 1 << 20
    ) async throws(LogServiceError) -> HTTPResponse {
        let key = try await key()
        let answer = try await attempt(request, key, limit)
        guard let error = error(in: answer, key) else { return answer }
        guard await remedies(error, head: answer.head, key: key), correctsClock || error.kind != .clock else {
            throw error
        }
        let secondKey = try await self.key()
        let second = try await attempt(request, secondKey, limit)
        if let error = self.error(in: second, secondKey) { throw error }
        return second
    }

    /// Whether what was wrong is put right, so that the request is worth another try at once.
    private func remedies(_ error: LogServiceError, head: HTTPHead, key: LogServiceCredentials) async -> Bool {
        switch error.kind {
        case .clock: learnTime(from: head)
        case .credentials: await credentials.refused(key)
        default: false
        }
    }

    private func key() async throws(LogServiceError) -> LogServiceCredentials {
        do {
            return try await credentials.current()
        } catch {
            throw LogServiceError(kind: .credentials, code: "NoAccessKey", message: "\(error); \(error.hint)")
        }
    }

    /// A request to the project without body and signature.
    package func signable(_ method: HTTPRequest.Method, path: String) -> SignableRequest {
        SignableRequest(
            method: method,
            host: configuration.endpoint.hostHeader(project: configuration.project),
            path: path,
            logHeaders: ["x-log-apiversion": "0.6.0", "x-log-bodyrawsize": "0"]
        )
    }

    private func attempt(
        _ request: SignableRequest,
        _ key: LogServiceCredentials,
        _ limit: Int
    ) async throws(LogServiceError) -> HTTPResponse {
        let headers = [HTTPHeader("Host", request.host), HTTPHeader("User-Agent", "eventer")]
        let message = HTTPRequest(
            method: request.method,
            url: configuration.endpoint.origin(project: configuration.project) + request.target,
            headers: headers + signature(of: request, key),
            body: request.body,
            tls: TLSSettings(authorities: configuration.authorities)
        )
        do {
            let answer = try await http.send(message, limit: limit)
            noteTime(of: answer.head)
            return answer
        } catch {
            throw LogServiceError(error)
        }
    }

    private func error(in answer: HTTPResponse, _ key: LogServiceCredentials) -> LogServiceError? {
        guard answer.head.status != 200 || answer.head.value("x-log-requestid") == nil else { return nil }
        // A receiver may quote what was sent to it.
        return LogServiceError(answer: answer, hiding: [key.accessKeySecret, key.securityToken].compactMap(\.self))
    }
}

// MARK: Time and signature

extension LogServiceClient {
    private func signature(of request: SignableRequest, _ credentials: LogServiceCredentials) -> [HTTPHeader] {
        let time = now().advanced(by: clockOffset)
        guard configuration.signature == .v4, let region = configuration.region else {
            return SignatureV1.headers(for: request, credentials: credentials, date: time.httpDate)
        }
        let date = time.compactDate
        let key = signingKey(credentials.accessKeySecret, day: String(date.prefix(8)), region: region)
        return SignatureV4.headers(for: request, credentials: credentials, key: key, date: date)
    }

    private func signingKey(_ secret: Secret, day: String, region: String) -> SignatureV4.SigningKey {
        state.withLock { state in
            if let key = state.key, key.secret == secret, key.day == day, key.region == region { return key }
            let key = SignatureV4.SigningKey(secret: secret, day: day, region: region)
            state.key = key
            return key
        }
    }

    /// Takes over the time of an answer when a request was refused for its own.
    ///
    /// - Returns: False when the answer tells no time.
    private func learnTime(from head: HTTPHead) -> Bool {
        guard let offset = offset(in: head) else { return false }
        state.withLock { $0.clockOffset = offset }
        return true
    }

    /// Follows a clock that drifts, before a request is refused for it.
    private func noteTime(of head: HTTPHead) {
        guard let offset = offset(in: head) else { return }
        state.withLock { state in
            let change = offset - state.clockOffset
            if change > Self.tolerance || change < .zero - Self.tolerance { state.clockOffset = offset }
        }
    }

    private static let tolerance: Duration = .seconds(60)

    /// Only Log Service's own answers count: a gateway's clock says nothing.
    private func offset(in head: HTTPHead) -> Duration? {
        guard head.value("x-log-requestid") != nil else { return nil }
        let own = head.value("x-log-time").flatMap { Int64($0) }.map { Timestamp(seconds: $0) }
        return (own ?? head.date)?.since(now())
    }
}
