import Basics

/// Images, scheduling, volumes and jobs.
extension Verdicts {
    /// Judges the findings that no other judge took.
    mutating func judgeRest() {
        let claims = claims()
        var judged: Set<OverviewSums.Object> = []
        for finding in findings.values.sorted(by: { ($0.times, $1.key.subject) > ($1.times, $0.key.subject) }) {
            // What each scheduler and autoscaler says of the same pods is one thing.
            if finding.key.topic == .scheduling {
                guard !finding.objects.isSubset(of: judged) else { continue }
                judged.formUnion(finding.objects)
            }
            switch finding.key.topic {
            case .image: judge(image: finding)
            case .scheduling: judge(scheduling: finding, claims)
            case .volume: judge(volume: finding, claims)
            case .job: judge(job: finding)
            default: judge(other: finding)
            }
        }
    }

    /// The namespaces with claims in trouble, and when that was last heard of: from the claim, or from pods that wait for it.
    private func claims() -> [OverviewSums.Place: Timestamp] {
        var claims: [OverviewSums.Place: Timestamp] = [:]
        for finding in findings.values where finding.key.topic == .volume {
            for object in finding.objects where object.name.kind == "PersistentVolumeClaim" {
                let place = OverviewSums.Place(cluster: object.cluster, name: object.namespace)
                claims[place] = max(claims[place] ?? finding.last, finding.last)
            }
        }
        for finding in findings.values where finding.key.topic == .scheduling && Self.waitsForVolume(finding) {
            let place = OverviewSums.Place(cluster: finding.key.cluster, name: finding.key.namespace)
            claims[place] = claims[place].map { max($0, finding.last) }
        }
        return claims
    }

    private static func waitsForVolume(_ finding: Finding) -> Bool {
        ["PersistentVolumeClaim", "VolumeBinding"].contains { finding.key.subject.contains($0) }
    }

    private mutating func judge(image finding: Finding) {
        let isNamed = finding.key.subject.contains { $0 == "/" || $0 == ":" } || !finding.isStem
        var verdict = verdict(
            of: finding,
            isNamed ? "image " + finding.key.subject : title(of: finding),
            isNamed ? "cannot be pulled" : "image cannot be pulled",
            .critical
        )
        let cause = finding.messages.sorted { $0.key < $1.key }.lazy.compactMap { Self.cause(ofPull: $0.value.text) }
            .first
        verdict.notes =
            [counted(finding.objects.count, "pod") + " of " + workloads(of: finding)] + [cause].compactMap(\.self)
        let pods = outcome(of: finding, .image)
        guard !pods.isPassing else { return }
        settle(&verdict, finding, .image, pods)
        if finding.workloads.count == 1, let title = finding.workloads.first, title.hasSuffix("-*") {
            let name = title.split(separator: "/").last.map { String($0.dropLast(2)) } ?? ""
            verdict.moments = rolloutMoments(finding, deployment: name, namespace: finding.key.namespace)
        }
        verdict.filterText = scope(finding.key.cluster, finding.key.namespace) + OverviewTopic.image.filterText
        add(verdict, weight: 58)
    }

    private static func cause(ofPull message: String) -> String? {
        let text = message.lowercased()
        let causes: [(sign: String, cause: String)] = [
            ("not found", "not found"), ("manifest unknown", "not found"), ("unauthorized", "access denied"),
            ("denied", "access denied"), ("authoriz", "access denied"), ("toomanyrequests", "rate limited"),
            ("no such host", "registry not found"), ("timeout", "registry cannot be reached"),
            ("connection refused", "registry cannot be reached"), ("deadline exceeded", "registry cannot be reached"),
            ("no space left", "no space left"), ("x509", "certificate not trusted"),
        ]
        return causes.first { text.contains($0.sign) }?.cause
    }

    /// Pods that wait for a claim wait for what the claim waits for.
    private mutating func judge(scheduling finding: Finding, _ claims: [OverviewSums.Place: Timestamp]) {
        let place = OverviewSums.Place(cluster: finding.key.cluster, name: finding.key.namespace)
        if Self.waitsForVolume(finding), claims[place] != nil { return }
        var verdict = verdict(of: finding, workloads(of: finding), "cannot be scheduled", .critical)
        verdict.notes = [counted(finding.objects.count, "pod"), brief(finding.key.subject)]
        let word = finding.key.subject.hasPrefix("not enough ") ? String(finding.key.subject.dropFirst(11)) : ""
        let part = word.contains("/") ? " msg:" + FilterText.quoted(word) : ""
        verdict.filterText =
            scope(finding.key.cluster, finding.key.namespace) + OverviewTopic.scheduling.filterText + part
        let pods = outcome(of: finding, .scheduling)
        settle(&verdict, finding, .scheduling, pods)
        // A backlog that is worked off: each finds its place in time.
        add(verdict, weight: pods.isPassing ? 20 : 54)
    }

    private mutating func judge(volume finding: Finding, _ claims: [OverviewSums.Place: Timestamp]) {
        let isClaim = finding.objects.contains { $0.name.kind == "PersistentVolumeClaim" }
        let isResize = finding.messages.keys.allSatisfy { $0.contains("Resize") }
        let problem =
            isResize ? "volume cannot be resized" : isClaim ? "volume cannot be provided" : "volume cannot be mounted"
        var verdict = verdict(of: finding, title(of: finding), problem, .critical)
        verdict.notes = podCount(finding) + [brief(Self.tail(ofMount: finding.message))]
        verdict.filterText = filter(workload: finding) + OverviewTopic.volume.filterText
        let pods = outcome(of: finding, .volume)
        guard !pods.isPassing, finding.times > 1 || !verdict.isQuiet else { return }
        guard isClaim || !isVictim(finding) else { return }
        settle(&verdict, finding, .volume, pods)
        if isClaim || isResize { verdict.ended = remedies.time(of: finding.objects, after: finding.last) }
        // Provisioners fall silent before the pods that wait for the volume do.
        let place = OverviewSums.Place(cluster: finding.key.cluster, name: finding.key.namespace)
        if isClaim, let heard = claims[place] { verdict.isQuiet = now.since(heard) > Self.quiet }
        if !isClaim {
            verdict.moments = rolloutMoments(
                finding,
                deployment: finding.key.subject,
                namespace: finding.key.namespace
            )
        }
        add(verdict, weight: 52)
    }

    /// What stands behind `MountVolume.SetUp failed for volume "c" : `.
    private static func tail(ofMount message: String) -> String {
        guard let end = message.firstRange(of: "\" : ")?.upperBound else { return message }
        return String(message[end...])
    }

    private mutating func judge(job finding: Finding) {
        var verdict = verdict(of: finding, title(of: finding), "job failed", .warning)
        verdict.notes = [brief(finding.message)]
        verdict.filterText = filter(workload: finding) + "type:Warning"
        add(verdict, weight: 40)
    }
}
