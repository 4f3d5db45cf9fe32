/// What brings notices to one receiver; one try at a time.
protocol NoticeSender: Sendable {
    /// How many notices fit into one try, at most.
    var batchLimit: Int { get }
    /// After how many tries in vain notices are given up; nil for as long as they are of use.
    var tryLimit: Int? { get }

    /// Tries once; `notices` are of one cluster, oldest first.
    func send(_ notices: [AlertNotice]) async -> NoticeOutcome
}

/// How a try ended; reasons are plain and without secrets.
enum NoticeOutcome: Sendable, Equatable {
    case delivered
    /// Another try may help, not before `after` if that is said.
    case failed(String, after: Duration? = nil)
    /// No other try will help.
    case refused(String)
    /// Something in it is not taken: of several notices, others may be.
    case unfit(String)
}
