import Glibc

/// The modes of a terminal: as they were found, and those of a screen, where every key is a byte.
struct TerminalModes {
    private let descriptor: Int32
    private let found: termios

    init?(of descriptor: Int32) {
        var modes = termios()
        guard tcgetattr(descriptor, &modes) == 0 else { return nil }
        self.descriptor = descriptor
        found = modes
    }

    /// Nothing is echoed, held back for a line, or taken for a signal, and output stays as it is written.
    func setRaw() {
        var modes = found
        modes.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG | IEXTEN)
        modes.c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR | IXON | BRKINT | PARMRK | ISTRIP)
        // A line feed must not become two bytes, nor a tab many.
        modes.c_oflag &= ~tcflag_t(ONLCR | TABDLY)
        modes.c_cc.6 = 1
        modes.c_cc.5 = 0
        set(modes)
    }

    /// Gives the terminal back.
    ///
    /// - Parameter forgettingInput: Whether what was sent and not read yet is thrown away: an answer of the terminal would be typing
    ///   to whoever reads next.
    func restore(forgettingInput: Bool) {
        set(found, forgettingInput ? TCSAFLUSH : TCSADRAIN)
    }

    private func set(_ modes: termios, _ when: Int32 = TCSADRAIN) {
        var modes = modes
        while tcsetattr(descriptor, when, &modes) != 0, errno == EINTR {}
    }
}
