import Basics
import Events
import Journal
import Logging
import TextGrid

extension Site {
    /// Sinks that the journal knows and this run does not use, to which something is still owed; one line each, for people.
    var formerSinks: [String] {
        guard let journal = store.journal else { return [] }
        let current = forwarding.sink.map(\.journalName)
        return journal.sinks.filter { $0 != current }.compactMap { name in
            guard let waiting = journal.ledger(of: name)?.waiting, waiting > 0 else { return nil }
            return "\(waiting) events still wait for \(sanitise(name)), which is no sink of this run; "
                + "run once more with it to send them, or they are given up when --retention ends"
        }
    }
}

extension Site {
    /// How many of `waiting` events end with the process.
    ///
    /// None that are in a file, though it be full. What is not in it yet comes again from the cluster, which the resume point
    /// asks for it, unless events went by meanwhile.
    func unkept(of waiting: Int) -> Int {
        switch (store.status, store.journal) {
        case (.keeping, _): 0
        case (.full, let journal?) where journal.isOnDisk:
            journal.options.overflow == .lose ? journal.uncommitted : 0
        default: waiting
        }
    }
}

extension [Site] {
    /// Events given up since this was last asked, by namespace.
    var drops: [NamespaceDrops: Int] {
        reduce(into: [:]) { drops, site in drops.merge(site.store.journal?.takeDrops() ?? [:], uniquingKeysWith: +) }
    }
}

extension [Site] {
    /// What all journals count, as one.
    var journalFigures: JournalFigures {
        reduce(into: JournalFigures()) { sum, site in sum.add(site.store.figures) }
    }
}

extension JournalFigures {
    fileprivate mutating func add(_ other: JournalFigures) {
        usedBytes += other.usedBytes
        maximumBytes += other.maximumBytes
        rows += other.rows
        commitTimes.merge(other.commitTimes)
        errors.merge(other.errors, uniquingKeysWith: +)
        recovered += other.recovered
        damaged += other.damaged
    }
}

extension HeadlessLog {
    /// What became of a damaged journal, if it was.
    func noteSalvage(_ site: Site) {
        guard let file = site.store.journal?.setAside else { return }
        let figures = site.store.figures
        journal.warning(
            "the journal was damaged; what can be read of it was carried over",
            metadata: [
                "kept": .stringConvertible(figures.recovered), "lost": .stringConvertible(figures.damaged),
                "aside": "\(site.labelled(file))",
            ]
        )
    }

    /// One line for each namespace that lost events to a full journal; call it once a minute.
    func note(_ drops: [NamespaceDrops: Int]) {
        for (drop, count) in drops.sorted(by: { $0.key.namespace < $1.key.namespace }) {
            let cause =
                drop.reason == .fairness ? "more than its share of a journal nearly full" : "the journal is full"
            journal.warning(
                "events given up",
                metadata: [
                    "namespace": "\(drop.namespace)", "count": .stringConvertible(count), "why": "\(cause)",
                ]
            )
        }
    }
}
