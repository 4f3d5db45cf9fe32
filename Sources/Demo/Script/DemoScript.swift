import Basics

/// An endless play of incidents on a cluster, the same for the same seed.
///
/// Several incidents go on at once, their beats mixed as they would be in reality. Only times are not the script's: whoever plays it
/// says when.
package struct DemoScript: Sendable {
    /// An event with a past, for the backlog.
    struct Past: Sendable, Equatable {
        var draft: EventDraft
        var count: Int
        var first: Timestamp
        var last: Timestamp
    }

    private var stage: Stage
    private var acts: [Act] = []
    /// The great incident, every second beat while it lasts.
    private var breakdown: Act?
    private static let actsAtOnce = 7

    package init(seed: UInt64) {
        stage = Stage(seed: seed)
    }

    /// What happens next.
    package mutating func next() -> Beat {
        if breakdown != nil, stage.number(0...1) == 0 {
            if let beat = breakdown?.next() { return beat }
            breakdown = nil
        }
        while true {
            while acts.count < Self.actsAtOnce { acts.append(begin()) }
            let index = stage.number(0...acts.count - 1)
            if let beat = acts[index].next() { return beat }
            acts.remove(at: index)
        }
    }

    /// The events that are there when the play begins, spread over the last hour.
    ///
    /// Each is there in one version only, repetitions being part of its count: a list could not show more.
    mutating func backlog(_ size: Int, before now: Timestamp) -> [Past] {
        var order: [String] = []
        var events: [String: (draft: EventDraft, first: Int, last: Int, count: Int)] = [:]
        var beat = 0
        while order.count < size {
            beat += 1
            switch next() {
            case .added(let draft):
                order.append(draft.uid)
                events[draft.uid] = (draft, beat, beat, 1)
            case .repeated(let draft):
                events[draft.uid]?.last = beat
                events[draft.uid]?.count += 1
            case .removed:
                continue
            }
        }
        // Not the whole hour, or the first would expire at once.
        let step = Duration.seconds(57 * 60) / max(beat, 1)
        let start = now.advanced(by: .seconds(-57 * 60))
        return order.compactMap { events[$0] }.sorted { $0.last < $1.last }.map { event in
            Past(
                draft: event.draft,
                count: event.count,
                first: start.advanced(by: step * event.first),
                last: start.advanced(by: step * event.last)
            )
        }
    }

    /// Lets a node break down: many things go wrong at once, and end well.
    package mutating func breakDown() {
        breakdown = play { $0.breakdown() }
    }

    private mutating func play(_ write: (inout ActBuilder) -> Void) -> Act {
        var builder = ActBuilder(stage: stage)
        write(&builder)
        stage = builder.stage
        return Act(builder.beats)
    }

    private mutating func begin() -> Act {
        let number = stage.number(0...19)
        return play { builder in
            switch number {
            case 0...3: builder.rollout()
            case 4...7: builder.crashLoop()
            case 8...9: builder.imagePullFailure()
            case 10...11: builder.failedScheduling()
            case 12: builder.nodeNotReady()
            case 13: builder.outOfMemory()
            case 14: builder.failedMount()
            case 15: builder.autoscaling()
            case 16...17: builder.job()
            default: builder.databaseLost()
            }
        }
    }
}
