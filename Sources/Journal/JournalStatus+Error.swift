import Events

extension JournalStatus {
    /// While `error` keeps events from being kept.
    init(_ error: JournalError) {
        switch error {
        case .full, .diskFull: self = .full(reason: "\(error)")
        default: self = .notKeeping(reason: "\(error)")
        }
    }
}
