/// The sequences that eventer sends beside those that ncurses knows.
struct ControlSequences {
    static let synchronizedMode = 2026
    /// How long an answer may take; one that is still owed then is thrown away when the terminal is given back.
    static let patience = Duration.milliseconds(200)

    // Bracketed paste.
    static let entering = "\u{1B}[?2004h"
    // All that may be on, whatever is: it is harmless to switch off twice.
    static let leaving = mouseOff + "\u{1B}[?2004l" + synchronizedEnd
    // Buttons, drags, and coordinates without a limit.
    static let mouseOn = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
    static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"
    /// Is mode 2026 known? Then, what every terminal answers: the device attributes.
    static let question = "\u{1B}[?2026$p\u{1B}[c"
    private static let synchronizedBegin = "\u{1B}[?2026h"
    private static let synchronizedEnd = "\u{1B}[?2026l"

    /// Whether the terminal answers questions, or at least does not show them.
    let canBeAsked: Bool

    init(terminal: String) {
        canBeAsked = !["linux", "dumb", "vt", "ansi", "cons", "sun"].contains { terminal.hasPrefix($0) }
    }

    /// `frame`, so marked that it is shown as a whole.
    func synchronized(_ frame: [UInt8]) -> [UInt8] {
        Array(Self.synchronizedBegin.utf8) + frame + Array(Self.synchronizedEnd.utf8)
    }
}
