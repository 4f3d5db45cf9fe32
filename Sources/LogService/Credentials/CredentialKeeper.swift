package import Basics
package import HTTP

/// The key in use as far as it may be told.
package struct CredentialStatus: Sendable, Equatable {
    /// Where the key comes from, by name.
    package var source: String
    /// When a temporary key ends.
    package var expiry: Timestamp?
    package var renewals = 0
    package var failedRenewals = 0
    /// Why there is no key, or no new one; nil while all is well.
    ///
    /// From outside: sanitise before showing.
    package var lastFailure: String?
}

/// Keeps the key that requests are signed with, and renews it before it ends.
///
/// While renewal fails the old key stays in use until its end. Requests wait for the first key only; several that do wait for
/// one fetch together. Times run on a stopwatch, so that a step of the wall clock ends no key.
package actor CredentialKeeper {
    /// How long after a forced renewal the next may be.
    private static let forcePause = Duration.seconds(30)
    /// How often files are looked at while nothing is sent.
    private static let longestNap = Duration.seconds(30)
    private static let backoff = Backoff(initial: .seconds(1), maximum: .seconds(60), jitter: 0.5)

    private struct Kept {
        var credentials: LogServiceCredentials
        var ends: Duration?
        var isOld: Duration?
        var files: [FileStamp?]
    }

    package nonisolated let source: CredentialSource
    private let fetcher: CredentialFetcher
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Timestamp
    private let random: @Sendable () -> Double
    private let elapsed: @Sendable () -> Duration
    private var kept: Kept?
    private var failure: (error: CredentialError, retryAt: Duration)?
    private var failures = 0
    private var lastForced: Duration?
    private var fetch: Task<Void, Never>?
    private(set) package var status: CredentialStatus

    /// - Parameters:
    ///   - source: The chain's choice.
    ///   - http: Asks metadata, STS and URI.
    ///   - clock: For pauses and the age of keys.
    ///   - now: The wall clock, for sources that do not tell theirs.
    ///   - random: Numbers in `0..<1`, so that not all renew at once.
    package init(
        source: CredentialSource,
        http: any HTTPClient,
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Timestamp = Timestamp.now,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.source = source
        self.clock = clock
        self.now = now
        self.random = random
        elapsed = stopwatch(clock)
        fetcher = CredentialFetcher(http: http, now: now)
        status = CredentialStatus(source: source.name)
    }

    /// The key to sign with now.
    ///
    /// - Throws: ``CredentialError`` while there is none; after a failure the same one until it is time to try again.
    package func current() async throws(CredentialError) -> LogServiceCredentials {
        if usable == nil || hasNewFiles { await renew() }
        if let usable { return usable }
        if let failure { throw failure.error }
        var cancelled = CredentialError("cancelled", hint: "")
        cancelled.source = source.name
        throw cancelled
    }

    /// Takes note that Log Service refused a request signed with `key`.
    ///
    /// - Returns: Whether there is another one now.
    package func refused(_ key: LogServiceCredentials) async -> Bool {
        guard source.isRenewable else { return false }
        if let usable, usable != key { return true }
        if fetch == nil {
            let time = elapsed()
            guard lastForced.map({ time - $0 >= Self.forcePause }) ?? true else { return false }
            lastForced = time
        }
        await renew(isForced: true)
        return usable.map { $0 != key } ?? false
    }

    /// Renews the key in time, until the task is cancelled; returns at once where there is nothing to renew.
    ///
    /// - Parameter recovered: Called when there is a key, and whenever there is another one: what waits may be sent then.
    package func run(recovered: @Sendable () async -> Void = {}) async {
        guard source.isRenewable else { return }
        var former: LogServiceCredentials?
        while !Task.isCancelled {
            if isDue || hasNewFiles { await renew() }
            if let usable, usable != former {
                former = usable
                await recovered()
            }
            try? await clock.sleep(for: nap)
        }
    }
}

// MARK: When

extension CredentialKeeper {
    private var usable: LogServiceCredentials? {
        guard let kept, kept.ends.map({ elapsed() < $0 }) ?? true else { return nil }
        return kept.credentials
    }

    private var hasNewFiles: Bool {
        guard let kept, !kept.files.isEmpty else { return false }
        return kept.files != source.files.map { FileStamp(of: $0) }
    }

    private var isDue: Bool {
        guard let kept else { return true }
        return kept.isOld.map { $0 <= elapsed() } ?? false
    }

    /// Until there is something to do.
    private var nap: Duration {
        let due = max(kept.map { $0.isOld ?? .seconds(Int64.max / 2) } ?? .zero, failure?.retryAt ?? .zero)
        return min(max(due - elapsed(), .seconds(1)), Self.longestNap)
    }

    /// How long before its end a key is renewed: 15 minutes, or a fifth of its life where that is longer.
    ///
    /// A key of less than half an hour is renewed at half of its life. Varies by an eighth, so that not all renew at once.
    static func margin(ofLifetime lifetime: Duration, random: Double) -> Duration {
        min(max(.seconds(900), lifetime / 5) * (1 + random / 8), lifetime / 2)
    }
}

// MARK: Fetching

extension CredentialKeeper {
    /// Fetches, or waits for the fetch under way; does nothing while it is too early to try again.
    private func renew(isForced: Bool = false) async {
        if fetch == nil {
            guard isForced || failure.map({ $0.retryAt <= elapsed() }) ?? true else { return }
            fetch = Task { await fetchOnce() }
        }
        let fetch = fetch
        // Whoever is cancelled ends it for all: that happens at the end of the program, and the others ask again.
        await withTaskCancellationHandler {
            await fetch?.value
        } onCancel: {
            fetch?.cancel()
        }
    }

    private func fetchOnce() async {
        // Before reading, so that a change meanwhile is seen as one.
        let files = source.files.map { FileStamp(of: $0) }
        let result: Result<IssuedKey, CredentialError>
        do throws(CredentialError) {
            result = .success(try await fetcher.key(from: source))
        } catch {
            result = .failure(error)
        }
        fetch = nil
        switch result {
        case .success(let key): accept(key, files)
        case .failure(let error): if !Task.isCancelled { note(error) }
        }
    }

    private func accept(_ key: IssuedKey, _ files: [FileStamp?]) {
        let time = elapsed()
        var lifetime = key.lifetime(at: now())
        if let left = lifetime, left <= .zero, key.serverTime == nil {
            // By this machine's clock alone, which may be wrong: Log Service decides, and a refusal has the key read again.
            lifetime = nil
        }
        if let lifetime, lifetime <= .zero {
            let expiry = key.expiry?.rfc3339() ?? ""
            return note(CredentialError("the key ended at \(expiry)", hint: "is this machine's clock right?"))
        }
        if kept != nil { status.renewals += 1 }
        kept = Kept(
            credentials: key.credentials,
            ends: lifetime.map { time + $0 },
            isOld: lifetime.map { time + $0 - Self.margin(ofLifetime: $0, random: random()) },
            files: files
        )
        failure = nil
        failures = 0
        status.expiry = key.expiry
        status.lastFailure = nil
    }

    private func note(_ error: CredentialError) {
        var error = error
        error.source = source.name
        failures += 1
        failure = (error, elapsed() + Self.backoff.delay(afterFailures: failures, random: random()))
        status.failedRenewals += 1
        status.lastFailure = "\(error)"
    }
}

/// The time since now, on `clock`.
private func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
}
