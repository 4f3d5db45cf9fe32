import Basics
import Events

/// The notices that hooks have not taken yet; pure, and a part of what the journal keeps.
struct AlertOutbox: Sendable, Equatable, Codable {
    struct Letter: Sendable, Equatable, Codable {
        /// Rises by one for each.
        var number: Int
        /// When it came to be, in microseconds since 1970.
        var at: Int64
        /// The names of those that have not taken it.
        var hooks: Set<String>
        var notice: AlertNotice
    }

    private(set) var letters: [Letter] = []
    private var next = 1

    /// Takes in a notice, for hooks by their names; at least one.
    mutating func add(_ notice: AlertNotice, for hooks: Set<String>, at now: Timestamp) -> Letter {
        let letter = Letter(number: next, at: now.microseconds, hooks: hooks, notice: notice)
        letters.append(letter)
        next += 1
        return letter
    }

    /// Forgets that `hook` is owed these; returns whether that changed anything.
    mutating func settle(_ numbers: Set<Int>, by hook: String) -> Bool {
        var isChanged = false
        for index in letters.indices where numbers.contains(letters[index].number) {
            if letters[index].hooks.remove(hook) != nil { isChanged = true }
        }
        if isChanged { letters.removeAll(where: \.hooks.isEmpty) }
        return isChanged
    }

    /// Forgets hooks that are there no more; returns how many notices nobody is owed then.
    mutating func keepOnly(_ hooks: Set<String>) -> Int {
        let count = letters.count
        for index in letters.indices { letters[index].hooks.formIntersection(hooks) }
        letters.removeAll(where: \.hooks.isEmpty)
        return count - letters.count
    }
}

extension AlertOutbox.Letter {
    func entry(of site: Int) -> HookQueue.Entry {
        HookQueue.Entry(site: site, number: number, at: Timestamp(microseconds: at), notice: notice)
    }
}
