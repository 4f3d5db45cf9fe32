import Basics

/// Troubles that messages name the common cause of.
extension Verdicts {
    mutating func judgeCauses() {
        for finding in takeAll({ $0.cause != nil }) {
            switch finding.key.cause {
            case .webhook: judge(webhook: finding)
            case .quota: judge(quota: finding)
            case .addresses: judge(addresses: finding)
            case .metrics: judge(metrics: finding)
            case nil: continue
            }
        }
    }

    private mutating func judge(webhook finding: Finding) {
        var verdict = verdict(of: finding, "webhook " + finding.key.subject, "fails", .critical)
        let names = finding.namespaces.sorted()
        let places = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
        let isMany = names.count > 1
        verdict.drafts = [
            note(finding.times, "time"),
            .words(names.isEmpty ? "" : (isMany ? "namespaces " : "namespace ") + places),
            Self.cause(ofCall: finding.message).map { .words($0) } ?? .gist(of: finding.message),
        ]
        verdict.objects = names.count
        verdict.filterText = filter(cause: finding)
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
        verdict.drafts = [.words("no pods for " + workloads(of: finding)), note(finding.times, "time")]
        verdict.filterText = filter(cause: finding)
        add(verdict, weight: 55)
    }

    private mutating func judge(addresses finding: Finding) {
        let name = finding.key.subject.isEmpty ? "the pods' network" : finding.key.subject
        var verdict = verdict(of: finding, name, "no addresses left", .critical)
        let pods = counted(finding.objects.count, "pod")
        verdict.drafts = [.words(pods + " of " + workloads(of: finding) + " without one")]
        settle(&verdict, finding, .start, outcome(of: finding, .start))
        verdict.filterText = filter(cause: finding)
        add(verdict, weight: 80)
    }

    /// Metrics that are missing come and go in most clusters; that nobody has any is an outage of who serves them.
    private mutating func judge(metrics finding: Finding) {
        guard finding.times > 2 else { return }
        var verdict = verdict(of: finding, "autoscalers", "get no metrics", .warning)
        verdict.drafts = [
            .words(workloads(of: finding)), note(finding.times, "time"), .gist(of: finding.message),
        ]
        verdict.filterText = filter(cause: finding)
        let isOfAll = finding.objects.count > 4 && verdict.since != nil && !verdict.isQuiet
        add(verdict, weight: isOfAll ? 52 : 12)
    }

    /// The events that the cause was read from.
    private func filter(cause finding: Finding) -> String {
        FilterText.scope(finding.key.cluster, finding.key.namespace)
            + (finding.key.cause?.filterText(of: finding.key.subject) ?? "")
    }
}
