import Basics
import Events
import TextGrid

/// What the forwarder's pane remembers.
struct ForwarderPane: Sendable, Equatable {
    enum Page: Sendable, Equatable {
        case overview
        case deadLetters
        /// The chosen one of them.
        case deadLetter
    }

    var page = Page.overview
    /// Since when forwarding has been in its state, as far as it was seen.
    var since: Timestamp?
    var throughput = Throughput()
    /// Nil until they are there.
    var letters: [DeadLetterEntry]?
    /// Which of them.
    var selected = 0

    mutating func show(_ letters: [DeadLetterEntry]) {
        self.letters = letters
        selected = min(selected, max(0, letters.count - 1))
    }

    var letter: DeadLetterEntry? {
        guard let letters, letters.indices.contains(selected) else { return nil }
        return letters[selected]
    }
}

extension ViewState {
    private static let linkSpan = Duration.seconds(900)

    mutating func receive(_ status: DeliveryStatus) -> [Effect] {
        let former = delivery
        if forwarder.since == nil || former.state.word != status.state.word { forwarder.since = wall }
        delivery = status
        forwarder.throughput.note(status, at: wall)
        return refreshFate(since: former)
    }

    /// What the forwarder's pane does with a command; nil when it is none of its own.
    mutating func performInForwarder(_ command: Command) -> [Effect]? {
        guard pane?.content == .forwarder else { return nil }
        switch (command, forwarder.page) {
        case (.retryForwarding, _): return retryForwarding()
        case (.pauseForwarding, _): return pauseForwarding()
        case (.copyLink, _): return copyLink()
        case (.deadLetters, .overview):
            turnForwarder(to: .deadLetters)
            forwarder.letters = nil
            forwarder.selected = 0
            return [.loadDeadLetters]
        case (.detail, .deadLetters) where forwarder.letter != nil: turnForwarder(to: .deadLetter)
        case (.back, .deadLetter): turnForwarder(to: .deadLetters)
        case (.back, .deadLetters): turnForwarder(to: .overview)
        case (.detail, _): break
        case (.down, .deadLetters): selectLetter(by: 1)
        case (.up, .deadLetters): selectLetter(by: -1)
        case (.halfPageDown, .deadLetters), (.pageDown, .deadLetters): selectLetter(by: 10)
        case (.halfPageUp, .deadLetters), (.pageUp, .deadLetters): selectLetter(by: -10)
        case (.first, .deadLetters): selectLetter(by: -1_000_000)
        case (.last, .deadLetters): selectLetter(by: 1_000_000)
        default: return nil
        }
        return []
    }

    private mutating func turnForwarder(to page: ForwarderPane.Page) {
        forwarder.page = page
        pane?.offset = 0
        if page == .deadLetters { selectLetter(by: 0) }
    }

    private mutating func selectLetter(by step: Int) {
        let count = forwarder.letters?.count ?? 0
        forwarder.selected = min(max(0, forwarder.selected + step), max(0, count - 1))
        let rows = max(1, ScreenLayout(self).middle.rows - 2)
        let line = forwarder.selected + deadLetterHeadRows
        let offset = pane?.offset ?? 0
        pane?.offset = forwarder.selected == 0 ? 0 : min(max(offset, line - rows + 1), line)
    }

    private mutating func retryForwarding() -> [Effect] {
        switch delivery.state {
        case .retrying, .blocked, .throttled: say("sending again now")
        default:
            say("nothing to retry: no pause is on")
            return []
        }
        return [.retryForwarding]
    }

    private mutating func pauseForwarding() -> [Effect] {
        if delivery.state == .off {
            say("forwarding is off already: Space switches it on")
            return []
        }
        return toggleForwarding()
    }

    private mutating func copyLink() -> [Effect] {
        let link = ConsoleLink(
            endpoint: configuration.sink?.endpoint ?? delivery.endpoint,
            target: configuration.sink?.target ?? delivery.target,
            from: now.advanced(by: .zero - Self.linkSpan),
            to: now
        )
        guard let url = link.url else {
            say("no console link: the endpoint is none of Alibaba Cloud's")
            return []
        }
        say("copied the link to the last 15 minutes")
        return [.copy(url)]
    }
}

extension DeliveryStatus.State {
    /// One word for each state, whatever it waits for.
    var word: String {
        switch self {
        case .none: "NONE"
        case .off: "OFF"
        case .on: "ON"
        case .retrying: "DEGRADED"
        case .blocked: "BLOCKED"
        case .throttled: "THROTTLED"
        case .draining: "DRAINING"
        case .unavailable: "UNAVAILABLE"
        }
    }
}
