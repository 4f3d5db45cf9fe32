import Basics

extension Lifecycle {
    private static let leastLoss = Duration.seconds(1)

    /// The steps that took time, the most first; what came and went is left out, since how long it took is not known.
    static func losses(in phases: [Phase], whole: Duration, until end: Timestamp) -> [Loss] {
        let lossy = phases.filter { $0.step.isLoss && !$0.isScattered }
        let losses = Dictionary(grouping: lossy, by: \.step).map { step, phases in
            let length = step == .unready ? alone(phases, among: lossy, until: end) : length(of: phases, until: end)
            let telling = phases.last { $0.isTrouble && !$0.message.isEmpty } ?? phases.last { !$0.message.isEmpty }
            return Loss(
                step: step,
                length: length,
                share: whole > .zero ? min(1, length / whole) : 0,
                phases: phases.count,
                why: telling?.message ?? ""
            )
        }
        return losses.filter { $0.length >= leastLoss }
            .sorted { ($1.length, $0.step.rank) < ($0.length, $1.step.rank) }
    }

    /// The time of `phases` without that in which something worse went on: who waits to be started is not ready either.
    private static func alone(_ phases: [Phase], among all: [Phase], until end: Timestamp) -> Duration {
        length(of: all, until: end) - length(of: all.filter { !phases.contains($0) }, until: end)
    }

    /// The time that any of `phases` goes on.
    static func length(of phases: [Phase], until end: Timestamp) -> Duration {
        let spans = phases.map { ($0.from, max($0.from, min($0.to ?? end, end))) }.sorted { $0.0 < $1.0 }
        var sum = Duration.zero
        var reached: Timestamp?
        for (from, to) in spans {
            let start = max(from, reached ?? from)
            if to > start { sum += to.since(start) }
            reached = max(reached ?? to, to)
        }
        return sum
    }
}
