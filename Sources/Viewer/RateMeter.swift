import Basics

/// Events a second over the last whole seconds, by the time the viewer is told.
struct RateMeter: Sendable {
    private static let window: Int64 = 5
    private var seconds: [(second: Int64, events: Int, warnings: Int)] = []
    private var start: Int64?

    mutating func count(events: Int, warnings: Int, at now: Timestamp) {
        if start == nil { start = now.seconds }
        if let last = seconds.indices.last, seconds[last].second == now.seconds {
            seconds[last].events += events
            seconds[last].warnings += warnings
        } else {
            seconds.append((now.seconds, events, warnings))
        }
        seconds.removeAll { $0.second < now.seconds - Self.window }
    }

    func rates(at now: Timestamp) -> (events: Double, warnings: Double) {
        guard let start else { return (0, 0) }
        let span = Double(max(1, min(Self.window, now.seconds - start)))
        let recent = seconds.filter { $0.second >= now.seconds - Self.window && $0.second < now.seconds }
        let events = recent.reduce(0) { $0 + $1.events }
        let warnings = recent.reduce(0) { $0 + $1.warnings }
        return (Double(events) / span, Double(warnings) / span)
    }
}
