import Basics

/// What all judges make verdicts of: finding, weight, subject, words and filter.
extension Verdicts {
    /// Removes the findings that are wanted from those not yet judged, and returns them in the order of their keys.
    mutating func takeAll(_ isWanted: (Finding.Key) -> Bool) -> [Finding] {
        let taken = findings.values.filter { isWanted($0.key) }.sorted { $0.key < $1.key }
        for finding in taken { findings[finding.key] = nil }
        return taken
    }

    /// A verdict without notes and filter.
    func verdict(of finding: Finding, _ subject: String, _ problem: String, _ urgency: Verdict.Urgency) -> Verdict {
        Verdict(
            cluster: finding.key.cluster,
            topic: finding.key.topic,
            urgency: urgency,
            subject: subject,
            problem: problem,
            since: since(finding.first),
            from: from,
            last: finding.last,
            isQuiet: now.since(finding.last) > Self.quiet,
            trend: OverviewReport.Trend(earlier: finding.earlier, later: finding.later),
            times: finding.times,
            objects: finding.objects.count,
            filterText: ""
        )
    }

    /// Nil where it is as old as what is looked at.
    func since(_ first: Timestamp) -> Timestamp? { first.since(from) > .seconds(60) ? first : nil }

    /// How much it weighs depends on what it is first, then on how many things it touches, and on whether it grows.
    mutating func add(_ verdict: Verdict, weight: Double) {
        var verdict = verdict
        if verdict.ended != nil { verdict.isQuiet = true }
        // What is over does not grow.
        if verdict.isQuiet { verdict.trend = .steady }
        // It may yet be the hiccup of a start.
        let isOnce = verdict.times < 3 && (verdict.topic == .volume || verdict.topic == .crash)
        let size = Self.magnitude(verdict.objects) * 3 + min(8, Self.magnitude(verdict.times))
        let trend = verdict.trend == .rising ? 1.1 : 1
        let place = verdict.subject.hasPrefix("kube-system/") ? 1.1 : 1
        verdict.score = weight * (1 + size / 60) * trend * place
        verdict.rank = rank(of: verdict, isOutage: weight >= Self.outage && !isOnce, isGrave: weight >= 70)
        verdicts.append(verdict)
    }

    /// What began lately comes before what was so all the time, and that before what is over.
    private func rank(of verdict: Verdict, isOutage: Bool, isGrave: Bool) -> Int {
        guard isOutage else { return verdict.isQuiet ? 4 : 3 }
        if verdict.isQuiet { return 2 }
        return verdict.since != nil || verdict.trend == .rising || isGrave ? 0 : 1
    }

    /// The number of binary digits.
    private static func magnitude(_ number: Int) -> Double { Double(Int.bitWidth - max(0, number).leadingZeroBitCount) }

    /// The name of the workload or object with its namespace; a star stands for what the names of its pods end with.
    func title(of finding: Finding) -> String {
        let name = finding.key.subject + (finding.isStem ? "-*" : "")
        return finding.key.namespace.isEmpty ? name : finding.key.namespace + "/" + name
    }

    /// The first of the workloads, and how many more there are.
    func workloads(of finding: Finding) -> String {
        let names = finding.workloads.map(\.title).sorted()
        guard let first = names.first else { return "pods" }
        return first + (names.count > 1 ? " and \(names.count - 1) more" : "")
    }

    /// Nothing of a single object, which is the subject itself.
    func podCount(_ finding: Finding) -> [Verdict.Note] {
        let count = finding.objects.count
        guard count > 1 || finding.isStem, count > 0 else { return [] }
        let isPods = finding.objects.allSatisfy { $0.name.kind == "Pod" }
        return [note(count, isPods ? "pod" : "object")]
    }

    /// `3 kills`.
    func note(_ number: Int, _ noun: String) -> Verdict.Note { .words(counted(number, noun)) }

    /// A number with its noun, which takes an `s` as its plural.
    func counted(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    private func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return String(digits)
    }

    /// The part of a filter that finds the events of a workload or object; it ends with a blank.
    func filter(workload finding: Finding) -> String {
        let name =
            finding.isStem ? FilterText.prefix(finding.key.subject + "-") : FilterText.quoted(finding.key.subject)
        return FilterText.scope(finding.key.cluster, finding.key.namespace) + "name:" + name + " "
    }
}
