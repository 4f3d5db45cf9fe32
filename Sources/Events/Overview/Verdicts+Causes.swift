import Basics

/// Troubles that messages name the common cause of.
extension Verdicts {
    mutating func judgeCauses() {
        for finding in takeAll({ $0.cause != nil && $0.cause != .network }).values {
            switch finding.key.cause {
            case .webhook: judge(webhook: finding)
            case .quota: judge(quota: finding)
            case .addresses: judge(addresses: finding)
            case .metrics: judge(metrics: finding)
            case .network, nil: continue
            }
        }
    }

    private mutating func judge(webhook finding: Finding) {
        var verdict = verdict(of: finding, "webhook " + finding.key.subject, "fails", .critical)
        let names = finding.namespaces.sorted()
        let places = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
        let isMany = names.count > 1
        verdict.notes = [
            counted(finding.times, "time"), names.isEmpty ? "" : (isMany ? "namespaces " : "namespace ") + places,
            Self.cause(ofCall: finding.message) ?? brief(finding.message),
        ]
        verdict.objects = names.count
        verdict.filterText =
            scope(finding.key.cluster, "") + "msg:\"failed calling webhook\" msg:"
            + FilterText.quoted(finding.key.subject)
        add(verdict, weight: finding.times > 2 ? 85 : 45)
    }

    private static func cause(ofCall message: String) -> String? {
        let causes: [(sign: String, cause: String)] = [
            ("connection refused", "connection refused"), ("no endpoints available", "its service has no endpoints"),
            ("deadline exceeded", "no answer in time"), ("imeout", "no answer in time"),
            ("x509", "its certificate is not trusted"), ("no such host", "its name is not known"),
            ("no route to host", "no route to it"), ("not found", "its service is not found"),
        ]
        return causes.first { message.contains($0.sign) }?.cause
    }

    private mutating func judge(quota finding: Finding) {
        let subject = finding.key.namespace + "/" + finding.key.subject
        var verdict = verdict(of: finding, "quota " + subject, "used up", .critical)
        verdict.notes = ["no pods for " + workloads(of: finding), counted(finding.times, "time")]
        verdict.filterText =
            scope(finding.key.cluster, finding.key.namespace) + "msg:"
            + FilterText.quoted("exceeded quota: " + finding.key.subject)
        add(verdict, weight: 55)
    }

    private mutating func judge(addresses finding: Finding) {
        let name = finding.key.subject.isEmpty ? "the pods' network" : finding.key.subject
        var verdict = verdict(of: finding, name, "no addresses left", .critical)
        verdict.notes = [counted(finding.objects.count, "pod") + " of " + workloads(of: finding) + " without one"]
        settle(&verdict, finding, .start, outcome(of: finding, .start))
        let sign = finding.key.subject.isEmpty ? "" : "msg:" + FilterText.quoted(finding.key.subject)
        verdict.filterText =
            scope(finding.key.cluster, "") + (sign.isEmpty ? OverviewTopic.start.filterText : sign + " !type:Normal")
        add(verdict, weight: 80)
    }

    /// A plugin that gives pods no network; of those on one node in trouble the node is told.
    mutating func judgeNetworks() {
        for finding in takeAll({ $0.cause == .network }).values.sorted(by: { $0.key.subject < $1.key.subject }) {
            let pods = outcome(of: finding, .start)
            guard !pods.isPassing, !isVictim(finding) else { continue }
            let plugin = finding.key.subject
            let isMany = finding.workloads.count > 2
            let subject = "pod network" + (plugin.isEmpty ? "" : " " + plugin)
            let node = finding.nodes.count == 1 ? finding.nodes.first.map { " on node " + $0 } ?? "" : ""
            var verdict = verdict(of: finding, subject + node, "fails", .critical)
            verdict.notes = [
                counted(finding.objects.count, "pod") + " of " + workloads(of: finding)
                    + (finding.nodes.count > 1 ? " on \(finding.nodes.count) nodes" : "") + " cannot start",
                brief(finding.message),
            ]
            settle(&verdict, finding, .start, pods)
            noteCrash(of: finding, &verdict)
            let sign = plugin.isEmpty ? "" : " msg:" + FilterText.quoted(plugin)
            verdict.filterText = scope(finding.key.cluster, "") + CommonCause.Kind.network.filterText + sign
            add(verdict, weight: isMany ? 82 : 55)
        }
    }

    /// Who serves the plugin on these nodes, where that does not stay up, is what it comes of.
    private mutating func noteCrash(of finding: Finding, _ verdict: inout Verdict) {
        let plugin = finding.key.subject
        guard !plugin.isEmpty else { return }
        let servers = findings.filter { key, crash in
            key.topic == .crash && key.cluster == finding.key.cluster && key.subject.hasPrefix(plugin)
                && !crash.nodes.isDisjoint(with: finding.nodes)
        }
        let crashes = takeAll { servers[$0] != nil }
        for crash in crashes.values.sorted(by: { $0.key.subject < $1.key.subject }) {
            verdict.notes.insert(title(of: crash) + " in a crash loop", at: 0)
            if let since = since(crash.first), let begun = verdict.since { verdict.since = min(since, begun) }
            verdict.last = max(verdict.last, crash.last)
        }
    }

    /// Metrics that are missing come and go in most clusters; that nobody has any is an outage of who serves them.
    private mutating func judge(metrics finding: Finding) {
        guard finding.times > 2 else { return }
        var verdict = verdict(of: finding, "autoscalers", "get no metrics", .warning)
        verdict.notes = [workloads(of: finding), counted(finding.times, "time"), brief(finding.message)]
        verdict.filterText = scope(finding.key.cluster, "") + "kind:HorizontalPodAutoscaler !type:Normal"
        let isOfAll = finding.objects.count > 4 && verdict.since != nil && !verdict.isQuiet
        add(verdict, weight: isOfAll ? 52 : 12)
    }
}
