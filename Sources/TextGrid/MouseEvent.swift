/// What the mouse did, and where.
package struct MouseEvent: Sendable, Hashable {
    package enum Button: Sendable, Hashable, CaseIterable { case left, middle, right }

    package enum Action: Sendable, Hashable {
        case press(Button), release(Button)
        /// Moved with the button down; sent once for each cell that is entered.
        case drag(Button)
        case wheelUp, wheelDown, wheelLeft, wheelRight
    }

    package struct Modifiers: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Most terminals keep what is done with Shift for their own selection.
        package static let shift = Modifiers(rawValue: 1)
        package static let control = Modifiers(rawValue: 2)
        package static let alt = Modifiers(rawValue: 4)
    }

    package var action: Action
    /// The cell; it may lie outside of a frame that was drawn before a resize.
    package var position: Position
    package var modifiers: Modifiers

    package init(_ action: Action, at position: Position, modifiers: Modifiers = []) {
        self.action = action
        self.position = position
        self.modifiers = modifiers
    }
}
