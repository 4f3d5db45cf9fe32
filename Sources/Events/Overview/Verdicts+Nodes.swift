import Basics

/// Trouble of nodes, with the pods they took along.
extension Verdicts {
    /// A node whose trouble is that of pods on it.
    struct GraveNode {
        var since: Timestamp
        var subject: String
        var victims: [String] = []
    }

    /// As many nodes that came back from maintenance are told one by one.
    private static let mostMaintained = 2
    /// How long a node that was cordoned before may take to come back.
    private static let maintenance = Duration.seconds(900)

    /// What is known of one node.
    private struct Case {
        var node: NodeConditions.Node
        var states: [(condition: NodeConditions.Condition, since: Timestamp)] = []
        /// What was not taken back.
        var reports: [NodeConditions.Report] = []
        var outages: [NodeConditions.Outage] = []
        var finding: Finding?
        var evicted: Finding?
        var affected: Finding?
    }

    /// Nodes that are in trouble now, whenever that began, and those that were; with the pods they took along.
    mutating func judgeNodes() {
        var maintained: [Case] = []
        for situation in cases() {
            if !situation.states.isEmpty {
                judge(troubled: situation)
            } else if !situation.outages.isEmpty {
                judge(former: situation, &maintained)
            } else if situation.finding != nil || !situation.reports.isEmpty {
                judge(grumbling: situation)
            } else {
                if let evicted = situation.evicted { judgeEvictions(evicted) }
                if let affected = situation.affected { judge(affected) }
            }
        }
        judge(maintained: maintained)
        for finding in takeAll({ $0.topic == .eviction }).values {
            if finding.key.reason == Finding.affected {
                judge(finding)
            } else if finding.key.namespace.isEmpty {
                judgeEvictions(finding)
            } else {
                judge(ownEvictions: finding)
            }
        }
    }

    private mutating func cases() -> [Case] {
        var cases: [NodeConditions.Node: Case] = [:]
        func change(_ cluster: String, _ name: String, _ body: (inout Case) -> Void) {
            let node = NodeConditions.Node(cluster: cluster, name: name)
            body(&cases[node, default: Case(node: node)])
        }
        for (node, states) in conditions.troubles(at: now) { change(node.cluster, node.name) { $0.states = states } }
        for (node, reports) in conditions.reports(at: now) {
            change(node.cluster, node.name) { $0.reports = reports }
        }
        for finding in takeAll({ $0.topic == .node }).values {
            change(finding.key.cluster, finding.key.subject) { $0.finding = finding }
        }
        let isOfNode: (Finding.Key) -> Bool = { $0.topic == .eviction && $0.namespace.isEmpty && !$0.subject.isEmpty }
        for finding in takeAll(isOfNode).values {
            change(finding.key.cluster, finding.key.subject) { situation in
                if finding.key.reason == Finding.affected {
                    situation.affected = finding
                } else {
                    situation.evicted = finding
                }
            }
        }
        for node in cases.keys { cases[node]?.outages = conditions.outages(of: node, after: from) }
        return cases.values.sorted { ($0.node.cluster, $0.node.name) < ($1.node.cluster, $1.node.name) }
    }

    // MARK: Judges

    private mutating func judge(troubled situation: Case) {
        let since = situation.states.map(\.since).min() ?? now
        let isDown = situation.states.contains { $0.condition == .notReady }
        var verdict = verdict(of: situation, situation.states.map(\.condition.text).joined(separator: " and "))
        verdict.since = since
        verdict.last = max(situation.finding?.last ?? since, since)
        verdict.isQuiet = false
        verdict.trend = .steady
        verdict.notes = causes(situation, besides: situation.states.map(\.condition)) + pods(situation)
        verdict.moments = situation.outages.last?.planned.map { [.init(what: "planned", at: $0)] } ?? []
        let isMaintenance = isDown && !verdict.moments.isEmpty && now.since(since) < Self.maintenance
        if isMaintenance { verdict.urgency = .warning }
        add(verdict, weight: isMaintenance ? 45 : isDown ? 100 : 75)
        graveNodes[place(of: situation)] = GraveNode(since: since, subject: verdict.subject)
    }

