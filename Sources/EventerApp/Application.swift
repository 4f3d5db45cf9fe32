package import Basics
import Events
import HTTP
import Journal
import Kubernetes
import LogService

/// The commands: each builds its parts from settings, runs them, and says how it ended.
package struct Application: Sendable {
    let process: ProcessContext
    let now: @Sendable () -> Timestamp
    let clock = ContinuousClock()

    /// - Parameters:
    ///   - process: What the process was given from outside.
    ///   - now: The wall clock.
    package init(process: ProcessContext, now: @escaping @Sendable () -> Timestamp = { Timestamp.now() }) {
        self.process = process
        self.now = now
    }

    /// Text for people on stderr; never while a screen is up.
    func say(_ line: String) {
        StandardError.write("eventer: " + line + "\n")
    }
}
