import TextGrid

/// What was written before at a prompt of one kind.
struct LineHistory: Sendable, Equatable {
    static let maximum = 200

    /// The newest last, none twice.
    private(set) var lines: [String]

    init(_ lines: [String] = []) {
        self.lines = []
        for line in lines { add(line) }
    }

    mutating func add(_ line: String) {
        guard !line.allSatisfy(\.isWhitespace) else { return }
        lines = Array((lines.filter { $0 != line } + [line]).suffix(Self.maximum))
    }

    /// The line `steps` before the newest, which is 0.
    subscript(steps: Int) -> String? {
        lines.indices.contains(lines.count - 1 - steps) && steps >= 0 ? lines[lines.count - 1 - steps] : nil
    }

    /// How many steps back the next line is that holds `text`, in any case.
    ///
    /// - Parameters:
    ///   - text: What to look for; empty finds every line.
    ///   - first: The first step looked at.
    /// - Returns: The steps, or nil where no line is left.
    func step(finding text: String, from first: Int) -> Int? {
        let wanted = text.lowercased()
        return (max(0, first)..<max(first, lines.count)).first { step in
            guard let line = self[step] else { return false }
            return wanted.isEmpty || line.lowercased().contains(wanted)
        }
    }
}

/// Where a prompt is in its history.
struct Recall: Sendable, Equatable {
    /// Steps back; nil at the line being typed.
    var step: Int?
    /// The line being typed, while another is shown.
    var draft = ""
}

/// ^R: the history searched letter by letter.
struct HistorySearch: Sendable, Equatable {
    var query = LineEditor()
    /// Steps back; nil when nothing is found.
    var step: Int?
    /// What the line was before.
    var draft: String
}
