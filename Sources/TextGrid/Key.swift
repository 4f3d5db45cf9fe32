/// A key press, or what a terminal sends as one.
///
/// A plain arrow is `.left`; with Shift it is `.shift(.left)`, with Ctrl `.ctrl(.left)`. Other modifiers of such keys are lost on
/// the way: not every terminal sends them.
package enum Key: Sendable, Hashable {
    /// The keys that terminals tell apart by Shift and Ctrl.
    package enum Motion: String, Sendable, Hashable, CaseIterable {
        case up, down, left, right, home, end, pageUp, pageDown
    }

    case character(Character)
    /// With Ctrl: always a lower-case letter, or `\`, `]`, `^`, `_`, or a space.
    case control(Character)
    case function(Int)
    case enter, tab, backTab, escape, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case shift(Motion)
    case ctrl(Motion)
    /// Bracketed paste: text, never keys.
    case paste(String)
    /// Only while the screen was told to report the mouse.
    case mouse(MouseEvent)

    /// The key without a modifier.
    package init(_ motion: Motion) {
        self =
            switch motion {
            case .up: .up
            case .down: .down
            case .left: .left
            case .right: .right
            case .home: .home
            case .end: .end
            case .pageUp: .pageUp
            case .pageDown: .pageDown
            }
    }

    /// What the key is without Shift and Ctrl: what it does where nothing else is said of them.
    package var unmodified: Key {
        switch self {
        case .shift(let motion), .ctrl(let motion): Key(motion)
        default: self
        }
    }

    /// The motion of an arrow and its kin, without a modifier.
    package var motion: Motion? {
        switch self {
        case .up: .up
        case .down: .down
        case .left: .left
        case .right: .right
        case .home: .home
        case .end: .end
        case .pageUp: .pageUp
        case .pageDown: .pageDown
        default: nil
        }
    }
}
