/// How well a few typed letters stand for a name: all of them occur in it, in order.
///
/// Letters that follow one another, begin a word, or begin the name weigh more, so that `kubsys` finds `kube-system` first.
struct FuzzyMatch: Sendable, Equatable {
    /// The higher, the better; comparable between names under one query.
    private(set) var score: Int
    /// Which characters of the name the letters are.
    private(set) var places: [Int]

    private static let longestName = 200
    private static let longestQuery = 60
    private static let none = Int.min / 2

    /// Matches `query`, whose words may be anywhere, in any case.
    ///
    /// - Returns: Nil when a word of it is not in `name`.
    init?(_ query: String, in name: String) {
        let letters = Array(name.prefix(Self.longestName))
        let folded = letters.map { $0.lowercased() }
        score = 0
        places = []
        for word in query.prefix(Self.longestQuery).split(separator: " ") {
            guard let match = Self.match(word.map { $0.lowercased() }, letters, folded) else { return nil }
            score += match.score
            places += match.places
        }
        places = Array(Set(places)).sorted()
    }

    /// The best way to find `word`, by its letters: `best[i][j]` is the score of its first `i + 1` letters with the last at `j`.
    private static func match(_ word: [String], _ letters: [Character], _ folded: [String]) -> FuzzyMatch? {
        guard !word.isEmpty, word.count <= letters.count else { return nil }
        var best = Array(repeating: Array(repeating: none, count: letters.count), count: word.count)
        var former = Array(repeating: Array(repeating: -1, count: letters.count), count: word.count)
        for (index, letter) in word.enumerated() {
            var reached = (score: none, place: -1)
            for place in letters.indices {
                // Of those before the neighbour, the best, less a little for the hole.
                if index > 0, place > 1, best[index - 1][place - 2] > reached.score {
                    reached = (best[index - 1][place - 2], place - 2)
                }
                guard folded[place] == letter else { continue }
                let value = 16 + bonus(of: place, in: letters)
                if index == 0 {
                    best[index][place] = value - min(place, 8)
                } else {
                    let neighbour = place > 0 ? best[index - 1][place - 1] : none
                    let joined = neighbour == none ? none : neighbour + 12
                    let apart = reached.score == none ? none : reached.score - 4
                    guard max(joined, apart) > none else { continue }
                    best[index][place] = max(joined, apart) + value
                    former[index][place] = joined >= apart ? place - 1 : reached.place
                }
            }
        }
        guard let last = best.last, let score = last.max(), score > none, let end = last.firstIndex(of: score) else {
            return nil
        }
        return FuzzyMatch(score: score, places: path(to: end, former))
    }

    private init(score: Int, places: [Int]) {
        self.score = score
        self.places = places
    }

    private static func path(to end: Int, _ former: [[Int]]) -> [Int] {
        var places = [end]
        for index in former.indices.reversed().dropLast() {
            places.append(former[index][places[places.count - 1]])
        }
        return places.reversed()
    }

    private static func bonus(of place: Int, in letters: [Character]) -> Int {
        guard place > 0 else { return 10 }
        let (before, this) = (letters[place - 1], letters[place])
        if !before.isLetter, !before.isNumber { return 8 }
        return before.isLowercase && this.isUppercase ? 7 : 0
    }
}
