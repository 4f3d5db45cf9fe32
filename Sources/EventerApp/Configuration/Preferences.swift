package import TextGrid
package import Viewer

/// What a person prefers, from flags, environment and configuration file.
package struct Preferences: Sendable, Equatable {
    /// What was asked of the colours; the terminal has the last word.
    package enum Colour: String, Sendable, CaseIterable {
        case auto, never
        case sixteen = "16"
        case many = "256"
    }

    package var theme = Theme.dark
    package var colour = Colour.auto
    package var isASCII = false
    /// The cells that the terminal gives to characters of ambiguous width: 1, or 2 as some do in East Asia.
    package var ambiguousWidth = 1
    package var mouse = false
    package var maximumEvents = 200_000
    /// What ^Z does: leave for the shell, or, as in k9s, show Warnings only.
    package var suspendsOnControlZ = true
    /// The name of the view to begin with.
    package var startView: String?
    package var view = ViewPreferences()
    package var alerts = AlertSettings()

    package init() {}
}
