/// What the command line says of the look, not yet read.
package struct LookSettings: Sendable, Equatable {
    /// `--config`: a path, or `none`.
    package var configuration: String?
    /// `--view`.
    package var view: String?
    package var flags: [PreferenceFlag]

    package init(configuration: String? = nil, view: String? = nil, flags: [PreferenceFlag] = []) {
        self.configuration = configuration
        self.view = view
        self.flags = flags
    }
}
