import Basics

/// Lets each message of each component through so often, and counts what it holds back.
struct LogLimiter {
    struct Key: Hashable {
        var component: String
        var message: String
    }

    private struct Window {
        var began: Timestamp
        var count = 0
        var suppressed = 0
    }

    private static let length = Duration.seconds(10)
    private static let most = 10

    private var windows: [Key: Window] = [:]

    /// Whether a line may be written.
    mutating func admits(_ key: Key, at time: Timestamp) -> Bool {
        var window = windows[key] ?? Window(began: time)
        defer { windows[key] = window }
        window.count += 1
        guard window.count > Self.most else { return true }
        window.suppressed += 1
        return false
    }

    /// Ends the windows that are over; call it before ``admits(_:at:)`` and now and then.
    ///
    /// - Returns: What was held back in them, each once.
    mutating func ended(at time: Timestamp) -> [(key: Key, suppressed: Int)] {
        // A clock set back ends a window too, else it would stay for as long as the clock was ahead.
        let over = windows.filter { $0.value.began.advanced(by: Self.length) <= time || $0.value.began > time }
        for key in over.keys { windows[key] = nil }
        return over.filter { $0.value.suppressed > 0 }.map { ($0.key, $0.value.suppressed) }
            .sorted { ($0.key.component, $0.key.message) < ($1.key.component, $1.key.message) }
    }
}
