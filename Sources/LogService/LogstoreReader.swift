import Basics

/// Reads a logstore as a person wants it read: what is incomplete is asked for again, and a quota is waited for, both within reason.
package struct LogstoreReader: Sendable {
    /// How often one question is put before its incomplete answer is taken.
    static let mostAsks = 5
    /// How often a question is put that a quota, the network or a busy server leaves without an answer.
    static let mostAttempts = 4

    package let client: LogServiceClient
    private let clock: any Clock<Duration>
    private let random: @Sendable () -> Double

    /// - Parameters:
    ///   - client: Of the logstore.
    ///   - clock: Times the pauses.
    ///   - random: A number in `0..<1`, for them.
    package init(
        client: LogServiceClient,
        clock: any Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.client = client
        self.clock = clock
        self.random = random
    }

    /// A page of at most 100 logs, the newest first.
    ///
    /// - Parameters:
    ///   - query: What to look for, and when.
    ///   - offset: How many logs to pass over.
    ///   - lineCount: How many to give, 0 to 100.
    /// - Returns: Incomplete only when it stayed so for about 3 seconds.
    /// - Throws: ``LogServiceError``; a quota, say, after about 6 seconds.
    package func logs(_ query: LogQuery, offset: Int, lineCount: Int = LogServiceClient.pageSize)
        async throws(LogServiceError) -> LogPage
    {
        try await patiently(isComplete: \.isComplete) { () async throws(LogServiceError) in
            try await client.getLogs(query, offset: offset, lineCount: lineCount)
        }
    }

    /// How many logs there are to be had, by time.
    ///
    /// - Throws: ``LogServiceError``
    package func histogram(_ query: LogQuery) async throws(LogServiceError) -> LogHistogram {
        try await patiently(isComplete: \.isComplete) { () async throws(LogServiceError) in
            try await client.getHistogram(query)
        }
    }

    private func patiently<Answer>(
        isComplete: (Answer) -> Bool,
        _ ask: () async throws(LogServiceError) -> Answer
    ) async throws(LogServiceError) -> Answer {
        let backoff = Backoff(initial: .milliseconds(200), maximum: .seconds(2), jitter: 0.2)
        var asks = 0
        while true {
            let answer = try await persistently(ask)
            asks += 1
            guard !isComplete(answer), asks < Self.mostAsks else { return answer }
            let pause = backoff.delay(afterFailures: asks, random: random())
            guard (try? await clock.sleep(for: pause)) != nil else { return answer }
        }
    }

    private func persistently<Answer>(
        _ ask: () async throws(LogServiceError) -> Answer
    ) async throws(LogServiceError) -> Answer {
        var failures = 0
        while true {
            do {
                return try await ask()
            } catch {
                failures += 1
                guard error.isPassing, failures < Self.mostAttempts else { throw error }
                let pause = Backoff(maximum: .seconds(10)).delay(afterFailures: failures, random: random())
                let wanted = min(error.retryAfter ?? .zero, .seconds(10))
                guard (try? await clock.sleep(for: max(pause, wanted))) != nil else { throw error }
            }
        }
    }
}

extension LogServiceError {
    /// Whether the same question may be answered in a moment.
    fileprivate var isPassing: Bool { [.network, .server, .throttled].contains(kind) }
}
