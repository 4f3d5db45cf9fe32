import Basics
import Events

/// `:sls` and `:live`, and what `:since` means meanwhile.
extension ViewState {
    /// Searches for what stands behind `:sls`; for everything when nothing does.
    mutating func runSearch(_ line: CommandLine) throws(LineError) -> [Effect] {
        let range = line.name?.range ?? 0..<0
        guard configuration.sink != nil else {
            throw LineError("no sink is configured: --sink, --sink-file or $EVENTER_SINK names the logstore", at: range)
        }
        let rest = line.rest
        if let bar = Self.analysis(in: Array(rest.text)) {
            let place = rest.range.lowerBound + bar
            throw LineError("only a search makes rows: leave out what is behind |", at: place..<rest.range.upperBound)
        }
        return searchLogstore(rest.text.isEmpty ? "*" : rest.text, in: searchedTime)
    }

    /// Shows the live list, and its newest rows.
    mutating func runLive() -> [Effect] {
        let effects = leaveLogstore()
        list.thaw()
        list.follow()
        return effects
    }

    /// Searches again, through the last `window`; nil is the usual hour.
    mutating func searchAgain(within window: Duration?) -> [Effect] {
        guard let logstore else { return [] }
        return searchLogstore(logstore.question.text, in: .last(window ?? Self.usualSearch, before: now))
    }

    /// Where an analysis begins: at the first bar that stands in no quotes.
    private static func analysis(in characters: [Character]) -> Int? {
        var isQuoted = false
        for (place, character) in characters.enumerated() {
            if character == "\"", place == 0 || characters[place - 1] != "\\" { isQuoted.toggle() }
            if character == "|", !isQuoted { return place }
        }
        return nil
    }
}
