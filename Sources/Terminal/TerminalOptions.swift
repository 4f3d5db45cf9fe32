package import TextGrid

/// How a terminal is to be driven.
package struct TerminalOptions: Sendable {
    /// The most colours to use; fewer where the terminal has fewer.
    package var colours = ColourDepth.many
    package var theme = Theme.dark
    /// The cells that the terminal gives to characters of ambiguous width, as in ``AmbiguousWidth``.
    package var ambiguousWidth = 1
    /// The terminal's type by several names, of which the first that is known here counts; empty for `$TERM`.
    package var names: [String] = []
    /// Empty for the environment's; without UTF-8 in it only ASCII is shown.
    package var locale = ""

    package init() {}
}
