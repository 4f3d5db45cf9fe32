import Glibc

/// Gives the terminal back when the program dies of a fault of its own.
///
/// A trap leaves no time to ask anybody: a handler of the signal itself writes what leaves the screen, sets the modes that every
/// shell expects, says a word, and lets the signal have its way. Only what is safe in a signal handler is called.
package enum CrashGuard {
    private static let signals = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV]

    /// Watches from now on, for the screen on standard output.
    package static func install() {
        for number in signals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                guard isatty(STDOUT_FILENO) == 1 else { return }
                // Mouse, paste and marked frames off, cursor on, plain text, main screen.
                let text: StaticString = """
                    \u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l\u{1B}[?2004l\u{1B}[?2026l\u{1B}[?25h\u{1B}[0m\u{1B}[?1l\u{1B}>\u{1B}[?1049l\r\
                    eventer: ended by a fault of its own; what was not delivered is in the journal\n
                    """
                var modes = termios()
                if tcgetattr(STDOUT_FILENO, &modes) == 0 {
                    modes.c_lflag |= tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
                    modes.c_iflag |= tcflag_t(ICRNL | IXON | BRKINT)
                    modes.c_oflag |= tcflag_t(OPOST | ONLCR)
                    tcsetattr(STDOUT_FILENO, TCSANOW, &modes)
                }
                _ = write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount)
            }
            // Once, then the signal does what it always did: the instruction that failed fails again.
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            sigaction(number, &action, nil)
        }
    }
}
