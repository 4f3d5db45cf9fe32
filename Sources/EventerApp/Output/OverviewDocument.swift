import Basics
import Events
import FoundationEssentials
import Viewer

/// An overview as JSON: the figures of the page and what they were made of.
///
/// Text is as the cluster sent it; times are RFC 3339 in UTC; series are numbers by `stepSeconds`, oldest first. What is not known
/// is left out.
struct OverviewDocument: Encodable {
    struct Counts: Encodable {
        var warning: Int
        var normal: Int
        var other: Int
    }

    struct Problem: Encodable {
        var text: String
        var urgency: String
        var topic: String?
        var cluster: String?
        var subject: String
        var problem: String
        var notes: [String]
        var since: String?
        var last: String
        var quiet: Bool
        /// When something said that it is over.
        var ended: String?
        var moments: [Moment]
        var trend: String
        var times: Int
        var objects: Int
        var filter: String
    }

    /// What explains a problem: `rollout`.
    struct Moment: Encodable {
        var what: String
        var at: String
    }

    struct Panel: Encodable {
        struct Example: Encodable {
            var object: String
            var node: String?
            var reason: String
            var message: String
            var at: String
        }

        var name: String
        var title: String
        var times: Int
        var events: Int
        var objects: Int
        var folded: Int
        var trend: String
        var newest: Example?
        var filter: String
    }

    struct Fold: Encodable {
        var reason: String
        var type: String
        var times: Int
        var events: Int
        var from: String
        var to: String
    }

    struct Line: Encodable {
        var name: String
        var namespace: String?
        var cluster: String?
        var type: String?
        var times: Int
        var events: Int
        var trend: String
        var series: [Int]?
        var topReason: String?
        var last: String
        var filter: String?
    }

    var window: String
    var from: String
    var to: String
    var begins: String?
    var partial: Bool
    var stepSeconds: Int64
    var events: Counts
    var yesterday: Counts?
    var lastWeek: Counts?
    var journalSince: String?
    var warnings: [Int]
    var problems: [Problem]
    var problemCount: Int
    var folded: [Fold]
    var panels: [Panel]
    var reasons: [Line]
    var objects: [Line]
    var namespaces: [Line]
    var nodes: [Line]

    init(_ report: OverviewReport, _ tallies: OverviewTallies?) {
        window = report.window.rawValue
        from = report.from.rfc3339()
        to = report.to.rfc3339()
        begins = report.begins?.rfc3339()
        partial = report.isPartial
        stepSeconds = report.window.step * 60
        events = Counts(report.counts)
        yesterday = tallies?.yesterday.map(Counts.init)
        lastWeek = tallies?.lastWeek.map(Counts.init)
        journalSince = tallies?.since?.rfc3339()
        warnings = report.warnings
        problems = report.verdicts.map(Problem.init)
        problemCount = report.verdictCount
        folded = report.folded.map(Fold.init)
        panels = report.panels.map(Panel.init)
        reasons = report.reasons.map { Line($0, type: "\($0.kind)") }
        objects = report.objects.map { Line($0) }
        namespaces = report.namespaces.map { Line($0) }
        nodes = report.nodes.map { Line($0) }
    }

    /// With a newline at its end.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? "{}\n"
    }
}

extension OverviewDocument.Counts {
    init(_ counts: TypeCounts) {
        self.init(warning: counts.warning, normal: counts.normal, other: counts.other)
    }
}

extension OverviewDocument.Problem {
    init(_ verdict: Verdict) {
        self.init(
            text: verdict.text { $0.rfc3339() },
            urgency: verdict.urgency.rawValue,
            topic: verdict.topic?.name,
            cluster: verdict.cluster.isEmpty ? nil : verdict.cluster,
            subject: verdict.subject,
            problem: verdict.problem,
            notes: verdict.notes,
            since: verdict.since?.rfc3339(),
            last: verdict.last.rfc3339(),
            quiet: verdict.isQuiet,
            ended: verdict.ended?.rfc3339(),
            moments: verdict.moments.map { .init(what: $0.what, at: $0.at.rfc3339()) },
            trend: verdict.trend.rawValue,
            times: verdict.times,
            objects: verdict.objects,
            filter: verdict.filterText
        )
    }
}

extension OverviewDocument.Panel {
    init(_ panel: OverviewReport.Panel) {
        self.init(
            name: panel.topic.name,
            title: panel.topic.title,
            times: panel.times,
            events: panel.events,
            objects: panel.objects,
            folded: panel.folded,
            trend: panel.trend.rawValue,
            newest: panel.newest.map { newest in
                Example(
                    object: newest.object,
                    node: newest.node.isEmpty ? nil : newest.node,
                    reason: newest.reason,
                    message: newest.message,
                    at: newest.at.rfc3339()
                )
            },
            filter: panel.filterText
        )
    }
}

extension OverviewDocument.Fold {
    init(_ fold: OverviewReport.Fold) {
        self.init(
            reason: fold.reason,
            type: "\(fold.kind)",
            times: fold.times,
            events: fold.events,
            from: fold.from.rfc3339(),
            to: fold.to.rfc3339()
        )
    }
}

extension OverviewDocument.Line {
    init(_ line: OverviewReport.Line, type: String? = nil) {
        self.init(
            name: line.name,
            namespace: line.namespace.isEmpty ? nil : line.namespace,
            cluster: line.cluster.isEmpty ? nil : line.cluster,
            type: type,
            times: line.times,
            events: line.events,
            trend: line.trend.rawValue,
            series: line.series.isEmpty ? nil : line.series,
            topReason: line.topReason.isEmpty ? nil : line.topReason,
            last: line.last.rfc3339(),
            filter: line.filterText.isEmpty ? nil : line.filterText
        )
    }
}
