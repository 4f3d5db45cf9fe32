import Basics

/// Pods that suffer because their node does: told with the node.
extension Verdicts {
    /// A node whose trouble is that of pods on it.
    struct GraveNode {
        var since: Timestamp
        var subject: String
        var victims: Set<String> = []
    }

    /// What pods on a node that is in trouble suffer is told with it.
    mutating func nameVictims() {
        for (node, grave) in graveNodes where !grave.victims.isEmpty {
            let isOfNode = { (verdict: Verdict) in verdict.cluster == node.cluster && verdict.subject == grave.subject }
            guard let index = verdicts.firstIndex(where: isOfNode) else { continue }
            let names = grave.victims.sorted()
            let rest = names.count > 3 ? " and \(names.count - 3) more" : ""
            verdicts[index].drafts.append(.words("down with it: " + names.prefix(3).joined(separator: ", ") + rest))
        }
    }

    /// Whether it is of pods on a node that was in trouble before: told with the node then.
    mutating func isVictim(_ finding: Finding) -> Bool {
        guard finding.nodes.count == 1, let node = finding.nodes.first else { return false }
        let place = OverviewSums.Place(cluster: finding.key.cluster, name: node)
        guard let grave = graveNodes[place], finding.first.since(grave.since) > .seconds(-60),
            finding.first.since(grave.since) < .seconds(900)
        else { return false }
        let victim = title(of: finding)
        graveNodes[place]?.victims.insert(victim)
        return true
    }
}
