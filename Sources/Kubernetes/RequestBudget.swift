/// Holds a stream to 1 request a second on average, whatever the server does, with bursts up to 10.
struct RequestBudget: Sendable {
    private static let burst = 10.0
    /// 10 at once and 50 more make 60 in any minute.
    private static let perSecond = 50.0 / 60

    private var tokens = burst
    private var updated = Duration.zero

    /// Takes one request out of the budget.
    ///
    /// - Returns: Zero when it may be sent, else how long to wait before asking again; nothing is taken then.
    mutating func take(at now: Duration) -> Duration {
        tokens = min(Self.burst, tokens + (now - updated) / .seconds(1) * Self.perSecond)
        updated = now
        guard tokens < 1 else {
            tokens -= 1
            return .zero
        }
        return .milliseconds(Int(((1 - tokens) / Self.perSecond * 1000).rounded(.up)))
    }
}