    /// A node that was not ready, and is again or is no more.
    private mutating func judge(former situation: Case, _ maintained: inout [Case]) {
        let last = situation.outages[situation.outages.count - 1]
        guard !(last.end == .removed && last.planned != nil) else { return }
        if situation.outages.allSatisfy({ $0.planned != nil }) {
            maintained.append(situation)
            return
        }
        var verdict = verdict(of: situation, "was not ready")
        verdict.since = since(situation.outages[0].from)
        verdict.ended = last.to
        verdict.notes = causes(situation, besides: [.notReady]) + pods(situation)
        if situation.outages.count > 1 { verdict.notes.insert("\(situation.outages.count) times", at: 0) }
        verdict.notes.append(last.end == .removed ? "then removed" : "ready again")
        // Who lost pods to it had an outage, and not a hiccup.
        add(verdict, weight: situation.evicted != nil ? 78 : situation.outages.count > 1 ? 64 : 60)
    }

    /// Nodes that somebody took away and brought back: as many as that are one upgrade.
    private mutating func judge(maintained: [Case]) {
        guard maintained.count > Self.mostMaintained else {
            for situation in maintained {
                var verdict = verdict(of: situation, "was not ready")
                verdict.urgency = .note
                verdict.since = since(situation.outages[0].from)
                verdict.ended = situation.outages.last?.to
                verdict.notes = pods(situation) + ["ready again"]
                verdict.moments = situation.outages[0].planned.map { [.init(what: "planned", at: $0)] } ?? []
                add(verdict, weight: 30)
            }
            return
        }
        var verdict = verdict(of: maintained[0], "cordoned, away for a while and ready again")
        verdict.subject = "\(maintained.count) nodes"
        verdict.urgency = .note
        verdict.since = maintained.compactMap(\.outages.first?.from).min()
        verdict.ended = maintained.compactMap { $0.outages.last?.to }.max()
        verdict.objects = maintained.count
        verdict.notes = [maintained.prefix(3).map(\.node.name).joined(separator: ", ") + ", ..."]
        verdict.filterText = "kind:Node"
        add(verdict, weight: 30)
    }

    /// A node that complains, and is ready.
    private mutating func judge(grumbling situation: Case) {
        let said = situation.finding?.messages.mapValues(\.text) ?? [:]
        let reasons = said.merging(situation.reports.map { ($0.reason, "") }) { text, _ in text }
        let causes = Set(reasons.compactMap { NodeCause(reason: $0.key, message: $0.value) }).sorted()
        let names =
            causes.isEmpty ? reasons.keys.sorted() : causes.map(\.text)
        var verdict = verdict(of: situation, names.prefix(3).joined(separator: ", "))
        verdict.notes = pods(situation)
        if causes.isEmpty || causes == [.drain] { verdict.notes.append(brief(situation.finding?.message ?? "")) }
        verdict.urgency = causes.contains(where: \.isGrave) ? .critical : .warning
        if let oldest = situation.reports.first {
            verdict.since = since(min(oldest.at, situation.finding?.first ?? oldest.at))
            verdict.last = max(oldest.at, situation.finding?.last ?? oldest.at)
            verdict.isQuiet = false
        } else {
            verdict.ended = conditions.takenBack(said.keys, of: situation.node)
        }
        add(verdict, weight: causes.map(\.weight).max() ?? 45)
        // What holds until it is taken back may be what pods there suffer from.
        if verdict.ended == nil, !situation.reports.isEmpty || (causes.contains(where: \.isGrave) && !verdict.isQuiet) {
            let since = [situation.finding?.first, situation.reports.first?.at].compactMap(\.self).min() ?? now
            graveNodes[place(of: situation)] = GraveNode(since: since, subject: verdict.subject)
        }
    }

    private mutating func judgeEvictions(_ finding: Finding) {
        let node = finding.key.subject
        var verdict = verdict(
            of: finding,
            node.isEmpty ? workloads(of: finding) : "node " + node,
            "pods evicted",
            .warning
        )
        verdict.notes =
            [counted(finding.objects.count, "pod")] + (node.isEmpty ? [] : [workloads(of: finding)])
            + [brief(finding.message)]
        verdict.filterText =
            scope(finding.key.cluster, "") + (node.isEmpty ? "" : "node:\(FilterText.quoted(node)) ")
            + OverviewTopic.eviction.filterText
        // An autoscaler that evicts pods to resize them was told to.
        let isMeant = finding.messages.keys.allSatisfy { $0 == "EvictedByVPA" }
        if isMeant { verdict.urgency = .note }
        add(verdict, weight: isMeant ? 20 : 60)
    }

