import TextGrid

/// A list to choose from: typing searches it, Enter takes.
struct Menu: Sendable, Equatable {
    struct Item: Sendable, Equatable {
        var label: String
        var note = ""
        var choice: Choice
        /// Whether it has its tick, where several may have one.
        var isOn = false

        init(label: String, note: String = "", choice: Choice, isOn: Bool = false) {
            self.label = label
            self.note = note
            self.choice = choice
            self.isOn = isOn
        }
    }

    /// How many may be taken.
    enum Manner: Sendable, Equatable {
        /// Enter takes the one under the cursor.
        case one
        /// Enter takes those that Space ticked, or without any the one under the cursor.
        case several
        /// Space switches; Enter takes all that are on, also when nothing was switched.
        case switches
    }

    /// What a key led to.
    enum Outcome: Sendable, Equatable {
        case open, closed
        /// At least one, unless ``Manner/switches`` are all off.
        case taken([Choice])
    }

    /// An item that the typed letters find.
    struct Match: Sendable, Equatable {
        /// Of the item.
        var index: Int
        /// The characters of its label that were typed.
        var places: [Int] = []
    }

    var title: String
    private(set) var items: [Item]
    var manner = Manner.one
    /// The letters typed so far.
    private(set) var query = LineEditor()
    /// What they find, the best first.
    private(set) var matches: [Match]
    /// Of the line under the cursor, among the matches.
    private(set) var cursor = 0
    private var wasSwitched = false

    init(title: String, items: [Item], manner: Manner = .one) {
        self.title = title
        self.items = items
        self.manner = manner
        matches = items.indices.map { Match(index: $0) }
    }

    /// The item under the cursor; nil when nothing is found.
    var selected: Item? { matches.indices.contains(cursor) ? items[matches[cursor].index] : nil }

    /// Puts the cursor on the first item with that choice.
    func selecting(_ choice: Choice) -> Menu {
        var menu = self
        menu.cursor = matches.firstIndex { items[$0.index].choice == choice } ?? 0
        return menu
    }

    /// Takes a key.
    ///
    /// - Parameters:
    ///   - key: Any; what means nothing changes nothing.
    ///   - page: How many items are on the screen.
    /// - Returns: What the key came to.
    mutating func handle(_ key: Key, page: Int) -> Outcome {
        switch key {
        case .escape: return .closed
        case .enter: return take()
        case .down, .control("n"): move(by: 1)
        case .up, .control("p"): move(by: -1)
        case .pageDown: move(by: max(1, page - 1))
        case .pageUp: move(by: -max(1, page - 1))
        case .home: cursor = 0
        case .end: cursor = max(0, matches.count - 1)
        case .character(" ") where manner != .one: toggle()
        default:
            let before = query.text
            if query.handle(key), query.text != before { search() }
        }
        return .open
    }

    private func take() -> Outcome {
        let ticked = items.filter(\.isOn).map(\.choice)
        switch manner {
        case .switches: return .taken(ticked)
        case .several where wasSwitched && !ticked.isEmpty: return .taken(ticked)
        case .one, .several: return selected.map { .taken([$0.choice]) } ?? .open
        }
    }

    private mutating func move(by step: Int) {
        cursor = min(max(0, cursor + step), max(0, matches.count - 1))
    }

    private mutating func toggle() {
        guard matches.indices.contains(cursor) else { return }
        items[matches[cursor].index].isOn.toggle()
        wasSwitched = true
        move(by: 1)
    }

    private mutating func search() {
        cursor = 0
        let text = query.text
        guard !text.allSatisfy(\.isWhitespace) else { return matches = items.indices.map { Match(index: $0) } }
        let found = items.indices.compactMap { index in
            FuzzyMatch(text, in: items[index].label).map {
                (score: $0.score, match: Match(index: index, places: $0.places))
            }
        }
        // Equals stay in the order they were given in.
        matches = found.sorted { ($1.score, $0.match.index) < ($0.score, $1.match.index) }.map(\.match)
    }
}
