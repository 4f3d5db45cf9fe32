import Basics
import Events

/// What went through the forwarder in the last fifteen minutes, by the totals it tells.
///
/// Pure: fed with every status, moved on by the clock. What went before the first status is no throughput.
struct Throughput: Sendable, Equatable {
    /// Amounts that add up.
    struct Flow: Sendable, Equatable {
        var seen = 0
        var sent = 0
        var bytes = 0
        var requests = 0

        static func += (left: inout Flow, right: Flow) {
            left.seen += right.seen
            left.sent += right.sent
            left.bytes += right.bytes
            left.requests += right.requests
        }
    }

    /// A second's worth of something.
    struct Rates: Sendable, Equatable {
        /// Over the last five seconds, and the last minute.
        var now: Double
        var minute: Double
        /// The highest of those over five seconds.
        var peak: Double
    }

    static let secondsPerColumn: Int64 = 10
    static let columnCount = 90
    private static let nowSeconds = 5
    private static let minuteSeconds = 60

    private var columns = FlowRing(secondsEach: secondsPerColumn, limit: columnCount)
    private var seconds = FlowRing(secondsEach: 1, limit: minuteSeconds)
    private var total: Flow?
    private var began: Timestamp?
    private var latest = Timestamp(seconds: 0)
    private var peaks = Flow()

    /// Takes in the totals of a status.
    mutating func note(_ status: DeliveryStatus, at now: Timestamp) {
        let total = Flow(status)
        defer { self.total = total }
        if began == nil { began = now }
        advance(to: now)
        guard let former = self.total else { return }
        let flow = total.since(former)
        columns.add(flow, at: now)
        seconds.add(flow, at: now)
        let recent = seconds.sum(of: Self.nowSeconds, endingAt: now)
        peaks = peaks.highest(with: recent)
    }

    /// Moves the clock on.
    mutating func advance(to now: Timestamp) {
        latest = max(latest, now)
    }

    /// One amount as a rate.
    func rates(_ part: KeyPath<Flow, Int>) -> Rates {
        let age = began.map { Int(clamping: latest.since($0).components.seconds) } ?? 0
        func rate(_ flow: Flow, over span: Int) -> Double {
            Double(flow[keyPath: part]) / Double(max(1, min(span, max(age, Self.nowSeconds))))
        }
        let recent = seconds.sum(of: Self.nowSeconds, endingAt: latest)
        let minute = seconds.sum(of: Self.minuteSeconds, endingAt: latest)
        return Rates(
            now: rate(recent, over: Self.nowSeconds),
            minute: rate(minute, over: Self.minuteSeconds),
            peak: rate(peaks, over: Self.nowSeconds)
        )
    }

    /// One amount in columns of ten seconds, or of `step` times as much, oldest first: the whole fifteen minutes.
    func series(_ part: KeyPath<Flow, Int>, step: Int = 1) -> [Int] {
        let values = columns.values(endingAt: latest).map { $0[keyPath: part] }
        // The newest column is whole, the oldest may be short.
        let first = values.count % max(1, step)
        let starts = stride(from: first, to: values.count, by: max(1, step))
        let rest = starts.map { values[$0..<min($0 + step, values.count)].reduce(0, +) }
        return first > 0 ? [values[..<first].reduce(0, +)] + rest : rest
    }
}

extension Throughput.Flow {
    init(_ status: DeliveryStatus) {
        seen = status.ledger.seen
        sent = status.ledger.acknowledged
        bytes = status.bytesSent
        requests = status.counters.requests.values.reduce(0, +)
    }

    /// What came since; a total that fell, as after a restart, tells nothing.
    fileprivate func since(_ former: Self) -> Self {
        Self(
            seen: max(0, seen - former.seen),
            sent: max(0, sent - former.sent),
            bytes: max(0, bytes - former.bytes),
            requests: max(0, requests - former.requests)
        )
    }

    fileprivate func highest(with other: Self) -> Self {
        Self(
            seen: max(seen, other.seen),
            sent: max(sent, other.sent),
            bytes: max(bytes, other.bytes),
            requests: max(requests, other.requests)
        )
    }
}

/// Flows of the last stretches of time, of equal length.
private struct FlowRing: Sendable, Equatable {
    private struct Item: Sendable, Equatable {
        var number: Int64
        var flow: Throughput.Flow
    }

    let secondsEach: Int64
    let limit: Int
    private var items: [Item] = []

    init(secondsEach: Int64, limit: Int) {
        self.secondsEach = secondsEach
        self.limit = limit
    }

    mutating func add(_ flow: Throughput.Flow, at time: Timestamp) {
        let number = time.seconds / secondsEach
        // A clock that was set back adds to what is there.
        if let last = items.indices.last, items[last].number >= number {
            items[last].flow += flow
        } else {
            items.append(Item(number: number, flow: flow))
        }
        items.removeAll { $0.number <= number - Int64(limit) }
    }

    func values(endingAt time: Timestamp) -> [Throughput.Flow] {
        let last = time.seconds / secondsEach
        var values = Array(repeating: Throughput.Flow(), count: limit)
        for item in items where item.number <= last && item.number > last - Int64(limit) {
            values[limit - 1 - Int(last - item.number)] = item.flow
        }
        return values
    }

    func sum(of count: Int, endingAt time: Timestamp) -> Throughput.Flow {
        values(endingAt: time).suffix(count).reduce(into: Throughput.Flow()) { $0 += $1 }
    }
}
