import Basics
import Events

/// The life of the object of a detail, told once for many frames.
struct ToldLife: Sendable, Equatable {
    let lifecycle: Lifecycle
    /// The time it was told at: what goes on may be over some time later.
    let asOf: Timestamp
}

extension Detail {
    /// Tells the life where it is shown: anew when the story has changed or another second begins.
    mutating func tellLife(at now: Timestamp) {
        guard section == .lifecycle || (section == .summary && row.object.kind == "Pod") else { return }
        guard life.map({ $0.asOf.seconds != now.seconds }) ?? true else { return }
        // Owners' events tell when it was made.
        let lifecycle = Lifecycle(of: row.object, events: story.events(of: subjects), now: now)
        life = ToldLife(lifecycle: lifecycle, asOf: now)
    }
}
