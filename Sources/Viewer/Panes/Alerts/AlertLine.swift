import Basics
import Events
import TextGrid

extension ViewState {
    /// What fires and nobody knows of yet, from medium severity on: the most severe first, then the newest.
    private var loudAlerts: [AlertIncident] {
        alerts.incidents.filter(\.isLoud)
            .sorted { ($1.severity, $1.fired, $0.id) < ($0.severity, $0.fired, $1.id) }
    }

    var hasLoudAlert: Bool { alerts.incidents.contains(where: \.isLoud) }

    /// The line that tells of what fires.
    func drawAlertLine(in frame: inout Frame, _ layout: ScreenLayout) {
        let alerts = loudAlerts
        guard let row = layout.alert, let first = alerts.first else { return }
        let style = Style(first.severity == .high ? .critical : .warning, .bold)
        let cluster = first.cluster.isEmpty ? "" : first.cluster + " "
        let head = "ALERT \(first.rule): "
        let what = first.count == 1 ? first.reason : "\(grouped(first.count)) \(first.reason)"
        let span = first.count == 1 ? "" : " in " + DurationText.brief(first.last.since(first.began))
        let group = first.groupText.isEmpty ? "" : "  " + cluster + first.groupText
        var line = SegmentLine(gap: 2)
        line.segments = [
            .init(
                [
                    (head + what + span + group, 60), (head + first.reason + group, 80),
                    (CleanText(head + first.reason + group).truncated(to: max(20, size.columns * 3 / 5)).string, 90),
                    (CleanText(head + first.reason).truncated(to: 40).string, 100),
                ],
                style
            )
        ]
        if alerts.count > 1 { line.segments.append(.init("+\(alerts.count - 1) more", priority: 95, style)) }
        line.segments.append(.init(age(first.began, at: now) + " ago", priority: 50, style))
        line.segments.append(.init(first.message, priority: 10, Style(.dim)))
        line.segments.append(.init([(alertKey + " alerts", 70)], Style(.hint), isRight: true))
        line.draw(in: &frame, row: row)
    }

    /// The key that opens the pane.
    private var alertKey: String {
        let entry = configuration.keymap.entries.first { $0.command == .alerts }
        return entry?.label.split(separator: " ").first.map(String.init) ?? ":alerts,"
    }

    /// How many fire, in words; whether a person knows of those that do not ring any more.
    var alertSegments: [SegmentLine.Segment] {
        let firing = alerts.firing
        let low = firing.low > 0 ? ", \(grouped(firing.low)) low" : ""
        if firing.loud > 0 {
            let isHigh = alerts.incidents.contains { $0.isLoud && $0.severity == .high }
            let text = "alerts \(grouped(firing.loud))"
            return [.init([(text + low, 21), (text, 88)], Style(isHigh ? .critical : .warning, .bold))]
        }
        let known = alerts.open()
        guard known > 0 else {
            return low.isEmpty ? [] : [.init("alerts 0" + low, priority: 27, Style(.dim))]
        }
        return [
            .init([("alerts known \(grouped(known))" + low, 26), ("alerts known \(grouped(known))", 27)], Style(.dim))
        ]
    }
}

extension AlertIncident {
    /// Whether it is told of outside its pane.
    var isLoud: Bool { state == .firing && severity >= .medium }
}
