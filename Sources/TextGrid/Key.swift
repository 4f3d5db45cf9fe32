/// A key press, or what a terminal sends as one.
package enum Key: Sendable, Hashable {
    case character(Character)
    /// With Ctrl: always a lower-case letter, or `\`, `]`, `^`, `_`, or a space.
    case control(Character)
    case function(Int)
    case enter, tab, backTab, escape, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// Bracketed paste: text, never keys.
    case paste(String)
}
