/// How many events to count between two looks for a key: as many as take a few milliseconds.
struct ScanPace {
    private static let pause = Duration.milliseconds(4)
    private static let fewest = 256
    private static let most = 1 << 18

    private(set) var events = 2048

    /// Takes note of how long the last ones took.
    mutating func counted(in duration: Duration) {
        let ratio = Self.pause / max(duration, .microseconds(1))
        events = min(max(Self.fewest, Int(Double(events) * min(2, ratio))), Self.most)
    }
}
