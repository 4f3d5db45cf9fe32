extension LogServiceError {
    /// What a person can do about a query that was refused; ``advice`` speaks of sending.
    package var readingAdvice: String {
        switch code {
        case "IndexConfigNotExist":
            return "without an index nothing can be searched: `eventer init` makes the one that is needed"
        case "ParameterInvalid", "InvalidParameter", "InvalidQueryString":
            return "is it a search of Log Service, as in level: Warning and eventId.reason: BackOff?"
        case "InvalidTimeRange": return "--since and --until say which time is searched"
        default: break
        }
        switch kind {
        case .credentials where message.lowercased().contains("denied by sts or ram"),
            .forbidden where !code.hasPrefix("Project"):
            return "the key may not read here; grant it log:GetLogStoreLogs on the logstore in RAM"
        case .throttled: return "the reading quota of the project is used up; ask for less time, or again in a minute"
        case .unknown, .invalidData, .tooLarge, .logTime: return "Log Service says no more"
        default: return advice
        }
    }
}
