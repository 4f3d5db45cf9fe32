package import TextGrid
package import Terminal

/// A screen that a person sits at: it can be left, come back to, and given text to copy.
@MainActor
package protocol InteractiveScreen: Screen {
    /// Gives the terminal back as it was found; nothing is drawn until ``resume()``.
    func suspend()
    func resume()
    /// Paints every cell at the next draw.
    func invalidate()
    /// Puts `text` on the terminal's clipboard, if it lets us.
    func copy(_ text: String)
    /// Whether the terminal is gone.
    var isGone: Bool { get }
}

extension NcursesScreen: InteractiveScreen {}
