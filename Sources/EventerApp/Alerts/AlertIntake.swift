import Basics
import Events
import Journal

/// Events on their way to the rules: handing over never waits, and no more are held than fit.
final class AlertIntake: Sendable {
    private struct State {
        var events: [KubeEvent] = []
        var skipped = 0
    }

    static let most = 50_000

    /// Rings when there is something to do.
    let bell = Doorbell()
    private let state = Locked(State())

    /// Takes in events; those that find no room are counted.
    func add(_ events: [KubeEvent]) {
        guard !events.isEmpty else { return }
        let isFirst = state.withLock { state in
            let isFirst = state.events.isEmpty
            let room = Self.most - state.events.count
            state.events += events.prefix(room)
            state.skipped += max(0, events.count - room)
            return isFirst
        }
        // Whoever has not taken the first of them has heard the bell.
        if isFirst { bell.ring() }
    }

    /// Gives all that came since the last time.
    func take() -> [KubeEvent] {
        state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    /// How many events found no room, since the beginning.
    var skipped: Int { state.withLock(\.skipped) }
}
