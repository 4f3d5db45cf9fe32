import Basics
import Events
import Journal

extension JournalOrder {
    /// What a person wants done with an incident, for the process that holds the journal.
    init(_ order: AlertOrder) {
        let wish =
            switch order.wish {
            case .acknowledge: "acknowledge"
            case .reopen: "reopen"
            case .snooze(let until): "snooze " + until.rfc3339(fraction: true)
            }
        self.init(.alert, subject: order.id, wish: wish)
    }
}

extension AlertOrder {
    /// Nil for an order about something else, or that makes no sense.
    init?(_ order: JournalOrder, cluster: String) {
        guard order.matter == .alert else { return nil }
        let words = order.wish.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("acknowledge", 1): self.init(id: order.subject, cluster: cluster, wish: .acknowledge)
        case ("reopen", 1): self.init(id: order.subject, cluster: cluster, wish: .reopen)
        case ("snooze", 2):
            guard let until = Timestamp(rfc3339: words[1]) else { return nil }
            self.init(id: order.subject, cluster: cluster, wish: .snooze(until: until))
        default: return nil
        }
    }
}
