extension CleanText {
    /// Sanitises `text` as ``init(_:limit:)`` does, but what that drops is shown by its number: `<202e>`.
    ///
    /// For places where a person looks for just that.
    package init(marking text: some StringProtocol, limit: Int = usualLimit) {
        var glyphs: [Glyph] = []
        var run = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            guard Self.drops(scalar) else {
                run.append(scalar)
                continue
            }
            glyphs += CleanText(String(run), limit: limit).glyphs
            run = String.UnicodeScalarView()
            glyphs += "<\(String(scalar.value, radix: 16))>".unicodeScalars.map { Glyph($0, isEscape: true) }
        }
        self.init(glyphs: glyphs + CleanText(String(run), limit: limit).glyphs)
    }

    private static func drops(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x7F else { return false }
        return CleanText("a" + String(scalar)) == CleanText("a")
    }
}
