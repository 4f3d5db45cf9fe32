/// One place of the grid: what it shows and what that means.
package struct Cell: Sendable, Hashable {
    package var glyph: Glyph
    package var style: Style

    package init(_ glyph: Glyph, _ style: Style = .normal) {
        self.glyph = glyph
        self.style = style
    }

    package static let blank = Cell(.space)
}
