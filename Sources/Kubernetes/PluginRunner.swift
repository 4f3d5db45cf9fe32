import Basics

/// Runs an exec plugin as seldom as its credentials allow: one run at a time, whoever asks, and no second one soon after a failure.
actor PluginRunner {
    /// A credential with the number of the run that gave it.
    struct Run: Sendable {
        var credential: ExecPlugin.Credential
        var number: Int
        /// From here on it is renewed while it is still used.
        fileprivate var isOld: Duration?
        fileprivate var ends: Duration?
    }

    private typealias Answer = Result<Run, KubernetesError>

    /// How long a failure is the answer, and the least time between two renewals.
    private static let pause = Duration.seconds(10)

    private let plugin: ExecPlugin
    private let elapsed: @Sendable () -> Duration
    private var number = 0
    private var last: Run?
    private var failure: (error: KubernetesError, until: Duration)?
    private var task: Task<Void, Never>?
    private var waiting: [Int: CheckedContinuation<Answer, Never>] = [:]
    /// Of a cancelled task for which the plugin is being ended.
    private var leaving: [CheckedContinuation<Answer, Never>] = []
    private var nextWaiter = 0

    /// - Parameters:
    ///   - plugin: What to run.
    ///   - elapsed: A clock that never goes back.
    init(_ plugin: ExecPlugin, elapsed: @escaping @Sendable () -> Duration) {
        self.plugin = plugin
        self.elapsed = elapsed
    }

    /// The credential in force, from a run of the plugin where it takes one.
    func credential() async throws(KubernetesError) -> Run {
        let now = elapsed()
        let isPaused = failure.map { now < $0.until } ?? false
        if let last, last.ends.map({ now < $0 }) ?? true {
            if let isOld = last.isOld, now >= isOld, !isPaused { start() }
            return last
        }
        if let failure, isPaused { throw failure.error }
        return try await nextRun().get()
    }

    /// The server refused the credential of this run; one of a later run stays.
    func refused(_ number: Int) {
        if last?.number == number { last = nil }
    }

    private func nextRun() async -> Answer {
        nextWaiter += 1
        let waiter = nextWaiter
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting[waiter] = continuation
                start()
            }
        } onCancel: {
            Task { await self.leave(waiter) }
        }
    }

    /// A cancelled task waits no longer; the last one ends the plugin, and sees it gone.
    private func leave(_ waiter: Int) {
        guard let continuation = waiting.removeValue(forKey: waiter) else { return }
        if waiting.isEmpty, let task {
            leaving.append(continuation)
            task.cancel()
        } else {
            continuation.resume(returning: .failure(ExecPlugin.cancelled))
        }
    }

    private func start() {
        guard task == nil else { return }
        task = Task {
            let result: Result<ExecPlugin.Credential, KubernetesError>
            do throws(KubernetesError) {
                result = .success(try await plugin.run())
            } catch {
                result = .failure(error)
            }
            finish(result)
        }
    }

    private func finish(_ result: Result<ExecPlugin.Credential, KubernetesError>) {
        let isCancelled = task?.isCancelled ?? false
        task = nil
        leaving.forEach { $0.resume(returning: .failure(ExecPlugin.cancelled)) }
        leaving = []
        if case .failure = result, isCancelled {
            // Whoever came meanwhile did not cancel anything.
            if !waiting.isEmpty { start() }
            return
        }
        let answer = result.map(accept)
        if case .failure(let error) = answer {
            failure = (error, elapsed() + Self.pause)
        } else {
            failure = nil
        }
        let waiters = waiting.values
        waiting = [:]
        waiters.forEach { $0.resume(returning: answer) }
    }

    private func accept(_ credential: ExecPlugin.Credential) -> Run {
        number += 1
        var run = Run(credential: credential, number: number)
        if let lifetime = credential.lifetime {
            let now = elapsed()
            // A credential that is born expired, by a clock that is wrong, must not start the plugin for each request.
            run.isOld = now + max(Self.pause, lifetime - min(.seconds(60), lifetime * 0.1))
            run.ends = now + max(Self.pause, lifetime)
        }
        last = run
        return run
    }
}
