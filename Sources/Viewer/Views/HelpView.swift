import Events
import TextGrid

extension ViewState {
    /// The keys in one column or two, then the filter language.
    func helpLines(columns: Int) -> [PaneLine] {
        let blocks = Keymap.Group.allCases.map(block)
        var lines: [PaneLine]
        if columns >= 76 {
            let total = blocks.reduce(0) { $0 + $1.count }
            var left: [String] = []
            var right: [String] = []
            for block in blocks {
                if left.count + block.count / 2 <= total / 2, right.isEmpty { left += block } else { right += block }
            }
            lines = Self.beside(left, right, columns: columns)
        } else {
            lines = blocks.flatMap { $0 }.map { Self.line($0, at: 0) }
        }
        return lines + Self.filterLines.map { Self.line($0, at: 0) }
    }

    private func block(_ group: Keymap.Group) -> [String] {
        let entries = configuration.keymap.entries.filter { $0.group == group }
        return [group.rawValue] + entries.map { "  " + Self.padded($0.label, 8) + "  " + $0.help } + [""]
    }

    private static var filterLines: [String] {
        let fields = FilterField.allCases.map { field in
            let names = ([field.rawValue] + field.aliases).joined(separator: " ")
            return "  " + padded(names, 18) + "  " + field.summary
        }
        return ["FILTER LANGUAGE"] + fields + [
            "", "  type:Warning ns:payments       both; a space is and", "  ns:shop | ns:ml                either",
            "  !reason:Pulled -ns:kube-*      not", "  reason:(BackOff, Unhealthy)    one of",
            "  msg~/code: 5\\d\\d/               regular expression",
            "  \"no space left\"                exact words, anywhere",
        ]
    }

    private static func beside(_ left: [String], _ right: [String], columns: Int) -> [PaneLine] {
        let half = columns / 2
        return (0..<max(left.count, right.count)).map { index in
            let first = index < left.count ? CleanText(left[index]).truncated(to: half - 1) : CleanText()
            let second = index < right.count ? CleanText(right[index]).truncated(to: columns - half).string : ""
            var line = line(first.string, at: 0)
            let gap = CleanText(String(repeating: " ", count: half - first.width))
            line.text = line.text.joined(with: gap).joined(with: CleanText(second))
            line.headings += Self.line(second, at: half).headings
            return line
        }
    }

    private static func line(_ text: String, at column: Int) -> PaneLine {
        let isHeading = !text.isEmpty && !text.hasPrefix(" ")
        return PaneLine(text: CleanText(text), headings: isHeading ? [column..<column + text.count] : [])
    }

    private static func padded(_ text: String, _ cells: Int) -> String {
        text + String(repeating: " ", count: max(0, cells - text.count))
    }
}
