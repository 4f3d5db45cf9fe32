/// A set of looks for the roles.
///
/// No theme paints the whole background, so each keeps the terminal's own.
package enum Theme: String, Sendable, CaseIterable {
    /// For light text on a dark background.
    case dark
    /// For dark text on a light background.
    case light
    /// Bold, underline and reverse only.
    case mono
    /// Strong colours with a background of their own, and nothing dim.
    case highContrast = "high-contrast"
}
