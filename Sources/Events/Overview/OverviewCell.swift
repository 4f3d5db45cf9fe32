import Basics

/// A part of what an event version tells.
struct OverviewPortion: Sendable {
    /// 1, or 0 of a part that is not of the time the version came.
    var versions: Int
    var occurrences: Int
    var time: Timestamp
    /// When that began which it is a part of.
    var began: Timestamp
    var message: String
    /// Whether its event tells of more than one occurrence.
    var isRepeated: Bool
}

/// What happened, counted.
struct OverviewCell: Sendable {
    /// Event versions.
    var versions = 0
    /// How often it happened.
    var occurrences = 0
    var first = Timestamp(microseconds: .max)
    var last = Timestamp(microseconds: .min)
    /// Of the newest event, its beginning.
    var message = ""
    /// Whether it happened again, or at another time before.
    var isRecurring = false

    mutating func add(_ portion: OverviewPortion) {
        isRecurring = isRecurring || portion.isRepeated || versions > 0
        versions += portion.versions
        occurrences += portion.occurrences
        first = min(first, portion.began)
        if portion.time >= last { note(portion.message, at: portion.time) }
    }

    mutating func add(_ other: OverviewCell) {
        isRecurring = isRecurring || other.isRecurring || versions > 0
        versions += other.versions
        occurrences += other.occurrences
        first = min(first, other.first)
        // Of several at the same time the last by its text, whatever the order they are looked at.
        if (other.last, other.message) >= (last, message) { note(other.message, at: other.last) }
    }

    private mutating func note(_ text: String, at time: Timestamp) {
        last = time
        // `Error: ErrImagePull` says less than what came right before it.
        if message.isEmpty || !text.hasPrefix("Error: ") { message = text }
    }
}
