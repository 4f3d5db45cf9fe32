import Basics

/// Containers that do not stay up, each workload once.
extension Verdicts {
    /// A workload whose containers do not stay up is one trouble, however it shows.
    mutating func judgeWorkloads() {
        let topics: [OverviewTopic] = [.crash, .memory, .start, .probe]
        let found = takeAll { $0.topic.map { topics.contains($0) } ?? false }
        var rest = Dictionary(uniqueKeysWithValues: found.map { ($0.key, $0) })
        for topic in topics {
            for key in found.map(\.key) where key.topic == topic {
                guard let finding = rest.removeValue(forKey: key) else { continue }
                var also: [OverviewTopic: Finding] = [:]
                for other in topics where other != topic {
                    var place = key
                    place.topic = other
                    if let more = rest.removeValue(forKey: place) { also[other] = more }
                }
                judge(workload: finding, also)
            }
        }
    }

    private mutating func judge(workload finding: Finding, _ also: [OverviewTopic: Finding]) {
        guard let topic = finding.key.topic else { return }
        var whole = finding
        for other in also.values { whole.add(other) }
        let pods = outcome(of: finding, topic)
        guard topic != .start || !pods.isPassing else { return }
        guard topic == .probe || !isVictim(whole) else { return }
        var verdict = verdict(of: whole, title(of: whole), "", topic == .probe ? .warning : .critical)
        verdict.trend = OverviewReport.Trend(earlier: finding.earlier, later: finding.later)
        verdict.times = finding.times
        let weight = describe(&verdict, finding, whole, also)
        if topic == .start || topic == .crash { settle(&verdict, finding, topic, pods) }
        if also[.start] != nil { verdict.drafts.append(.words("does not start")) }
        if also[.probe] != nil { verdict.drafts.append(.words("probes fail")) }
        if topic != .probe {
            verdict.moments = rolloutMoments(
                whole,
                deployment: finding.key.subject,
                namespace: finding.key.namespace
            )
        }
        verdict.filterText = filter(workload: whole) + "type:Warning"
        guard topic != .probe || finding.times > 2 else { return }
        add(verdict, weight: weight)
    }

    /// Fills in problem and notes.
    ///
    /// - Returns: How much it weighs.
    private func describe(
        _ verdict: inout Verdict,
        _ finding: Finding,
        _ whole: Finding,
        _ also: [OverviewTopic: Finding]
    ) -> Double {
        let pods = podCount(whole)
        switch finding.key.topic {
        case .crash:
            guard let memory = also[.memory] else {
                verdict.problem = "crash loop"
                verdict.drafts = pods + [note(finding.times, "back-off")]
                return 62
            }
            verdict.problem = "killed at its memory limit, crash loop"
            verdict.drafts = pods + [note(memory.times, "kill"), note(finding.times, "back-off")]
            return 68
        case .memory:
            verdict.problem = "killed at its memory limit"
            verdict.drafts = pods + [note(finding.times, "kill"), nodes(of: finding)]
            return 65
        case .start:
            let isCreation = finding.messages.keys.allSatisfy { ["FailedCreate", "FailedDaemonPod"].contains($0) }
            verdict.problem = isCreation ? "pods cannot be created" : "does not start"
            verdict.drafts = (isCreation ? [] : pods) + [.gist(of: finding.message)]
            return 55
        default:
            verdict.problem = "probes fail"
            verdict.drafts = pods + [note(finding.times, "time"), .gist(of: finding.message)]
            return 32
        }
    }
}
