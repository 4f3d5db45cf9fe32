import Events
import Journal

extension Application {
    /// Where the journal of each cluster is, for commands that need no cluster but its journal.
    ///
    /// - Parameters:
    ///   - settings: What the flags say of the cluster.
    ///   - state: The value of `--state`; with it, and at most one context, no kubeconfig is needed.
    /// - Returns: The directories, with the clusters' names where there are several.
    /// - Throws: ``AppError`` for all that is wrong with the configuration.
    func journals(_ settings: ClusterSettings, state: String?) throws(AppError)
        -> [(label: String, directory: String)]
    {
        if let state, settings.contexts.count <= 1, settings.contexts.first?.contains(",") != true {
            return [("", state)]
        }
        let members = members(try clusters(settings), state: state)
        return members.map { (members.count > 1 ? $0.cluster.title : "", $0.directory) }
    }
}

extension AppError {
    /// What a journal that exists, or should, threw.
    init(_ error: JournalError) {
        switch error {
        case .missing:
            self.init(
                "\(error)",
                hint: "`eventer` and `eventer forward` keep one while they run; name another cluster with --context, "
                    + "or the directory with --state",
                code: .failed
            )
        case .held: self.init("\(error)", hint: "stop that process first", code: .held)
        case .newerVersion: self.init("\(error)", hint: "use that eventer, or another --state", code: .failed)
        case .damaged:
            self.init(
                "\(error)",
                hint: "the next `eventer` that keeps this journal saves what can be read",
                code: .failed
            )
        default: self.init("\(error)", code: .failed)
        }
    }
}
