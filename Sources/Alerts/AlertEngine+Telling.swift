import Basics
import Events

extension AlertEngine {
    /// Compares what a group's events come to with what was told of it, and tells the difference.
    mutating func reconcile(_ rule: Int, _ key: GroupKey, at now: Int64, _ changes: inout [AlertChange]) {
        guard var group = watches[rule].groups[key] else {
            watches[rule].live[key] = nil
            return
        }
        // Taken out while it is changed, so that nothing is copied.
        watches[rule].groups[key] = AlertGroup()
        defer { watches[rule].groups[key] = group }
        let terms = watches[rule].terms
        group.refresh(terms)
        while let cut = Self.missedEnd(in: group, terms, at: now) {
            group.cut(at: cut)
            group.refresh(terms)
        }
        var matched: Set<String> = []
        let start = changes.count
        // The newest first: an incident that is open stays that of the trouble that goes on.
        for span in group.course.fired(by: now).reversed() {
            tell(span, rule, key, &group, at: now, &matched, &changes)
        }
        changes[start...].reverse()
        takeBack(&group, except: matched, at: now, &changes)
        follow(rule, key, group, at: now)
    }

    /// The end of an incident that was told, when its trouble turns out to go on.
    private static func missedEnd(in group: AlertGroup, _ terms: AlertTerms, at now: Int64) -> Int64? {
        guard let span = group.course.fired(by: now).last, isOpen(span, terms, at: now),
            let told = group.told.last(where: { $0.matches(span) }), !told.isOpen, !told.isLate,
            !group.told.contains(where: { $0.isOpen }), told.last < span.last
        else { return nil }
        return told.last
    }

    private static func isOpen(_ span: Course.Span, _ terms: AlertTerms, at now: Int64) -> Bool {
        span.ended == nil && now <= span.last.saturatingAdd(terms.quiet).saturatingAdd(grace)
    }

    private mutating func tell(
        _ span: Course.Span,
        _ rule: Int,
        _ key: GroupKey,
        _ group: inout AlertGroup,
        at now: Int64,
        _ matched: inout Set<String>,
        _ changes: inout [AlertChange]
    ) {
        let terms = watches[rule].terms
        let isOpen = Self.isOpen(span, terms, at: now)
        let end = span.ended ?? span.last.saturatingAdd(terms.quiet)
        guard let index = group.place(of: span) else {
            var incident = incident(of: span, rule, key, isOpen ? nil : end, at: now)
            incident.id = group.free(incident.id)
            group.remember(incident, span, isOpen: isOpen, terms)
            matched.insert(incident.id)
            watches[rule].total += 1
            book[incident.id] = incident
            changes.append(AlertChange(kind: isOpen ? .fired : .resolved, incident: incident))
            return
        }
        for other in group.forgetOthers(matching: span, than: index) { book[other] = nil }
        guard let index = group.place(of: span) else { return }
        let told = group.told[index]
        matched.insert(told.id)
        group.told[index].began = span.began
        group.told[index].last = span.last
        group.told[index].isOpen = isOpen && (told.isOpen || told.isLate)
        group.told[index].isLate = told.isLate && !isOpen
        guard var incident = book[told.id] else { return }
        incident.update(from: span, rules[rule])
        if told.isOpen, !isOpen {
            book[told.id] = incident
            resolve(told.id, at: end, &changes)
        } else if told.isLate, isOpen {
            incident.state = .firing
            incident.isLate = false
            incident.resolved = nil
            incident.fired = Timestamp(microseconds: firesByEvents ? min(span.fires, now) : now)
            book[told.id] = incident
            changes.append(AlertChange(kind: .fired, incident: incident))
        } else {
            if !isOpen { incident.resolved = Timestamp(microseconds: max(end, incident.last.microseconds)) }
            book[told.id] = incident
        }
    }

    private mutating func resolve(_ id: String, at end: Int64, _ changes: inout [AlertChange]) {
        guard var incident = book[id] else { return }
        incident.state = .resolved
        incident.resolved = Timestamp(microseconds: end)
        incident.snoozedUntil = nil
        book[id] = incident
        changes.append(AlertChange(kind: .resolved, incident: incident))
    }

    /// Takes out incidents that later news of what was before has undone: who was told that one fired is told that it is over.
    private mutating func takeBack(
        _ group: inout AlertGroup,
        except matched: Set<String>,
        at now: Int64,
        _ changes: inout [AlertChange]
    ) {
        let oldest = group.course.spans.first?.began ?? .min
        let undone = group.told.filter { !matched.contains($0.id) && $0.last >= oldest }
        guard !undone.isEmpty else { return }
        group.told.removeAll { told in undone.contains { $0.id == told.id } }
        for told in undone {
            if told.isOpen { resolve(told.id, at: now, &changes) }
            book[told.id] = nil
        }
    }

