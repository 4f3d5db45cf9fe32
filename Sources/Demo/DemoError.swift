/// Why a demo server could not be started.
package struct DemoError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was being done: `listen on 127.0.0.1:8080`, `open received.jsonl`.
    package var action: String
    /// Why it failed, for people.
    package var reason: String

    package init(action: String, reason: String) {
        self.action = action
        self.reason = reason
    }

    package var description: String { "cannot \(action): \(reason)" }
}
