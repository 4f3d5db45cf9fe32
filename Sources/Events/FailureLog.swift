/// The last failed requests: those that are alike share a line, so that a receiver that is down does not push all else out.
package struct FailureLog: Sendable, Equatable {
    /// The most lines kept.
    package static let limit = 10

    /// The latest first.
    package private(set) var failures: [DeliveryStatus.Failure] = []

    package init() {}

    /// Notes a failure; one that is alike in status, code and message is counted and takes its time and advice.
    package mutating func add(_ failure: DeliveryStatus.Failure) {
        var failure = failure
        if let index = failures.firstIndex(where: { $0.isAlike(failure) }) {
            let former = failures.remove(at: index)
            failure.count += former.count
            failure.at = max(failure.at, former.at)
        }
        let index = failures.firstIndex { $0.at <= failure.at } ?? failures.count
        failures.insert(failure, at: index)
        if failures.count > Self.limit { failures.removeLast() }
    }

    /// Adds what another forwarder noted.
    package mutating func merge(_ other: FailureLog) {
        for failure in other.failures { add(failure) }
    }
}

extension DeliveryStatus.Failure {
    fileprivate func isAlike(_ other: DeliveryStatus.Failure) -> Bool {
        (status, code, message) == (other.status, other.code, other.message)
    }
}
