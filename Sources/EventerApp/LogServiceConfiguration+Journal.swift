import LogService

extension LogServiceConfiguration {
    /// Names the sink's cursor in a journal.
    ///
    /// The endpoints of a region, by the public network and by internal ones, lead to the same logstore and so have one name.
    var journalName: String {
        (endpoint.region ?? String("\(endpoint)".dropFirst(endpoint.scheme.rawValue.count + 3))) + path
    }

    /// How earlier versions named it.
    var formerJournalName: String { "\(endpoint)\(path)" }

    /// Whether `name` is one that an earlier version gave this logstore, by whatever endpoint.
    func isNamed(_ name: String) -> Bool {
        let parts = name.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, ["http:", "https:"].contains(parts[0]), parts[1].isEmpty else { return false }
        let region = LogServiceEndpoint(scheme: .https, host: parts[2]).region
        return "\(region ?? parts[2])/\(parts[3])" == journalName
    }

    private var path: String { "/\(project)/\(logstore)" }
}
