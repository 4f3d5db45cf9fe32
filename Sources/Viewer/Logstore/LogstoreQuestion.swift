package import Basics
package import Events

/// A search of the sink's logstore.
package struct LogstoreQuestion: Sendable, Equatable {
    /// Tells its answers from those of another.
    package var id: Int
    /// In Log Service's search language.
    package var text: String
    /// The first second that counts, and the first that no longer does.
    package var from: Timestamp
    package var to: Timestamp

    package init(id: Int, text: String, from: Timestamp, to: Timestamp) {
        self.id = id
        self.text = text
        self.from = from
        self.to = to
    }
}

/// A part of the answer to a ``LogstoreQuestion``.
package struct LogstorePart: Sendable, Equatable {
    package enum State: Sendable, Equatable {
        /// More comes by itself.
        case reading
        /// There is more, for whoever asks.
        case paused
        case ended
        /// Why it ended, and what to do about it; from outside, not sanitised.
        case failed(String, advice: String)
    }

    /// Of the question.
    package var id: Int
    /// The newest of what is still to come, each version once.
    package var events: [KubeEvent]
    package var gaps: [StreamGap]
    /// Records read so far, and how many match.
    package var read: Int
    package var total: Int
    /// False when Log Service may know more than it said.
    package var isComplete: Bool
    package var state: State
    /// When nothing matched: how many records the logstore has in that time.
    package var others: Int?

    package init(
        id: Int,
        events: [KubeEvent] = [],
        gaps: [StreamGap] = [],
        read: Int = 0,
        total: Int = 0,
        isComplete: Bool = true,
        state: State,
        others: Int? = nil
    ) {
        self.id = id
        self.events = events
        self.gaps = gaps
        self.read = read
        self.total = total
        self.isComplete = isComplete
        self.state = state
        self.others = others
    }
}
