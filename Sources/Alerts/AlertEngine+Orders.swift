package import Basics
package import Events

extension AlertEngine {
    /// Does what a person wants; nothing when there is no such open incident.
    package mutating func obey(_ order: AlertOrder, at now: Timestamp) -> [AlertChange] {
        guard var incident = book[order.id], incident.isOpen, incident.cluster == order.cluster else { return [] }
        let kind: AlertChange.Kind
        switch order.wish {
        case .acknowledge:
            guard incident.state != .acknowledged else { return [] }
            kind = .acknowledged
            incident.state = .acknowledged
            incident.acknowledged = now
            incident.snoozedUntil = nil
        case .snooze(let until):
            guard until > now, incident.snoozedUntil != until else { return [] }
            kind = .snoozed
            incident.state = .snoozed
            incident.snoozedUntil = until
            expect(changeAt: until.microseconds)
        case .reopen:
            guard incident.state != .firing else { return [] }
            kind = .reopened
            incident.state = .firing
            incident.acknowledged = nil
            incident.snoozedUntil = nil
        }
        book[order.id] = incident
        return [AlertChange(kind: kind, incident: incident)]
    }

    /// Ends the snoozes that are over.
    mutating func remind(at now: Int64, _ changes: inout [AlertChange]) {
        for var incident in book.open.values where incident.state == .snoozed {
            guard let until = incident.snoozedUntil else { continue }
            guard until.microseconds <= now else {
                expect(changeAt: until.microseconds)
                continue
            }
            incident.state = .firing
            incident.snoozedUntil = nil
            book[incident.id] = incident
            changes.append(AlertChange(kind: .reminded, incident: incident))
        }
    }
}
