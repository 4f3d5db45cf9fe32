// The one door for text from outside (API server, Log Service, kubeconfig, files). What comes out may be drawn anywhere:
//
//   C0 and DEL              caret notation, ^[      line breaks      ⏎ (U+23CE)      tab      one space
//   C1                      <9b>                    other spaces     one space
//   bidi, zero-width, tags, variation selectors, skin tones          dropped      flags       their letters, DE
//   interlinear, private use, unassigned                             ?
//   combining marks         at most two on a base, none without one

/// Text of which every glyph may be put into a cell.
package struct CleanText: Sendable, Hashable {
    /// How many scalars of a text are looked at when nobody asks for more; an event's message has at most 1,024 bytes.
    package static let usualLimit = 4096

    package private(set) var glyphs: [Glyph] = []
    /// In cells.
    package private(set) var width = 0

    package init() {}

    /// Sanitises `text`, of which nothing is looked at past `limit` scalars.
    package init(_ text: some StringProtocol, limit: Int = usualLimit) {
        self.init(text, limit: limit, cells: .max)
    }

    /// Sanitises `text` until there is more of it than fits in `cells` cells.
    ///
    /// For text that is cut after these cells in any case: it is found to be too long without being read to its end.
    package init(_ text: some StringProtocol, exceeding cells: Int) {
        self.init(text, limit: Self.usualLimit, cells: cells)
    }

    private init(_ text: some StringProtocol, limit: Int, cells: Int) {
        let most = cells < limit ? cells + 1 : limit
        // Nearly all text is ASCII to its end.
        let start = text.utf8.withContiguousStorageIfAvailable { appendPlain($0.prefix(most)) } ?? 0
        guard start < most, start < text.utf8.count else { return }
        let rest = text.utf8.index(text.utf8.startIndex, offsetBy: start)
        for scalar in text.unicodeScalars[rest...].prefix(limit - start) {
            guard width <= cells else { return }
            add(scalar)
        }
    }

    /// Takes the bytes that stand for themselves, up to the first that does not.
    ///
    /// - Returns: How many.
    private mutating func appendPlain(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        let plain = bytes.prefix { (0x20..<0x7F).contains($0) }
        glyphs = plain.map { Glyph(Unicode.Scalar($0)) }
        width = glyphs.count
        return width
    }

    init(glyphs: some Sequence<Glyph>) {
        for glyph in glyphs { append(glyph) }
    }

    /// The lines of `text`, for places that have room for real line breaks.
    package static func lines(of text: String, limit: Int = 65536) -> [CleanText] {
        text.unicodeScalars.prefix(limit).split(separator: "\n", omittingEmptySubsequences: false).map { line in
            CleanText(Substring(line.last == "\r" ? line.dropLast() : line), limit: limit)
        }
    }

    /// What is shown, as a string.
    package var string: String {
        var scalars = String.UnicodeScalarView()
        for glyph in glyphs { glyph.append(to: &scalars) }
        return String(scalars)
    }

    /// The text followed by `other`.
    package func joined(with other: CleanText) -> CleanText { CleanText(glyphs: glyphs + other.glyphs) }

    private mutating func append(_ glyph: Glyph) {
        glyphs.append(glyph)
        width += Int(glyph.width)
    }

    private mutating func escape(_ text: String) {
        for scalar in text.unicodeScalars { append(Glyph(scalar, isEscape: true)) }
    }
}

extension CleanText {
    private mutating func add(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x20..<0x7F: append(Glyph(scalar))
        case 0x0A: append(Glyph("⏎", isEscape: true))
        case 0x09: append(.space)
        case 0..<0x20: escape("^" + String(Unicode.Scalar(UInt8(scalar.value + 0x40))))
        case 0x7F: escape("^?")
        case 0x80..<0xA0: escape("<" + String(scalar.value, radix: 16) + ">")
        case 0xA1..<0x300 where scalar.value != 0xAD:
            append(Glyph(scalar, width: AmbiguousWidth.isWide(scalar) ? 2 : 1))
        case 0x4E00...0x9FFF, 0xAC00...0xD7A3: append(Glyph(scalar, width: 2))
        default: addUncommon(scalar)
        }
    }

    private mutating func addUncommon(_ scalar: Unicode.Scalar) {
        if Self.isInvisible(scalar) { return }
        // Half of a flag: some terminals draw two of them as one glyph, some give each two cells. Its letter is safe.
        if (0x1F1E6...0x1F1FF).contains(scalar.value) {
            return append(Glyph(Unicode.Scalar(UInt8(scalar.value - 0x1F1E6 + 0x41))))
        }
        if isCombining(scalar) { return combine(scalar) }
        switch scalar.properties.generalCategory {
        case .lineSeparator, .paragraphSeparator: append(Glyph("⏎", isEscape: true))
        case .privateUse, .unassigned, .surrogate: append(Glyph("?"))
        case .format: if (0xFFF9...0xFFFB).contains(scalar.value) { append(Glyph("?")) }
        case .spaceSeparator where scalar.value != 0x3000: append(.space)
        default:
            append(Glyph(scalar, width: isWide(scalar.value) || AmbiguousWidth.isWide(scalar) ? 2 : 1))
        }
    }

    private mutating func combine(_ mark: Unicode.Scalar) {
        guard let last = glyphs.indices.last, !glyphs[last].isEscape else { return }
        glyphs[last].combine(mark)
    }

    // Terminals disagree on what these do to the width of what stands before them.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x034F, 0x115F, 0x3164, 0xFFA0, 0x180B...0x180F, 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }
}

/// `text` as one line without anything that a terminal could take for more than text.
///
/// For plain lines and the clipboard; a ``Frame`` sanitises whatever is put into it.
package func sanitise(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    return CleanText(text, limit: .max).string
}
