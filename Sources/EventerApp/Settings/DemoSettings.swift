import Demo

/// `eventer demo`.
package struct DemoSettings: Sendable {
    package enum Mode: Sendable {
        /// Servers, forwarder and viewer.
        case viewer
        /// The servers only.
        case serve
        /// Servers, forwarder and alert rules, no screen.
        case headless
    }

    package var mode = Mode.viewer
    package var rate = 5.0
    package var count: Int?
    package var backlog = 150
    package var seed: UInt64 = 1
    package var fault = "none"
    package var clusterFault = "none"
    package var keyFault = "none"
    /// How long a temporary key lasts.
    package var keySeconds = 3600
    package var hasLogstore = true
    package var received: String?
    package var state: String?

    package init() {}

    /// The most that `--backlog` takes: what a table can be tried with, in a few GiB of the demo's memory.
    package static let largestBacklog = 2_000_000
    /// The names that `--fault` takes.
    package static var faults: [String] { Fault.allCases.map(\.rawValue) }
    /// The names that `--key-fault` takes.
    package static var keyFaults: [String] { IdentityFault.allCases.map(\.rawValue) }
    /// The names that `--cluster-fault` takes.
    package static var clusterFaults: [String] { ClusterTrouble.allCases.map(\.rawValue) }
}
