import Basics
import Journal
import LogService

/// The batches between the journal's cursor and what is read of it: what may be sent, when, and how far the cursor may go.
///
/// Pure: time is the forwarder's stopwatch.
///
/// The window holds no more than `maximumInFlight` batches, done or not, because what it holds is what a crash repeats. After a
/// failure everything pauses and then one request goes first; a receiver that asks to slow down gets half as many at a time. Each
/// success allows one more. Requests that were under way when another one failed do not lengthen the pause. A batch that may itself
/// be at fault waits alone. When single logs are refused one after the other and nothing succeeds, it is not the logs: then nothing
/// more is refused until something has succeeded.
struct DeliveryWindow {
    struct Slot {
        enum State { case ready, sending, done }

        let number: Int
        /// The number of the slot that it is a part of, or its own.
        let batch: Int
        var items: [DeliveryItem]
        var state = State.ready
        /// The pauses there had been when it was sent.
        var era = 0
        /// When it is sent again, for one that waits alone.
        var heldUntil: Duration?
        var sentAt: Duration = .zero
        /// What it met, how often, since when, and when it was sent before that.
        var troubles: [LogServiceError.Kind: (count: Int, since: Duration, sent: Duration)] = [:]
        var lastTrouble: LogServiceError.Kind?
        /// Kept so that the same bytes are sent again, as long as the times in them are true.
        var encoded: EncodedLogGroup?
        /// When it was sent to be encoded, since the times in it are of then.
        var encodedAt: Duration = .zero
    }

    private static let encodingLife: Duration = .seconds(30)
    /// So many logs are refused in a row before it is taken for a refusal of everything.
    private static let mostRefusals = 8

    let policy: RetryPolicy
    let maximumInFlight: Int
    private(set) var slots: [Slot] = []
    private var gatePause: RetryPolicy.Pause?
    /// Nothing is sent before this time.
    private var gate: Duration?
    /// Whether the sink itself named that time.
    private var isGateAsked = false
    /// Since the last success.
    private var failures: [LogServiceError.Kind: Int] = [:]
    private var era = 0
    /// What was encoded before has times by a wrong clock.
    private var clockLearntAt: Duration?
    private var allowed: Int
    private var nextNumber = 0
    /// Logs refused for good since the last success.
    private var refusals = 0
    /// When the latest was sent of those that arrived.
    private var latestArrived: Duration?

    init(policy: RetryPolicy, maximumInFlight: Int) {
        self.policy = policy
        self.maximumInFlight = maximumInFlight
        allowed = maximumInFlight
    }

    var wantsBatch: Bool { Set(slots.map(\.batch)).count < maximumInFlight }

    /// Whether what is refused is so much that no single log can be the cause.
    var isRefusedAll: Bool { refusals >= Self.mostRefusals }

    /// Whether the cursor may move.
    var hasDone: Bool { slots.first?.state == .done }

    /// Forgets every batch; what comes back of them is ignored.
    mutating func clear() {
        slots = []
    }

    /// Why nothing, or less than usual, is sent; nil while all is well.
    var pause: RetryPolicy.Pause? {
        gatePause ?? (slots.contains { $0.state != .done && $0.lastTrouble == .unknown } ? .blocked : nil)
    }

    /// When a pause ends next, nil when none is on.
    func nextAttempt(after time: Duration) -> Duration? {
        (slots.map(\.heldUntil) + [gate]).compactMap { $0 }.filter { $0 > time }.min()
    }

    /// Ends every pause.
    mutating func openGate() {
        gate = nil
        for index in slots.indices { slots[index].heldUntil = nil }
    }

    mutating func add(_ items: [DeliveryItem]) {
        slots.append(slot(items))
    }

    /// The next batch to send now, marked as being sent.
    mutating func next(at time: Duration) -> Slot? {
        guard gate.map({ $0 <= time }) ?? true, slots.count(where: { $0.state == .sending }) < allowed,
            let index = nextIndex(at: time)
        else { return nil }
        let isByTheRightClock = clockLearntAt.map { $0 < slots[index].encodedAt } ?? true
        if !isByTheRightClock || slots[index].encodedAt + Self.encodingLife < time { slots[index].encoded = nil }
        if slots[index].encoded == nil { slots[index].encodedAt = time }
        slots[index].state = .sending
        slots[index].heldUntil = nil
        slots[index].era = era
        slots[index].sentAt = time
        return slots[index]
    }

    /// The first that may be sent; while all is refused each in turn, so that one of them may prove that it is not all.
    private func nextIndex(at time: Duration) -> Int? {
        let due = slots.indices.lazy.filter { [slots] in
            slots[$0].state == .ready && slots[$0].heldUntil ?? .zero <= time
        }
        return isRefusedAll ? due.min { slots[$0].era < slots[$1].era } : due.first
    }

    /// Returns the items of the batch, of which the sendable ones arrived; none when it is not known any more.
    mutating func succeeded(_ number: Int) -> [DeliveryItem] {
        guard let index = slots.firstIndex(where: { $0.number == number }) else { return [] }
        slots[index].state = .done
        slots[index].encoded = nil
        refusals = 0
        latestArrived = max(latestArrived ?? .zero, slots[index].sentAt)
        if slots[index].era == era {
            failures = [:]
            gate = nil
            gatePause = nil
        } else if gatePause == .throttled, !isGateAsked {
            // What was sent before a failure proves nothing, except that a quota is not used up.
            failures[.throttled] = nil
            gate = nil
            gatePause = nil
        }
        allowed = min(allowed + 1, maximumInFlight)
        return slots[index].items
    }

