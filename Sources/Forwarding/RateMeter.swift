/// Events and bytes of the last seconds.
struct RateMeter {
    private static let span: Int64 = 5

    private var buckets: [(second: Int64, events: Int, bytes: Int)] = []

    mutating func add(events: Int = 0, bytes: Int = 0, at time: Duration) {
        let second = time.components.seconds
        buckets.removeAll { $0.second <= second - Self.span }
        if buckets.last?.second != second { buckets.append((second, 0, 0)) }
        buckets[buckets.count - 1].events += events
        buckets[buckets.count - 1].bytes += bytes
    }

    /// Averages over five seconds, the current one included.
    func rates(at time: Duration) -> (events: Double, bytes: Double) {
        let recent = buckets.filter { $0.second > time.components.seconds - Self.span }
        let events = recent.reduce(0) { $0 + $1.events }
        let bytes = recent.reduce(0) { $0 + $1.bytes }
        return (Double(events) / Double(Self.span), Double(bytes) / Double(Self.span))
    }
}
