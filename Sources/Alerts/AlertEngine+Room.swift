import Basics
import Events

// What keeps the memory within bounds: there are so many groups, so much that they remember of versions, and so many incidents that
// are over. A version takes some sixty bytes; what it says takes up to two thousand, is shared by versions that say the same, and is
// not kept of what only ends trouble.

extension AlertEngine {
    /// How often the groups are looked through, in microseconds.
    private static let sweepInterval: Int64 = 60_000_000
    /// How long a group is remembered of which only an end is known, in microseconds.
    private static let idleMemory: Int64 = 900_000_000

    /// Forgets incidents that are over for long, and groups of which nothing has come for long and which have none open.
    mutating func sweep(at now: Int64) {
        guard now.saturatingAdd(-Self.sweepInterval) >= swept else { return }
        swept = now
        book.forget(before: Timestamp(microseconds: now.saturatingAdd(-limits.memory.microseconds)))
        let oldest = now.saturatingAdd(-Self.groupMemory)
        // Every pod that starts would end a trouble: only news that is very late has a use for that.
        let oldestIdle = now.saturatingAdd(-Self.idleMemory)
        for rule in watches.indices {
            let gone = watches[rule].groups.filter { key, group in
                group.touched < (group.isIdle ? oldestIdle : oldest) && watches[rule].live[key] == nil
            }
            for key in gone.keys { _ = watches[rule].remove(key) }
        }
    }

    /// Makes room among the groups of all rules, where there are too many.
    mutating func makeRoom() {
        while watches.reduce(0, { $0 + $1.groups.count }) > limits.allGroups {
            guard let largest = watches.indices.max(by: { watches[$0].groups.count < watches[$1].groups.count }) else {
                return
            }
            makeRoom(in: largest)
        }
    }

    /// Settles the older half of what groups remember one by one, as often as it takes, where that is too much in all.
    mutating func settle() {
        // Weighed now and then: the groups are many.
        guard fresh > limits.weight / 8 else { return }
        fresh = 0
        var weight = weight
        while weight > limits.weight {
            for rule in watches.indices { watches[rule].settle() }
            let left = self.weight
            guard left < weight else { return }
            weight = left
        }
    }

    /// What groups remember one by one, in bytes, more or less.
    var weight: Int {
        watches.reduce(0) { $0 + $1.groups.values.reduce(0) { $0 + $1.weight } }
    }

    /// Gives up a tenth of a rule's groups: first what only ends trouble, then what has no open incident, and of that what changed longest ago.
    mutating func makeRoom(in rule: Int) {
        let order = watches[rule].groups.map {
            (key: $0.key, worth: $0.value.isIdle ? 0 : $0.value.hasOpenIncident ? 2 : 1, touched: $0.value.touched)
        }
        .sorted { ($0.worth, $0.touched, $0.key) < ($1.worth, $1.touched, $1.key) }
        for entry in order.prefix(max(1, order.count / 10)) {
            guard let group = watches[rule].remove(entry.key) else { continue }
            if !group.isIdle { dropped += 1 }
            for told in group.told where told.isOpen {
                guard var incident = book[told.id] else { continue }
                incident.state = .resolved
                incident.resolved = incident.last
                book[told.id] = incident
                waiting.append(AlertChange(kind: .resolved, incident: incident))
            }
        }
    }
}
