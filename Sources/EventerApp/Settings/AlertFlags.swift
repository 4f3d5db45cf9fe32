/// What the command line says of alerts.
package struct AlertFlags: Sendable, Equatable {
    /// No rule watches.
    package var isOff: Bool
    /// A file with rules, in place of those of the configuration file.
    package var rules: String?

    package init(isOff: Bool = false, rules: String? = nil) {
        self.isOff = isOff
        self.rules = rules
    }
}
