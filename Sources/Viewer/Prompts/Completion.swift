/// What could stand where the cursor is.
struct Completion: Sendable, Equatable {
    struct Candidate: Sendable, Equatable {
        /// What is put in.
        var text: String
        /// What is said of it: a count, a summary.
        var note = ""

        init(_ text: String, note: String = "") {
            self.text = text
            self.note = note
        }
    }

    /// The characters of the line that a candidate takes the place of.
    var range: Range<Int>
    var candidates: [Candidate]
    /// The candidate that Tab put in.
    private(set) var chosen: Int?
    /// What stood in `range` when the first was put in.
    private var isCycling = false

    init(range: Range<Int>, candidates: [Candidate]) {
        self.range = range
        self.candidates = candidates
    }

    /// What Tab puts in: the only candidate, what all have in common, then one after the other.
    ///
    /// - Parameters:
    ///   - line: The line, of which `range` is replaced.
    ///   - isForward: Tab, or Shift-Tab.
    /// - Returns: The text to put into ``range``, or nil when there is nothing to put in.
    mutating func advance(in line: [Character], isForward: Bool) -> String? {
        guard !candidates.isEmpty else { return nil }
        if !isCycling, candidates.count > 1 {
            let common = commonStart
            let typed = String(line[range.clamped(to: 0..<line.count)])
            if common.count > typed.count, common.lowercased().hasPrefix(typed.lowercased()) { return common }
        }
        isCycling = true
        let count = candidates.count
        chosen = chosen.map { ($0 + (isForward ? 1 : count - 1)) % count } ?? (isForward ? 0 : count - 1)
        return chosen.map { candidates[$0].text }
    }

    /// Says that the line now has `text` in place of what was in ``range``.
    mutating func replaced(with text: String) {
        range = range.lowerBound..<range.lowerBound + text.count
    }

    private var commonStart: String {
        guard let first = candidates.first?.text else { return "" }
        return candidates.dropFirst().reduce(first) { common, candidate in
            String(zip(common, candidate.text).prefix { $0 == $1 }.map(\.0))
        }
    }
}
