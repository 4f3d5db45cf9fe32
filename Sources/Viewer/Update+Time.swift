import Events
import TextGrid

extension ViewState {
    /// Time, window and histogram; nil when it is none of these.
    mutating func performInTime(_ command: Command) -> [Effect]? { nil }
}
