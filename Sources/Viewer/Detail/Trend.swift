import Basics

/// Whether something happens more often than before: the last five minutes against the five before.
struct Trend: Sendable, Equatable {
    enum Direction: String, Sendable { case rising, steady, falling }

    static let minutes = 5

    var recent: Int
    var before: Int

    /// A quarter more or less, and two at the least, is a difference: counts are small, and chance is in them.
    var direction: Direction {
        if recent - before >= max(2, before / 4) { return .rising }
        if before - recent >= max(2, recent / 4) { return .falling }
        return .steady
    }

    var perMinute: Double { Double(recent) / Double(Self.minutes) }

    /// `18/m, rising`; nothing when it did not happen at all.
    var text: String {
        guard recent > 0 || before > 0 else { return "none in 10m" }
        return (recent == 0 ? "0/m" : Viewer.perMinute(perMinute)) + ", " + direction.rawValue
    }
}
