import Basics

/// Looks after an open watch: notices when a burst is over, and asks the API server whether it lives when the watch is silent.
///
/// A quiet cluster and a stopped server look the same on the connection: TCP's own questions are answered by the kernel of a
/// stopped process too.
final class Sentinel: Sendable {
    enum News: Sendable { case lull, answered, unanswered }

    private struct State {
        var heard: Duration
        var news: [News] = []
    }

    private let state: Locked<State>
    private let patience: Patience

    /// - Parameters:
    ///   - now: The time by the clock that ``run(on:elapsed:ask:tell:)`` is given.
    ///   - patience: How long silence may last.
    init(now: Duration, patience: Patience) {
        state = Locked(State(heard: now))
        self.patience = patience
    }

    /// A chunk arrived.
    func heard(at time: Duration) {
        state.withLock { state in
            state.heard = time
            // What was asked before is answered by it.
            state.news = []
        }
    }

    /// What happened since the last call, in order.
    func takeNews() -> [News] {
        state.withLock { state in
            defer { state.news = [] }
            return state.news
        }
    }

    /// Runs until it is cancelled.
    ///
    /// - Parameters:
    ///   - clock: For the pauses.
    ///   - elapsed: The time by that clock.
    ///   - ask: Whether the server answered, on another connection, in time; nil when it could not be asked.
    ///   - tell: Called when there is news.
    func run(
        on clock: some Clock<Duration>,
        elapsed: @Sendable () -> Duration,
        ask: @Sendable () async -> Bool?,
        tell: @Sendable () -> Void
    ) async {
        var lastAsked: Duration?
        var wasAnswered = true
        var lulledAt: Duration?
        while !Task.isCancelled {
            let heard = state.withLock(\.heard)
            if let asked = lastAsked, asked < heard {
                lastAsked = nil
                wasAnswered = true
            }
            // A server that refuses at once gets as much time to come back as one that keeps silent.
            let question =
                lastAsked.map { $0 + (wasAnswered ? patience.silence : patience.probe) } ?? heard + patience.silence
            let lull = lulledAt == heard ? nil : heard + .seconds(1)
            let due = min(question, lull ?? question)
            let now = elapsed()
            if now < due {
                try? await clock.sleep(for: due - now)
            } else if due == lull {
                lulledAt = heard
                post(.lull, ifHeardLast: heard, tell)
            } else {
                lastAsked = now
                guard let answer = await ask() else { continue }
                wasAnswered = answer
                guard !Task.isCancelled else { return }
                post(answer ? .answered : .unanswered, ifHeardLast: heard, tell)
            }
        }
    }

    /// What arrived meanwhile is better news.
    private func post(_ news: News, ifHeardLast heard: Duration, _ tell: @Sendable () -> Void) {
        let isNews = state.withLock { state in
            guard state.heard == heard else { return false }
            state.news.append(news)
            return true
        }
        if isNews { tell() }
    }
}
