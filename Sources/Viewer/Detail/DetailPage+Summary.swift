import Basics
import Events
import TextGrid

extension DetailPage {
    private static let excerpt = 9

    /// Whether there is room for what can be said shorter.
    private var isWide: Bool { columns >= 100 }

    /// Everything at a glance.
    func summary(_ detail: Detail, hasSink: Bool) -> [DetailLine] {
        let row = detail.row
        var lines: [DetailLine] = []
        if !row.cluster.isEmpty { lines += titled("Cluster", row.cluster) }
        lines += titled("Object", objectText(row.object))
        if !detail.story.owners.links.isEmpty { lines += titled("Owner", ownerText(detail.story.owners)) }
        let severity = Severity(type: row.type, isCritical: detail.group?.isCritical ?? false)
        lines += titled("Reason", reasonText(row), severity.style)
        lines += titled("Count", countText(detail))
        let first = detail.group?.firstSeen ?? row.firstSeen
        lines += titled("First", timeText(first) + "   Last " + timeText(row.lastSeen))
        if hasSink { lines += delivered(detail.fate, since: row.received) }
        if isWide { lines.append(Self.empty) }
        lines += message(row.message)
        let others = detail.story.texts.count - 1
        if others > 0 {
            lines += titled(
                "",
                "\(grouped(others)) other \(others == 1 ? "text" : "texts") in this row, press 5",
                Style(.dim)
            )
        }
        lines += strip(detail)
        lines += excerpt(detail)
        lines += related(detail)
        lines.append(Self.empty)
        let uid = isWide || row.object.uid.isEmpty ? "" : "   object's uid \(row.object.uid)"
        lines += titled(
            "Event",
            row.namespace + "/" + row.name + "   version \(row.key.resourceVersion)" + uid,
            Style(.dim)
        )
        return lines
    }

    private func objectText(_ object: ObjectReference) -> String {
        let namespace = object.namespace.isEmpty ? "" : object.namespace + "/"
        let uid = object.uid.isEmpty || !isWide ? "" : "   uid " + object.uid
        let part = object.fieldPath.isEmpty ? "" : "   " + object.fieldPath
        return object.kind + " " + namespace + object.name + uid + part
    }

    private func ownerText(_ owners: OwnerChain) -> String {
        let isGuessed = owners.links.contains { !$0.isCertain }
        return owners.links.map(\.text).joined(separator: "  <-  ") + (isGuessed ? "   (? by its name)" : "")
    }

    private func reasonText(_ row: EventRow) -> String {
        let reporter = row.component.isEmpty ? "somebody unknown" : row.component
        return row.reason + "   " + row.type + "   reported by " + reporter
            + (row.host.isEmpty ? "" : " on " + row.host)
    }

    private func countText(_ detail: Detail) -> String {
        let (row, group) = (detail.row, detail.group)
        var text = grouped(group?.count ?? row.count)
        if let group, group.eventCount > 1 {
            let others = group.count - row.count
            let events = grouped(group.eventCount - 1) + (group.eventCount == 2 ? " other event " : " other events ")
            text += "   (this event \(grouped(row.count)), \(events)\(grouped(max(0, others))))"
        }
        if let trend = detail.story.trend, trend.recent + trend.before > 1 { text += "   " + trend.text }
        return text
    }

    private func timeText(_ time: Timestamp) -> String {
        (isWide ? clock.full(time) + " " + zone : stamp(time)) + " (" + age(time, at: now) + " ago)"
    }

    private func delivered(_ fate: EventFate?, since received: Timestamp) -> [DetailLine] {
        switch fate {
        case nil: titled("Delivered", "...", Style(.dim))
        // The journal commits several times a second: what just came may be on its way there.
        case .unknown where now.since(received) < .seconds(5): titled("Delivered", "not yet", Style(.dim))
        case .unknown: titled("Delivered", "no, it is not in the journal of this sink", Style(.dim))
        case .waiting: titled("Delivered", "not yet, it waits", Style(.degraded))
        case .passed: titled("Delivered", "yes", Style(.ok))
        case .readBack: titled("Delivered", "yes, read from SLS", Style(.ok))
        case .dead(let at, let status, let reason):
            titled("Delivered", "NO, refused at \(stamp(at)): \(status > 0 ? "\(status) " : "")\(reason)", Style(.down))
        }
    }

    private func message(_ text: String) -> [DetailLine] {
        CleanText.lines(of: text).enumerated().flatMap { index, line in titled(index == 0 ? "Message" : "", line) }
    }

    private func strip(_ detail: Detail) -> [DetailLine] {
        guard let life = detail.life?.lifecycle else { return [] }
        let strip = LifeStrip(life)
        let isShort = strip.marks.first.map { now.since($0.time) < .seconds(600) } ?? false
        let drawn = strip.lines(cells: columns - Self.margin, now: now, isLive: isLive) { time in
            isShort ? clock.time(time) : clock.minute(time)
        }
        guard let drawn else { return [] }
        let lost = life.losses.prefix(2).map {
            "\($0.step.rawValue) \(DurationText.brief($0.length)) (\($0.shareText))"
        }
        let told = lost.isEmpty ? "from events only: exits have none" : "lost: " + lost.joined(separator: ", ")
        return [Self.empty] + titled("Lifecycle", drawn.axis) + titled("", drawn.marks)
            + titled("", told + "; 6 tells all", Style(.dim))
    }

    private func excerpt(_ detail: Detail) -> [DetailLine] {
        let events = detail.story.events(of: [detail.row.object])
        guard events.count > 1 else { return [] }
        let shown = min(Self.excerpt, events.count)
        let text =
            "Timeline of this object, newest first, \(shown) of \(grouped(events.count))"
            + (shown < events.count ? ", press o" : "")
        let title = DetailLine(text: CleanText(text), style: Style(.hint))
        return [Self.empty, title]
            + events.prefix(shown).map { entry($0, TimelineColumns(events)) }.map { line in
                DetailLine(text: line.text.truncated(to: columns), style: line.style)
            }
    }

    private func related(_ detail: Detail) -> [DetailLine] {
        let texts = detail.story.owners.links.compactMap { link -> String? in
            detail.story.events(of: [link.object]).first.map {
                "\(link.object.kind)/\(link.object.name) \($0.reason) \(stamp($0.order))"
            }
        }
        let all = texts + [nodeText(detail.story)].compactMap(\.self)
        return all.isEmpty ? [] : titled("Related", all.joined(separator: "    "))
    }

    private func nodeText(_ story: ObjectStory) -> String? {
        guard let node = story.node else { return nil }
        let events = story.events(of: [ObjectReference(kind: "Node", name: node)])
        let trouble = events.first { $0.isWarning || $0.reason == "NodeNotReady" }
        guard let trouble, now.since(trouble.order) < .seconds(3600) else { return "Node/\(node) (no Warning in 1h)" }
        return "Node/\(node) \(trouble.reason) \(stamp(trouble.order))"
    }
}
