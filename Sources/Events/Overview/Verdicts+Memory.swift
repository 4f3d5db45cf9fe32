import Basics

/// Memory that ran out: of a node, or of a container at its own limit, which the kernel of the node tells as well.
extension Verdicts {
    private static let restartDistance = Duration.seconds(300)

    /// A kernel names a process; the pod is told by another event, or by what started again near it.
    mutating func judgeMemory() {
        let found = takeAll { $0.topic == .memory }
        var limited: [Finding.Key: Finding] = [:]
        for finding in found where !finding.key.namespace.isEmpty { limited[finding.key] = finding }
        let explained = Set(
            limited.values.flatMap { finding in
                finding.nodes.map { OverviewSums.Place(cluster: finding.key.cluster, name: $0) }
            }
        )
        for finding in found where finding.key.namespace.isEmpty {
            let node = OverviewSums.Place(cluster: finding.key.cluster, name: finding.key.subject)
            guard !explained.contains(node) else { continue }
            let near = (restarts[node] ?? []).filter { isNear($0.at, finding) }
            guard finding.message.contains("emory cgroup out of memory") else {
                judge(node: finding, near)
                continue
            }
            var place =
                owner(of: finding, near)
                ?? Finding.Key(
                    cluster: finding.key.cluster,
                    topic: .memory,
                    namespace: "",
                    subject: Self.process(in: finding.message) ?? "",
                    reason: Finding.process
                )
            place.topic = .memory
            limited[place, default: Finding(place)].addKills(of: finding)
            if !place.namespace.isEmpty { limited[place]?.isStem = true }
        }
        for (key, finding) in limited.sorted(by: { $0.key < $1.key }) {
            if key.reason == Finding.process { judge(process: finding) } else { findings[key] = finding }
        }
    }

    /// The workload whose container was killed: the only one that started again, or the only one of the process's name.
    private func owner(of finding: Finding, _ near: [FindingBook.Restart]) -> Finding.Key? {
        let process = Self.process(in: finding.message)
        let keys = Set(near.map(\.workload))
        if keys.count == 1 { return keys.first }
        let namesakes = keys.filter { $0.subject == process }
        return namesakes.count == 1 ? namesakes.first : nil
    }

    private mutating func judge(node finding: Finding, _ near: [FindingBook.Restart]) {
        var verdict = verdict(of: finding, "node " + finding.key.subject, "out of memory", .critical)
        verdict.drafts = [note(finding.times, "kill")]
        if let process = Self.process(in: finding.message) { verdict.drafts.append(.words("killed " + process)) }
        let names = Set(near.map(\.title)).sorted()
        if let first = names.first {
            let rest = names.count > 1 ? " and \(names.count - 1) more" : ""
            verdict.drafts.append(.words("restarted near it: " + first + rest))
        }
        let name = FilterText.quoted(finding.key.subject)
        verdict.filterText =
            FilterText.scope(finding.key.cluster) + "(node:\(name) type:Warning | kind:Node name:\(name))"
        add(verdict, weight: 75)
        guard !verdict.isQuiet else { return }
        let place = OverviewSums.Place(cluster: finding.key.cluster, name: finding.key.subject)
        graveNodes[place] = GraveNode(since: finding.first, subject: verdict.subject)
    }

    private mutating func judge(process finding: Finding) {
        let name = finding.key.subject.isEmpty ? "a process" : finding.key.subject
        var verdict = verdict(of: finding, "process " + name, "killed at the memory limit of its container", .critical)
        verdict.drafts = [note(finding.times, "kill"), nodes(of: finding)]
        verdict.filterText = FilterText.scope(finding.key.cluster) + OverviewTopic.memory.filterText
        add(verdict, weight: 62)
    }

    /// `node n1`, or how many there are.
    func nodes(of finding: Finding) -> Verdict.Note {
        guard finding.nodes.count < 2 else { return .words("\(finding.nodes.count) nodes") }
        return .words(finding.nodes.first.map { "node " + $0 } ?? "")
    }

    private func isNear(_ time: Timestamp, _ finding: Finding) -> Bool {
        finding.first.since(time) <= Self.restartDistance && time.since(finding.last) <= Self.restartDistance
    }

    /// `java` of `Killed process 4321 (java) total-vm:…`.
    static func process(in message: String) -> String? {
        guard let start = message.firstRange(of: "rocess ")?.upperBound else { return nil }
        let rest = message[start...].prefix(80)
        guard let open = rest.firstIndex(of: "("), let close = rest[open...].firstIndex(of: ")") else { return nil }
        let name = rest[rest.index(after: open)..<close]
        return name.isEmpty ? nil : String(name)
    }
}
