/// What has no topic: told by its reason, however many say it.
extension Verdicts {
    mutating func judge(other finding: Finding) {
        if finding.isError { return judge(error: finding) }
        if Self.isOfLoadBalancer(finding) { return judge(loadBalancer: finding) }
        guard finding.times > 2 else { return }
        var verdict = verdict(of: finding, workloads(of: finding), finding.key.reason, .note)
        verdict.drafts = [note(finding.times, "time"), .gist(of: finding.message)]
        verdict.filterText =
            FilterText.scope(finding.key.cluster) + "reason:" + FilterText.quoted(finding.key.reason) + " !type:Normal"
        // What is new may be what matters; what was so all the time nobody minded.
        let isNew = verdict.since != nil && !verdict.isQuiet && !Self.harmless.contains(finding.key.reason)
        add(verdict, weight: Self.weight(ofReason: finding.key.reason) + (isNew ? 15 : 0))
    }

    /// Kubernetes itself writes Normal and Warning: who writes Error means it.
    private mutating func judge(error finding: Finding) {
        var verdict = verdict(of: finding, workloads(of: finding), finding.key.reason, .critical)
        verdict.drafts = [
            .words(finding.times > 1 ? counted(finding.times, "time") : ""), .gist(of: finding.message),
        ]
        verdict.filterText =
            filter(workload: finding) + "reason:" + FilterText.quoted(finding.key.reason) + " type:Error"
        add(verdict, weight: 56)
    }

    /// Whether it is of a service that gets no load balancer, or one that is out of date.
    private static func isOfLoadBalancer(_ finding: Finding) -> Bool {
        FindingBook.isOfLoadBalancer(finding.key.reason) && !finding.key.subject.isEmpty
    }

    private mutating func judge(loadBalancer finding: Finding) {
        let subject = "service " + title(of: finding)
        var verdict = verdict(of: finding, subject, "load balancer fails", .critical)
        verdict.drafts = [note(finding.times, "time"), .gist(of: finding.message)]
        verdict.filterText = filter(workload: finding) + "kind:Service !type:Normal"
        verdict.ended = remedies.time(of: finding.objects, after: finding.last)
        add(verdict, weight: finding.times > 2 ? 57 : 40)
    }

    /// What Kubernetes mends itself, or what works all the same.
    private static let harmless: Set = ["FailedToUpdateEndpoint", "FailedToUpdateEndpointSlices", "DNSConfigForming"]

    /// What fails weighs more than what is only said to be unwise; metrics that are missing come and go in most clusters.
    private static func weight(ofReason reason: String) -> Double {
        if harmless.contains(reason) { return 3 }
        let isFailure = ["Fail", "Error", "Unhealthy"].contains { reason.contains($0) }
        return isFailure && !reason.contains("Metric") ? 25 : 12
    }
}
