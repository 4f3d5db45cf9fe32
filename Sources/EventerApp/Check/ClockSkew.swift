import Basics

/// What the dates of answers tell of another machine's clock.
///
/// A date is cut to whole seconds and says some moment between question and answer, so each answer gives two bounds.
struct ClockSkew: Sendable, Equatable {
    /// Past this a person is told.
    static let tolerance = Duration.seconds(5)

    /// The other clock is ahead of ours by this at least, negative when it may be behind.
    private(set) var least: Duration
    /// And by this at most.
    private(set) var most: Duration

    /// - Parameters:
    ///   - date: What the other side says.
    ///   - sent: When the question was sent, by our clock.
    ///   - received: When the answer was there, by our clock.
    init(date: Timestamp, sent: Timestamp, received: Timestamp) {
        least = date.since(received)
        most = date.advanced(by: .seconds(1)).since(sent)
    }

    /// The tighter bounds of both.
    func narrowed(by other: ClockSkew) -> ClockSkew {
        var skew = self
        skew.least = max(least, other.least)
        skew.most = min(most, other.most)
        return skew
    }

    /// What is certain of the difference: zero when the clocks may agree, positive when the other one is ahead.
    var certain: Duration {
        if least > .zero { return least }
        return most < .zero ? most : .zero
    }

    /// What to say of it.
    func finding(_ subject: Finding.Subject, of whose: String, hint: String) -> Finding {
        let difference = certain
        guard difference != .zero else { return Finding(subject, .ok, "agrees with \(whose)") }
        let seconds = abs(difference.components.seconds)
        let text = "\(whose) is at least \(seconds) s \(difference > .zero ? "ahead of" : "behind") this machine's"
        guard seconds >= Self.tolerance.components.seconds else {
            return Finding(subject, .ok, text)
        }
        return Finding(subject, .warning, text, hint: hint)
    }
}
