import Events
import TextGrid

/// The strip of occurrences over time.
struct HistogramStrip: Sendable, Equatable {
    var isShown = false
}

extension ViewState {
    mutating func performInHistogram(_ command: Command) -> [Effect] { performAnywhere(command) }

    func drawHistogram(in frame: inout Frame, _ layout: ScreenLayout) {}
}
