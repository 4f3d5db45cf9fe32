/// What one cell, or a pair of cells, shows: a scalar and at most two marks on it.
package struct Glyph: Sendable, Hashable {
    package let base: Unicode.Scalar
    /// Combining marks, 0 for none.
    private(set) var firstMark: UInt32 = 0
    private(set) var secondMark: UInt32 = 0
    /// 1, or 2 for a wide one; 0 for the right half of a wide one.
    package let width: UInt8
    /// Stands for something that must not be shown: `^[`, `<9b>`.
    package var isEscape = false

    init(_ base: Unicode.Scalar, width: UInt8 = 1, isEscape: Bool = false) {
        self.base = base
        self.width = width
        self.isEscape = isEscape
    }

    package static let space = Glyph(" ")
    package static let rightHalf = Glyph(" ", width: 0)

    package var marks: [Unicode.Scalar] {
        [firstMark, secondMark].filter { $0 != 0 }.compactMap(Unicode.Scalar.init)
    }

    package var hasMarks: Bool { firstMark != 0 }

    /// Adds `mark` unless there are two: a pile of marks would cover the rows above.
    mutating func combine(_ mark: Unicode.Scalar) {
        if firstMark == 0 { firstMark = mark.value } else if secondMark == 0 { secondMark = mark.value }
    }

    func append(to text: inout String.UnicodeScalarView) {
        guard width > 0 else { return }
        text.append(base)
        if hasMarks { text.append(contentsOf: marks) }
    }
}

extension Glyph {
    /// The ornaments that eventer itself draws, with what stands for them where only ASCII can be shown.
    private static let plain: [Unicode.Scalar: Unicode.Scalar] = [
        "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+",
        "━": "=", "┃": "|", "═": "=", "║": "|", "╴": "-", "╶": "-", "╵": "|", "╷": "|", "╭": "+", "╮": "+", "╰": "+",
        "╯": "+",
        "…": "~", "⏎": "$", "·": ".", "•": "*", "×": "x", "°": "o", "↑": "^", "↓": "v", "→": ">", "←": "<", "↕": "|",
        "▲": "^", "▼": "v", "△": "^", "▽": "v", "►": ">", "◄": "<", "▶": ">", "◀": "<", "▸": ">", "▾": "v",
        "●": "*", "○": "o", "◆": "*", "◇": "o", "■": "#", "□": "o", "▪": "*", "✓": "v", "✔": "v", "✗": "x", "✘": "x",
        // A bar that grows by eighths, and shades.
        "▁": ".", "▂": ":", "▃": "-", "▄": "=", "▅": "+", "▆": "*", "▇": "%", "█": "#",
        "▏": "|", "▎": "|", "▍": "|", "▌": "#", "▋": "#", "▊": "#", "▉": "#", "▐": "#", "▀": "#",
        "░": ".", "▒": ":", "▓": "#",
    ]

    static func isOrnament(_ scalar: Unicode.Scalar) -> Bool { plain[scalar] != nil }

    /// The glyph with an ornament replaced by ASCII; anything else stays.
    package var withoutOrnament: Glyph {
        guard base.value >= 0x80, let plain = Self.plain[base] else { return self }
        return Glyph(plain, width: width, isEscape: isEscape)
    }
}
