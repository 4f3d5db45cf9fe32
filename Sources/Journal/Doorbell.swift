import Basics

/// Wakes those who wait for news, without saying how much there is.
///
/// A ring while nobody waits is remembered once, so that news between looking and waiting is not slept through. Unlike an
/// `AsyncStream` it survives a waiter that is cancelled, which a wait with a limit needs.
package final class Doorbell: Sendable {
    private struct Waiter {
        var id: Int
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var isRung = false
        var nextID = 0
        var cancelled: Set<Int> = []
        var waiters: [Waiter] = []
    }

    private let state = Locked(State())

    package init() {}

    /// Wakes everyone who waits, or the next one to wait.
    package func ring() {
        let waiters = state.withLock { state in
            state.isRung = state.waiters.isEmpty
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: true) }
    }

    /// Returns true at the next ring, false when the task is cancelled.
    @discardableResult
    package func wait() async -> Bool {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        // A cancellation that comes after the ring leaves its mark; nobody else would take it away.
        defer { state.withLock { _ = $0.cancelled.remove(id) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return false }
                    if state.isRung {
                        state.isRung = false
                        return true
                    }
                    state.waiters.append(Waiter(id: id, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.waiters.remove(at: index)
            }
            waiter?.continuation.resume(returning: false)
        }
    }

    /// Returns true at the next ring, false after `limit` or when the task is cancelled.
    @discardableResult
    package func wait(for limit: Duration, on clock: any Clock<Duration>) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.wait() }
            group.addTask {
                try? await clock.sleep(for: limit)
                return false
            }
            var isRung = false
            while let answer = await group.next() {
                isRung = isRung || answer
                group.cancelAll()
            }
            return isRung
        }
    }
}
