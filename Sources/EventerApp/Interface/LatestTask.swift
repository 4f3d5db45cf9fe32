/// Does one piece of work at a time: a newer one cancels the one before and begins when that has ended.
///
/// Of many in a row only the last is done, so that a key held down piles nothing up.
@MainActor
final class LatestTask {
    private var task: Task<Void, Never>?

    /// Does `work` in place of what is under way.
    func run(_ work: @escaping @MainActor () async -> Void) {
        let former = task
        former?.cancel()
        task = Task {
            await former?.value
            guard !Task.isCancelled else { return }
            await work()
        }
    }

    func cancel() {
        task?.cancel()
    }
}
