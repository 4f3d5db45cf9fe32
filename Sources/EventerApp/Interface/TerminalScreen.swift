import Glibc
import Terminal
import TextGrid

/// A screen that a person sits at: it can be left, come back to, and given text to copy.
@MainActor
protocol InteractiveScreen: Screen {
    /// Gives the terminal back as it was found; nothing is drawn until ``resume()``.
    func suspend()
    func resume()
    /// Paints every cell of the last frame anew.
    func redraw()
    /// Puts `text` on the terminal's clipboard, if it lets us.
    ///
    /// - Returns: False when it is too long for that.
    @discardableResult
    func copy(_ text: String) -> Bool
    func setTheme(_ theme: Theme)
    /// Has the mouse reported as keys, or leaves it to the terminal, whose own selection works then.
    func setMouse(_ isOn: Bool)
    func ring()
    /// Whether the terminal is gone.
    var isGone: Bool { get }
}

extension NcursesScreen: InteractiveScreen {
    func copy(_ text: String) -> Bool {
        copy(text, insideTmux: getenv("TMUX") != nil)
    }

    var isGone: Bool {
        var descriptors = [pollfd(fd: input, events: Int16(POLLIN), revents: 0)]
        return poll(&descriptors, 1, 0) > 0 && descriptors[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
    }
}
