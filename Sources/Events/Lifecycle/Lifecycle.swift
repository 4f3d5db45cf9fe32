package import Basics

/// The life of one object, as its events tell it: phases along time, and where time was lost.
///
/// Only events are known. What has none, above all the exit of a container, is not seen; and of an event that occurred many times
/// the first and the last time are known, unless all its versions are given.
package struct Lifecycle: Sendable, Equatable {
    /// Oldest first.
    ///
    /// Phases of several containers, and marks, may overlap.
    package private(set) var phases: [Phase]
    /// What took time without anything running, the most first.
    package private(set) var losses: [Loss]
    /// When the first that is known of it happened; nil without events.
    package private(set) var begin: Timestamp?
    /// When it was over; nil while it goes on.
    package private(set) var end: Timestamp?
    /// Whether the beginning is that of the object, and not of what is still known of it.
    package private(set) var knowsBeginning: Bool
    /// How often containers started again.
    package private(set) var restarts: Int
    /// When a container started first, if that is known.
    package private(set) var firstStart: Timestamp?
    /// How long anything ran.
    package private(set) var running: Duration
    /// Objects of the same name that are known and that this one took the place of.
    package private(set) var formerLives: Int

    /// Tells the life of an object.
    ///
    /// - Parameters:
    ///   - object: By kind, namespace and name; with a uid it is that object, without one the newest of its name.
    ///   - events: Of the object and perhaps of others, in any order; versions of one event add to what is known of its times.
    ///   - now: The wall clock.
    package init(of object: ObjectReference, events: [some LifecycleEvent], now: Timestamp) {
        let tellings = Telling.all(of: object, in: events)
        formerLives = tellings.formerLives
        var writer = PhaseWriter(story: Story(kind: object.kind), now: now)
        for moment in Moment.inOrder(tellings.own) { writer.add(moment) }
        writer.finish()
        phases = writer.phases.enumerated().sorted { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }
            .map(\.element)
        begin = phases.map(\.from).min()
        end = writer.end
        knowsBeginning = writer.firstReason.map { Story.beginnings.contains($0) } ?? false
        restarts = writer.restarts
        firstStart = writer.firstStart
        running = Self.length(of: phases.filter { $0.step == .running }, until: writer.end ?? now)
        losses = []
        losses = Self.losses(in: phases, whole: whole(at: now), until: writer.end ?? now)
    }

    /// From the beginning to the end, or to now.
    package func whole(at now: Timestamp) -> Duration {
        begin.map { max(.zero, (end ?? now).since($0)) } ?? .zero
    }
}

extension Lifecycle {
    /// A part of a life.
    package struct Phase: Sendable, Equatable {
        package var step: Step
        /// The container, or another part of the object that has phases of its own; empty for the object itself.
        package var lane: String
        package var from: Timestamp
        /// Nil while it goes on; the same as `from` for what happened at a moment.
        package var to: Timestamp?
        /// How often its events occurred.
        package var occurrences: Int
        /// How many events tell of it.
        package var events: Int
        /// Events occurred at times that are not known, beside the first and the last.
        package var isPartlyKnown: Bool
        /// It came and went between the first and the last time: too seldom for one that went on.
        package var isScattered: Bool
        package var isTrouble: Bool
        /// Of the event that tells most: the newest Warning, else the newest.
        package var reason: String
        package var message: String

        /// How long it took, or has so far.
        package func length(until now: Timestamp) -> Duration { max(.zero, (to ?? now).since(from)) }

        /// A moment, not a time.
        package var isMark: Bool { to == from }

        /// `waiting for a node`; what has no name of its own is called by its reason.
        package var title: String { step == .other || step == .mark ? reason : step.rawValue }
    }

    /// Time that went by without anything running.
    package struct Loss: Sendable, Equatable {
        package var step: Step
        /// Times of several containers count once.
        package var length: Duration
        /// Of the whole life, 0 to 1.
        package var share: Double
        /// How many phases.
        package var phases: Int
        /// The newest message that says why.
        package var why: String
    }

    /// What an object is at, by the words that people read.
    package enum Step: String, Sendable, CaseIterable {
        case created
        case waiting = "waiting for a node"
        case preparing
        case mounting = "mounting volumes"
        case networking = "setting up the network"
        case pulling = "pulling image"
        case imageBackOff = "image back-off"
        case starting
        case failing = "failing to start"
        case running
        case unready
        case restarting
        case backOff = "back-off"
        case nodeLost = "node not ready"
        case terminating
        case notReady = "not ready"
        case ready
        case pressure = "under pressure"
        case cordoned
        case unused = "waiting for a pod"
        case provisioning
        case blocked
        case active
        case mark
        case other
        case ended

        /// The order that a life goes through them in.
        var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        /// Whether time spent there is lost.
        package var isLoss: Bool {
            switch self {
            case .waiting, .preparing, .mounting, .networking, .pulling, .imageBackOff, .starting, .failing, .unready,
                .restarting, .backOff, .nodeLost, .terminating, .notReady, .pressure, .cordoned, .unused, .provisioning,
                .blocked:
                true
            case .created, .running, .ready, .active, .mark, .other, .ended: false
            }
        }
    }
}
