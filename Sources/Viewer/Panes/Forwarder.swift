import Events
import TextGrid

extension ViewState {
    /// What the forwarder's pane does with a command; nil when it is none of its own.
    mutating func performInForwarder(_ command: Command) -> [Effect]? { nil }

    func forwarderLines(columns: Int) -> [PaneLine] { [] }

    mutating func receive(_ part: TimelinePart) {}
}
