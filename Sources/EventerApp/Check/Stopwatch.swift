/// Tells how long something took, for people.
struct Stopwatch: Sendable {
    private let uptime: @Sendable () -> Duration

    /// - Parameter uptime: Time since any moment.
    init(uptime: @escaping @Sendable () -> Duration) {
        self.uptime = uptime
    }

    init(_ clock: ContinuousClock) {
        let began = clock.now
        self.init { clock.now - began }
    }

    /// Begins to count.
    ///
    /// - Returns: What tells the time since then, as `12 ms`, rounded up.
    func start() -> () -> String {
        let began = uptime()
        return {
            "\(max(1, Int(((uptime() - began) / .milliseconds(1)).rounded(.up)))) ms"
        }
    }
}
