import Basics

/// Whether trouble of pods is over, and what it came of.
extension Verdicts {
    /// What became of the pods of a finding.
    struct Outcome {
        /// When the last of them was over; nil while one is not.
        var ended: Timestamp?
        /// Each took no longer than is usual.
        var isPassing: Bool
        /// How many are over.
        var overCount = 0
        /// When one of those that are not was last heard of.
        var heard: Timestamp?
    }

    /// How long a pod may wait for a node until it counts: new ones take as long to come.
    private static let usualWait = Duration.seconds(300)
    /// How long it may take to start.
    private static let usualStart = Duration.seconds(120)

    func outcome(of finding: Finding, _ topic: OverviewTopic) -> Outcome {
        let usual = topic == .scheduling ? Self.usualWait : Self.usualStart
        var outcome = Outcome(isPassing: topic != .crash)
        var count = 0
        for object in finding.objects where object.name.kind == "Pod" {
            count += 1
            guard let fate = fates.fate(of: object), let spell = fate.spell(of: topic) else {
                outcome.isPassing = false
                continue
            }
            let end = spell.end.flatMap { isOver(fate, end: $0, topic) ? $0 : nil }
            let length = max(spell.longest, end == nil ? now.since(spell.from) : .zero)
            if length > usual { outcome.isPassing = false }
            guard let end else {
                outcome.heard = max(outcome.heard ?? fate.heard, fate.heard)
                continue
            }
            outcome.overCount += 1
            outcome.ended = max(outcome.ended ?? end, end)
        }
        if outcome.overCount < count { outcome.ended = nil }
        if count == 0 { outcome.isPassing = false }
        return outcome
    }

    /// Of a crash loop a start is but the next turn, unless it goes on for long.
    private func isOver(_ fate: PodFates.Fate, end: Timestamp, _ topic: OverviewTopic) -> Bool {
        topic != .crash || now.since(end) > Self.quiet || fate.gone.map { $0 >= end } ?? false
    }

    /// Says when it was over where that is known, and else whether anything is still heard of it.
    func settle(_ verdict: inout Verdict, _ finding: Finding, _ topic: OverviewTopic, _ outcome: Outcome) {
        verdict.ended = outcome.ended
        if outcome.ended == nil, outcome.overCount > 0 {
            verdict.drafts.append(.words("\(outcome.overCount) of them over it"))
        }
        // A kubelet says less and less of a pod, but of its other doings it does; a scheduler repeats itself each half hour.
        let last = max(finding.last, verdict.last, outcome.heard ?? finding.last)
        verdict.isQuiet = now.since(last) > (topic == .scheduling ? Self.longQuiet : Self.quiet)
    }

    /// The rollout that it may come of.
    func rolloutMoments(_ finding: Finding, deployment: String, namespace: String) -> [Verdict.Moment] {
        guard
            let rollout = rollouts.around(
                finding.first,
                cluster: finding.key.cluster,
                namespace: namespace,
                name: deployment
            )
        else { return [] }
        return [.init(what: "rollout", at: rollout.cause)]
            + (rollout.next.map { [.init(what: "another", at: $0)] } ?? [])
    }
}
