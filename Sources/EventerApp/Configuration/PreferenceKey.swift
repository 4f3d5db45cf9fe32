/// A key of the configuration file: one entry of the table that reads it, prints it and documents it.
package struct PreferenceKey: Sendable {
    package let name: String
    /// What may be written, for the README: `relative`, `local` or `utc`.
    package let form: String
    package let summary: String
    /// The flag that says the same, if there is one.
    package let flag: String?
    /// The words that may be written, where there are but a few; for completion.
    package let choices: [String]
    /// Lines of an example where the default alone would not show how it is written.
    let example: [String]
    let read: @Sendable (PreferenceValue, inout Preferences) throws(PreferenceFaults) -> Void
    /// The value as the file would have it, in one line.
    let show: @Sendable (Preferences) -> String

    init(
        _ name: String,
        _ form: String = "",
        choices: [String] = [],
        _ summary: String,
        flag: String? = nil,
        example: [String] = [],
        read: @escaping @Sendable (PreferenceValue, inout Preferences) throws(PreferenceFaults) -> Void,
        show: @escaping @Sendable (Preferences) -> String
    ) {
        self.name = name
        self.form = form.isEmpty ? oneOf(choices) : choices.isEmpty ? form : form + oneOf(choices)
        self.choices = choices
        self.summary = summary
        self.flag = flag
        self.example = example
        self.read = read
        self.show = show
    }

    /// The environment variable that says the same; nothing for what needs more than a line.
    package var variable: String { "EVENTER_" + name.uppercased().replacing("-", with: "_") }

    /// The default as the file would have it.
    package var defaultText: String { show(Preferences()) }

    package static func named(_ name: String) -> PreferenceKey? { all.first { $0.name == name } }
}
