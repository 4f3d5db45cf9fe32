package import Basics

/// One thing that is wrong, in plain words.
///
/// The text is as the cluster sent it: sanitise before showing.
package struct Verdict: Sendable, Equatable {
    package enum Urgency: String, Sendable { case critical, warning, note }

    /// Something that happened and explains it: `rollout`, `planned`.
    package struct Moment: Sendable, Equatable {
        package var what: String
        package var at: Timestamp
    }

    /// A note as the judges write it.
    enum Note: Sendable, Equatable {
        /// `3 pods`.
        case words(String)
        /// The gist of a message, which is worked out only where the verdict is told: of thousands a hundred are.
        case gist(of: String)

        /// Empty where there is nothing to say.
        var text: String {
            switch self {
            case .words(let text): text
            case .gist(let message): message.isEmpty ? "" : Gist(message).text
            }
        }
    }

    package var cluster: String
    package var topic: OverviewTopic?
    package var urgency: Urgency
    /// `node n1`, `payments/web-*`, `image registry/x:bad`.
    package var subject: String
    /// `crash loop`.
    package var problem: String
    /// `3 pods`, `214 back-offs`.
    package private(set) var notes: [String] = []
    /// What becomes of ``notes``.
    var drafts: [Note] = []
    package var moments: [Moment] = []
    /// Nil where it began before what is looked at.
    package var since: Timestamp?
    /// When what is looked at begins.
    package var from: Timestamp
    package var last: Timestamp
    /// Nothing was heard of it for a while, or it is over.
    package var isQuiet: Bool
    /// When something said that it is over; nil where nothing did, however quiet it is.
    package var ended: Timestamp?
    package var trend: OverviewReport.Trend
    package var times: Int
    package var objects: Int
    /// Shows its events.
    package var filterText: String
    /// Outages that go on, outages that are over, and then the rest: no number of retries makes an outage of a grumble.
    var rank = 0
    /// Within the rank.
    var score = 0.0

    /// Makes notes of the drafts.
    mutating func writeNotes() {
        notes = drafts.map(\.text).filter { !$0.isEmpty }
        drafts = []
    }

    /// The verdict as a line: `payments/web-*: crash loop since 14:02, 3 pods, 214 back-offs, rollout 14:01, rising`.
    ///
    /// - Parameter time: Writes a time of the day.
    /// - Returns: One line.
    package func text(_ time: (Timestamp) -> String) -> String {
        let place = cluster.isEmpty ? "" : cluster + " "
        let begin = since.map { " since " + time($0) } ?? " since before " + time(from)
        var parts = [problem + begin] + notes + moments.map { $0.what + " " + time($0.at) }
        if let ended {
            parts.append("over since " + time(ended))
        } else if isQuiet {
            parts.append("quiet since " + time(last))
        } else if trend == .rising {
            parts.append("rising")
        }
        return place + subject + ": " + parts.joined(separator: ", ")
    }
}
