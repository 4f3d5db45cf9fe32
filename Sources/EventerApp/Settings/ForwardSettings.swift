import LogService

/// `eventer forward`.
package struct ForwardSettings: Sendable {
    package var cluster: ClusterSettings
    package var sink: SinkSettings
    package var state: String?
    package var journal = JournalSettings()
    package var healthAddress = "0.0.0.0"
    /// 0 picks a free one.
    package var healthPort: UInt16 = 8084
    /// Whether the metrics page counts events by their type.
    package var countsEventTypes = true
    package var logFormat: LogFormat?
    /// The configuration file, of which the alerts count: a path, or `none`.
    package var configuration: String?
    package var alerts = AlertFlags()

    package init(cluster: ClusterSettings, sink: SinkSettings, state: String?) {
        self.cluster = cluster
        self.sink = sink
        self.state = state
    }

    /// Follows kube-eventer's `--source` and `--event-metrics`, and checks its `--frequency`.
    ///
    /// - Parameters:
    ///   - source: The value of `--source`, if given.
    ///   - frequency: The value of `--frequency`, if given: a Go duration.
    ///   - eventMetrics: The value of `--event-metrics`, if given: a Go Boolean.
    ///   - environment: For variables in `source`.
    /// - Throws: ``AppError`` with code `usage`.
    package mutating func apply(
        source: String?,
        frequency: String?,
        eventMetrics: String? = nil,
        environment: [String: String]
    ) throws(AppError) {
        if let source {
            let source = try KubeEventerSource(parsing: source, environment: environment)
            cluster.kubeconfig = cluster.kubeconfig ?? source.kubeconfig
            cluster.usesServiceAccount = source.usesServiceAccount && cluster.kubeconfig == nil
            cluster.skipsVerification = cluster.skipsVerification || source.skipsVerification
            // kube-eventer knows no other scope.
            cluster.allNamespaces = cluster.namespaces.isEmpty
            if source.kubeconfig == nil { cluster.server = cluster.server ?? source.server }
        }
        if let eventMetrics {
            guard let value = goBool(eventMetrics) else {
                throw AppError("--event-metrics: \"\(eventMetrics)\" is neither true nor false", code: .usage)
            }
            countsEventTypes = value
        }
        guard let frequency else { return }
        guard let period = goDuration(frequency) else {
            throw AppError("--frequency: \"\(frequency)\" is no duration", hint: "write 30s or 1m30s", code: .usage)
        }
        guard period >= .seconds(5), period <= .seconds(180) else {
            throw AppError("--frequency: \(frequency) is not between 5s and 3m", code: .usage)
        }
    }
}

/// Reads `1m30s`, `500ms`, `1.5h`: Go's `time.ParseDuration` without signs and below microseconds.
func goDuration(_ text: String) -> Duration? {
    let units: [(String, Double)] = [("ms", 0.001), ("us", 0.000001), ("h", 3600), ("m", 60), ("s", 1)]
    var rest = Substring(text)
    var seconds = 0.0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
        let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        rest = rest[digits.endIndex...]
        guard let number = Double(digits), let unit = units.first(where: { rest.hasPrefix($0.0) }) else { return nil }
        rest = rest.dropFirst(unit.0.count)
        seconds += number * unit.1
        guard seconds < 1e9 else { return nil }
    }
    return .seconds(seconds)
}
