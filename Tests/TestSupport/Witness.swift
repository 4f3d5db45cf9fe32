import Basics
package import Events

/// Takes what a watcher delivers and remembers what matters to judge it.
package final class Witness: Sendable {
    package struct Account: Sendable {
        /// How often each version was delivered.
        package var counts: [KubeEvent.Key: Int] = [:]
        package var gaps: [Gap.Reason] = []
        /// Without repetitions.
        package var states: [StreamStatus.State] = []
        package var status: StreamStatus?
        package var resumePoint: ResourceVersion?
        /// The event delivered last, as a journal would keep it.
        package var anchor: ResumePoint.Anchor?
        /// How long each pause was to be.
        package var waits: [Duration] = []
        /// Where the resume point moved back although no history began anew.
        package var setbacks: [ResourceVersion] = []

        package var repeated: Set<KubeEvent.Key> { Set(counts.filter { $0.value > 1 }.keys) }
        package var isLive: Bool { status?.state == .live }
        package var isWaiting: Bool { if case .waiting = status?.state { true } else { false } }
        package var isDenied: Bool { if case .denied = status?.state { true } else { false } }
    }

    private struct State {
        var account = Account()
        var nextID = 0
        var waiting: [Int: Waiter] = [:]
    }

    private struct Waiter {
        var isMet: @Sendable (Account) -> Bool
        var continuation: CheckedContinuation<Bool, Never>
    }

    private let state = Locked(State())

    package init() {}

    package var account: Account { state.withLock { $0.account } }

    package func take(_ update: WatchUpdate) {
        let met = state.withLock { state in
            state.account.take(update)
            let met = state.waiting.filter { $0.value.isMet(state.account) }
            for id in met.keys { state.waiting[id] = nil }
            return met.values.map(\.continuation)
        }
        for continuation in met { continuation.resume(returning: true) }
    }

    /// Waits until the account is as wanted.
    ///
    /// - Parameters:
    ///   - limit: When to give up.
    ///   - isMet: Whether it is.
    /// - Returns: False when it was not within the limit.
    package func wait(
        atMost limit: Duration = .seconds(60),
        until isMet: @escaping @Sendable (Account) -> Bool
    ) async -> Bool {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let timer = Task {
            try await Task.sleep(for: limit)
            state.withLock { $0.waiting.removeValue(forKey: id) }?.continuation.resume(returning: false)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { continuation in
            let isMetNow = state.withLock { state in
                if isMet(state.account) { return true }
                state.waiting[id] = Waiter(isMet: isMet, continuation: continuation)
                return false
            }
            if isMetNow { continuation.resume(returning: true) }
        }
    }
}

extension Witness.Account {
    fileprivate mutating func take(_ update: WatchUpdate) {
        switch update {
        case .status(let status):
            if states.last != status.state {
                states.append(status.state)
                if case .waiting(_, let retryAt) = status.state { waits.append(retryAt.since(status.since)) }
            }
            self.status = status
        case .batch(let batch):
            for event in batch.events { counts[event.key, default: 0] += 1 }
            if let last = batch.events.max(by: { $0.key.resourceVersion < $1.key.resourceVersion }) {
                anchor = ResumePoint.Anchor(key: last.key, namespace: last.namespace, name: last.name)
            }
            if let gap = batch.gap {
                gaps.append(gap.reason)
                if gap.reason == .rewound || gap.reason == .clusterChanged { resumePoint = nil }
            }
            guard let point = batch.resumePoint else { return }
            if let last = resumePoint, point < last { setbacks.append(point) }
            resumePoint = point
        }
    }
}
