/// Text that must never reach a screen, a log, an error or argv: tokens, keys, passwords.
///
/// It describes, mirrors and interpolates as `<redacted>`. ``reveal()`` is the only way to the text, and easy to search for.
package struct Secret: Sendable, Hashable {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    package var isEmpty: Bool { text.isEmpty }

    /// The text itself, for the request that needs it and for nothing else.
    package func reveal() -> String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
