/// How often data may paint: ten times a second, four times while the terminal is slow or the stream is fast.
struct PaintPace {
    private static let usual = Duration.milliseconds(100)
    private static let slow = Duration.milliseconds(250)
    /// A drawing that takes longer means that the terminal does not keep up.
    private static let slowDrawing = Duration.milliseconds(20)
    /// More events a second than anyone reads.
    private static let fastStream = 200

    private var isTerminalSlow = false
    private var isStreamFast = false
    private var second: Duration?
    private var events = 0

    /// Between two paints that only data asks for.
    var interval: Duration { isTerminalSlow || isStreamFast ? Self.slow : Self.usual }

    /// Takes note of how long the last frame took to draw.
    mutating func drew(in duration: Duration) {
        isTerminalSlow = duration > Self.slowDrawing
    }

    /// Takes note of events that came; their rate is taken over a second or more.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - time: Since any moment.
    mutating func received(_ count: Int, at time: Duration) {
        events += count
        guard let second else { return self.second = time }
        guard time - second >= .seconds(1) else { return }
        isStreamFast = Double(events) / ((time - second) / .seconds(1)) > Double(Self.fastStream)
        self.second = time
        events = 0
    }
}
