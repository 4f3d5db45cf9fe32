/// When the next beats are due: evenly at high rates, a little unevenly at low ones, on average always `rate`.
struct Pace: Sendable {
    private let rate: Double
    private var random: SeededGenerator
    private var emitted = 0
    /// Seconds from the start to the next beat.
    private var next: Double

    init(rate: Double, seed: UInt64) {
        self.rate = max(rate, 0.001)
        random = SeededGenerator(seed: seed &+ 0x9ACE)
        next = 1 / self.rate
    }

    /// How many beats have become due since they were last asked for.
    mutating func due(after elapsed: Duration) -> Int {
        let seconds = elapsed / .seconds(1)
        guard seconds >= next else { return 0 }
        let target = max(Int(seconds * rate), emitted + 1)
        let due = target - emitted
        emitted = target
        let jitter = rate > 50 ? 1 : Double.random(in: 0.4...1.6, using: &random)
        next = max(seconds, (Double(emitted) + jitter) / rate)
        return due
    }

    /// How long to wait before asking again, at least 10 ms.
    func pause(after elapsed: Duration) -> Duration {
        max(.milliseconds(10), .seconds(next) - elapsed)
    }
}