    /// Notes when to look at the group again.
    private mutating func follow(_ rule: Int, _ key: GroupKey, _ group: AlertGroup, at now: Int64) {
        var due = group.course.deadline.flatMap { $0 > now ? $0 : nil }
        if group.hasOpenIncident, let span = group.course.spans.last {
            let end = span.last.saturatingAdd(watches[rule].terms.quiet).saturatingAdd(Self.grace + 1)
            due = min(due ?? .max, end)
        }
        guard let due else {
            watches[rule].live[key] = nil
            return
        }
        // Never now: a caller that looks when it is due must get on.
        let next = max(due, now.saturatingAdd(1))
        watches[rule].live[key] = next
        expect(changeAt: next)
    }

    // MARK: Incidents

    private func incident(
        of span: Course.Span,
        _ rule: Int,
        _ key: GroupKey,
        _ end: Int64?,
        at now: Int64
    ) -> AlertIncident {
        let rule = rules[rule]
        var hash = ShortHash()
        for text in [key.cluster] + key.values + [String(span.began), String(span.uid)] { hash.add(text) }
        var incident = AlertIncident(
            id: rule.name + "-" + hash.hexadecimal,
            cluster: key.cluster,
            rule: rule.name,
            title: rule.title,
            severity: rule.severity,
            group: zip(rule.grouping, key.values).map { .init(field: $0.rawValue, value: $1) },
            state: end == nil ? .firing : .resolved,
            began: Timestamp(microseconds: span.began),
            last: Timestamp(microseconds: span.last),
            fired: Timestamp(microseconds: firesByEvents ? min(span.fires, now) : now),
            filter: rule.filterText(of: key),
            isLate: end != nil
        )
        incident.resolved = end.map { Timestamp(microseconds: $0) }
        incident.update(from: span, rule)
        return incident
    }
}

extension AlertIncident {
    fileprivate mutating func update(from span: Course.Span, _ rule: AlertRule) {
        began = Timestamp(microseconds: span.began)
        last = Timestamp(microseconds: span.last)
        count = span.count
        cause = rule.cause(span)
        reason = span.details.reason
        message = span.details.message
        object = span.details.object
        node = span.details.node
    }
}

extension AlertRule {
    /// `4 in 5m, at least 4`.
    fileprivate func cause(_ span: Course.Span) -> String {
        let text = "\(span.inWindow) in \(window.text), at least \(count)"
        return pending > .zero ? text + ", for \(pending.text)" : text
    }
}

extension AlertGroup.Told {
    /// Whether it is of the same trouble.
    func matches(_ span: Course.Span) -> Bool { began <= span.last && span.began <= last }
}

extension AlertGroup {
    /// Where the incident stands that was told of this trouble; the open one of several.
    fileprivate func place(of span: Course.Span) -> Int? {
        told.firstIndex { $0.isOpen && $0.matches(span) } ?? told.firstIndex { $0.matches(span) }
    }

    /// Forgets the other incidents that turn out to be of the same trouble.
    ///
    /// - Returns: Their ids.
    fileprivate mutating func forgetOthers(matching span: Course.Span, than index: Int) -> [String] {
        let kept = told[index].id
        let others = told.filter { $0.id != kept && $0.matches(span) }.map(\.id)
        if !others.isEmpty { told.removeAll { others.contains($0.id) } }
        return others
    }

    /// The id, or one made of it where an incident has it that was told of these events before others came in between.
    fileprivate func free(_ id: String) -> String {
        var (free, number) = (id, 1)
        while told.contains(where: { $0.id == free }) {
            number += 1
            free = id + ".\(number)"
        }
        return free
    }

    fileprivate mutating func remember(
        _ incident: AlertIncident,
        _ span: Course.Span,
        isOpen: Bool,
        _ terms: AlertTerms
    ) {
        told.append(
            Told(id: incident.id, began: span.began, last: span.last, isOpen: isOpen, isLate: incident.isLate)
        )
        // As many as there are spans, and then some.
        if told.count > 2 * terms.spans,
            let oldest = told.indices.filter({ !told[$0].isOpen }).min(by: { told[$0].last < told[$1].last })
        {
            told.remove(at: oldest)
        }
    }
}
