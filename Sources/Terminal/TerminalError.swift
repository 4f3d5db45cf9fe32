/// Why a terminal cannot show frames.
package enum TerminalError: Error, Sendable, Equatable {
    /// The descriptor is no terminal.
    case notATerminal
    /// `TERM` names no terminal known here, or one that cannot move its cursor.
    case unsuitable(String)
}

extension TerminalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notATerminal: "standard output is no terminal"
        case .unsuitable(let name):
            "the terminal type \"\(name)\" cannot show a full screen; is TERM right, and its entry installed (ncurses-term)?"
        }
    }
}
