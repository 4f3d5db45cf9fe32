import Basics

extension Overview {
    private static let mostReasons = 10
    /// The most objects, namespaces and nodes.
    private static let mostPlaces = 20

    /// What there is to tell of the window that ends now.
    ///
    /// Adds up buckets: its cost is that of the different things in them, not of the events.
    package func report(_ window: OverviewWindow) -> OverviewReport {
        let sums = OverviewSums(self, window)
        var report = OverviewReport(window: window, from: sums.from, to: now, begins: begins)
        report.counts = sums.counts
        report.warnings = sums.warnings
        report.folded = sums.folded.all
        report.panels = sums.panels.panels
        report.reasons = Self.reasons(of: sums)
        report.objects = Self.objects(of: sums)
        report.namespaces = Self.places(sums, sums.namespaces, \.namespace, field: .namespace)
        report.nodes = Self.places(sums, sums.nodes, \.node, field: .node)
        let verdicts = Verdicts(sums.findings, of: self, from: sums.from)
        report.verdicts = verdicts.verdicts
        report.verdictCount = verdicts.count
        return report
    }

    /// An event without a type of its own kind is as important as a Warning.
    private static func reasons(of sums: OverviewSums) -> [OverviewReport.Line] {
        let top = sums.reasons.top(mostReasons) { left, right in
            let sides = (left.0.kind == .normal ? 0 : 1, right.0.kind == .normal ? 0 : 1)
            return (sides.1, right.1.times, left.0.name, left.0.kind.rawValue)
                < (sides.0, left.1.times, right.0.name, right.0.kind.rawValue)
        }
        return top.map { place in
            let (key, tally) = (sums.reasons.keys[place], sums.reasons[place])
            let type =
                switch key.kind {
                case .normal: " type:Normal"
                case .warning: " type:Warning"
                case .other: " !type:(Normal, Warning)"
                }
            let isOthers = key.name == Self.others
            return OverviewReport.Line(
                cluster: "",
                name: key.name,
                kind: key.kind,
                times: tally.times,
                events: tally.events,
                series: sums.series[place],
                trend: tally.trend,
                last: tally.last,
                filterText: isOthers ? "" : "reason:" + FilterText.quoted(key.name) + type
            )
        }
    }

    private static func objects(of sums: OverviewSums) -> [OverviewReport.Line] {
        let top = sums.objects.top(mostPlaces) { left, right in
            if left.1.times != right.1.times { return left.1.times > right.1.times }
            let (left, right) = (left.0, right.0)
            return (left.cluster, left.namespace, left.name.name, left.name.kind)
                < (right.cluster, right.namespace, right.name.name, right.name.kind)
        }
        return zip(top, sums.topReasons(of: top, \.object)).map { place, reason in
            let key = sums.objects.keys[place]
            var line = line(key.cluster, key.name.kind + "/" + key.name.name, sums.objects[place], reason)
            line.namespace = key.namespace
            let kind = key.name.kind.isEmpty ? "" : "kind:" + FilterText.quoted(key.name.kind) + " "
            line.filterText =
                FilterText.scope(key.cluster, key.namespace) + kind + "name:" + FilterText.quoted(key.name.name)
            return line
        }
    }

    private static func places(
        _ sums: OverviewSums,
        _ list: OverviewList<OverviewSums.Place>,
        _ path: KeyPath<OverviewSums.Thing, Int>,
        field: FilterField
    ) -> [OverviewReport.Line] {
        let top = list.top(mostPlaces) { left, right in
            left.1.times == right.1.times
                ? (left.0.cluster, left.0.name) < (right.0.cluster, right.0.name) : left.1.times > right.1.times
        }
        return zip(top, sums.topReasons(of: top, path)).map { place, reason in
            let key = list.keys[place]
            var line = line(key.cluster, key.name, list[place], reason)
            line.filterText =
                FilterText.scope(key.cluster) + "\(field.rawValue):\(FilterText.quoted(key.name)) !type:Normal"
            return line
        }
    }

    private static func line(_ cluster: String, _ name: String, _ tally: OverviewSums.Tally, _ topReason: String)
        -> OverviewReport.Line
    {
        OverviewReport.Line(
            cluster: cluster,
            name: name,
            kind: .warning,
            times: tally.times,
            events: tally.events,
            trend: tally.trend,
            topReason: topReason,
            last: tally.last,
            filterText: ""
        )
    }
}