    /// Pauses, splits or refuses.
    ///
    /// - Parameters:
    ///   - number: Of the batch.
    ///   - error: Why it failed.
    ///   - encoded: The bytes to send again.
    ///   - time: Now.
    ///   - random: A number in `0..<1`.
    /// - Returns: The items that are refused for good.
    mutating func failed(
        _ number: Int,
        _ error: LogServiceError,
        encoded: EncodedLogGroup,
        at time: Duration,
        random: Double
    ) -> [DeliveryItem] {
        guard let index = slots.firstIndex(where: { $0.number == number }) else { return [] }
        slots[index].state = .ready
        slots[index].lastTrouble = error.kind
        slots[index].encoded = encoded
        if error.kind == .clock { clockLearntAt = time }
        switch policy.decision(after: error, record(error, of: index, at: time), random: random) {
        case .split where isRefusedAll:
            // As a fault of this program or a proxy, and smaller each time, in search of a log that is taken.
            var general = error
            general.kind = .client
            let decision = policy.decision(after: general, record(general, of: index, at: time), random: random)
            if case .retry(let delay, let pause) = decision {
                self.pause(pause, for: delay, because: general, of: index, at: time)
            }
            if slots[index].items.count(where: \.isSendable) > 1 { return split(index, because: error) }
        case .split: return split(index, because: error)
        case .encodeAgain: slots[index].encoded = nil
        case .hold(let delay): slots[index].heldUntil = time + delay
        case .retry(let delay, let pause): self.pause(pause, for: delay, because: error, of: index, at: time)
        }
        return []
    }

    /// Pauses everything, unless the batch was sent before the last pause.
    private mutating func pause(
        _ pause: RetryPolicy.Pause,
        for delay: Duration,
        because error: LogServiceError,
        of index: Int,
        at time: Duration
    ) {
        guard slots[index].era == era else { return }
        failures[RetryPolicy.trouble(of: error), default: 0] += 1
        era += 1
        allowed = pause == .throttled ? max(allowed / 2, 1) : 1
        gate = time + delay
        gatePause = pause
        isGateAsked = error.retryAfter != nil
    }

    /// Counts the failure with those of its batch.
    private mutating func record(_ error: LogServiceError, of index: Int, at time: Duration) -> RetryPolicy.Record {
        let kind = RetryPolicy.trouble(of: error)
        let former = slots[index].troubles[kind] ?? (count: 0, since: time, sent: slots[index].sentAt)
        slots[index].troubles[kind] = (former.count + 1, former.since, former.sent)
        return RetryPolicy.Record(
            failures: failures[kind, default: 0] + 1,
            failuresOfBatch: former.count + 1,
            age: time - former.since,
            othersArrive: latestArrived.map { $0 >= former.sent } ?? false
        )
    }

    /// What is done at the front of the window, taken out of it.
    mutating func takeDone() -> Acknowledgement? {
        var done: Acknowledgement?
        while let slot = slots.first, slot.state == .done, let last = slot.items.last {
            if done == nil { done = Acknowledgement(through: last.id) }
            done?.merge(Acknowledgement(of: slot.items, through: last.id))
            slots.removeFirst()
        }
        return done
    }

    private mutating func slot(_ items: [DeliveryItem], of batch: Int? = nil) -> Slot {
        nextNumber += 1
        let state: Slot.State = items.contains(where: \.isSendable) ? .ready : .done
        return Slot(number: nextNumber, batch: batch ?? nextNumber, items: items, state: state)
    }

    /// Replaces a batch by its halves, in place; of one that has a single log, refuses that log and returns it.
    private mutating func split(_ index: Int, because error: LogServiceError) -> [DeliveryItem] {
        var items = slots[index].items
        let sendable = items.indices.filter { items[$0].isSendable }
        guard sendable.count > 1 else {
            for position in sendable { items[position].refuse(because: error) }
            refusals += sendable.count
            slots[index] = slot(items, of: slots[index].batch)
            return sendable.map { items[$0] }
        }
        let middle = sendable[sendable.count / 2]
        var halves = [items[..<middle], items[middle...]].map { slot(Array($0), of: slots[index].batch) }
        // The halves have met what the whole has met.
        for half in halves.indices {
            halves[half].era = slots[index].era
            halves[half].troubles = slots[index].troubles
            halves[half].lastTrouble = error.kind
        }
        slots.replaceSubrange(index...index, with: halves)
        return []
    }
}

extension DeliveryItem {
    mutating func refuse(because error: LogServiceError) {
        content = .refused(.init(row: id, status: error.status, code: error.code, message: error.message))
    }
}

extension Acknowledgement {
    /// What became of `items` once their request succeeded.
    fileprivate init(of items: [DeliveryItem], through id: Int64) {
        self.init(through: id)
        for item in items where !item.isGap {
            switch item.content {
            case .log: acknowledged += 1
            case .filtered: filtered += 1
            case .lost: lost += 1
            case .refused(let refusal): refusals.append(refusal)
            }
        }
    }
}
