import Events
import TextGrid

/// The sidebar: what the events under the filter have in their fields, and how often.
struct FacetPanel: Sendable, Equatable {
    /// Nil shows it where the screen is wide.
    var isWanted: Bool?
}

extension ViewState {
    var showsSidebar: Bool { facetPanel.isWanted ?? false }

    mutating func performInFacets(_ command: Command, _ key: Key) -> [Effect] { performAnywhere(command) }

    func drawSidebar(in frame: inout Frame, _ layout: ScreenLayout) {}
}