    /// Pods that used more than they may.
    private mutating func judge(ownEvictions finding: Finding) {
        var verdict = verdict(of: finding, title(of: finding), "evicted for what it uses", .critical)
        verdict.notes = podCount(finding) + [brief(finding.message)]
        verdict.filterText = filter(workload: finding) + OverviewTopic.eviction.filterText
        add(verdict, weight: 57)
    }

    /// Pods whose node went away, where it is not known which.
    private mutating func judge(_ affected: Finding) {
        var verdict = verdict(of: affected, workloads(of: affected), "on a node that was not ready", .warning)
        verdict.notes = [counted(affected.objects.count, "pod")]
        verdict.filterText = scope(affected.key.cluster, "") + "kind:Pod reason:NodeNotReady"
        add(verdict, weight: 48)
    }

    // MARK: Words

    private func verdict(of situation: Case, _ problem: String) -> Verdict {
        let node = situation.node
        let name = FilterText.quoted(node.name)
        var verdict = verdict(
            of: situation.finding ?? Finding(Finding.Key(node)),
            "node " + node.name,
            problem,
            .critical
        )
        verdict.times = max(1, verdict.times)
        verdict.objects = 1
        verdict.filterText =
            scope(node.cluster, "") + "(kind:Node name:\(name) | node:\(name) !type:Normal"
            + alsoPods(situation) + ")"
        return verdict
    }

    /// Pods that nobody but their names lead to: what is told of them when a node goes does not name it.
    private func alsoPods(_ situation: Case) -> String {
        let pods = [situation.evicted, situation.affected].compactMap { $0?.objects }.joined()
        let names = Set(pods.map(\.name.name)).sorted().prefix(12).map { FilterText.quoted($0) }
        return names.isEmpty
            ? "" : " | reason:(*Evict*, NodeNotReady, Preempted) name:(" + names.joined(separator: ", ") + ")"
    }

    private func place(of situation: Case) -> OverviewSums.Place {
        OverviewSums.Place(cluster: situation.node.cluster, name: situation.node.name)
    }

    /// What a node's Warnings come to, the gravest first.
    private static func causes(of finding: Finding) -> [NodeCause] {
        Set(finding.messages.compactMap { NodeCause(reason: $0.key, message: $0.value.text) }).sorted()
    }

    private func causes(_ situation: Case, besides conditions: [NodeConditions.Condition]) -> [String] {
        guard let finding = situation.finding else { return [] }
        var said: Set<NodeCause> = []
        if conditions.contains(.diskPressure) { said.insert(.diskFull) }
        if conditions.contains(.memoryPressure) { said.insert(.memory) }
        if conditions.contains(.pidPressure) { said.insert(.pids) }
        return Self.causes(of: finding).filter { !said.contains($0) }.prefix(2).map(\.text)
    }

    private func pods(_ situation: Case) -> [String] {
        let evicted = situation.evicted.map { counted($0.objects.count, "pod") + " evicted" }
        guard let affected = situation.affected else { return [evicted].compactMap(\.self) }
        let others = affected.objects.count
        guard let evicted else { return [counted(others, "pod") + " affected"] }
        return others > situation.evicted?.objects.count ?? 0
            ? [counted(others, "pod") + " affected, " + "\(situation.evicted?.objects.count ?? 0) evicted"] : [evicted]
    }

    /// What pods on a node that is in trouble suffer is told with it.
    mutating func nameVictims() {
        for grave in graveNodes.values where !grave.victims.isEmpty {
            guard let index = verdicts.firstIndex(where: { $0.subject == grave.subject }) else { continue }
            let names = grave.victims.sorted()
            let rest = names.count > 3 ? " and \(names.count - 3) more" : ""
            verdicts[index].notes.append("down with it: " + names.prefix(3).joined(separator: ", ") + rest)
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
        graveNodes[place]?.victims.append(victim)
        return true
    }
}

extension Finding.Key {
    fileprivate init(_ node: NodeConditions.Node) {
        self.init(cluster: node.cluster, topic: .node, namespace: "", subject: node.name, reason: "")
    }
}
