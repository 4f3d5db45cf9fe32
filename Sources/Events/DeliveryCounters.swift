package import Basics

/// What forwarders counted since their process began, by kinds; for the metrics page.
///
/// Keys are closed sets: none is chosen by the cluster or by Log Service.
package struct DeliveryCounters: Sendable, Equatable {
    /// Requests by the HTTP status of their answer, 0 for those without one.
    package var requests: [Int: Int] = [:]
    /// Failed requests by the class of the failure.
    package var errors: [String: Int] = [:]
    /// Requests sent again, by the class of the failure before.
    package var retries: [String: Int] = [:]
    /// Records of gaps that arrived, and those refused for good; the ledger has event versions only.
    package var gapRecords = 0
    package var refusedGapRecords = 0
    package var rawBytes = 0
    package var compressedBytes = 0
    /// From the request to its answer.
    package var requestTimes = DurationHistogram(
        bounds: [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000].map { .milliseconds($0) }
    )
    /// From the receipt of an event to its acknowledgement.
    package var latencies = DurationHistogram(
        bounds: [100, 250, 500, 1000, 2000, 5000, 15_000, 60_000, 300_000, 900_000, 3_600_000].map { .milliseconds($0) }
    )

    package init() {}
}

/// The key that requests are signed with, as far as it may be told.
package struct CredentialFigures: Sendable, Equatable {
    /// Where the key comes from, by name: `the sink's URL`, `RRSA`.
    package var source: String
    /// When a temporary key ends.
    package var expiry: Timestamp?
    package var renewals = 0
    package var failedRenewals = 0
    /// Why the last renewal failed; from outside: sanitise before showing.
    package var lastFailure: String?

    package init(source: String) {
        self.source = source
    }
}

/// What a journal counts, for the metrics page.
package struct JournalFigures: Sendable, Equatable {
    /// Bytes of pages that hold something, and how many there may be.
    package var usedBytes = 0
    package var maximumBytes = 0
    /// Event versions kept.
    package var rows = 0
    /// How long commits take, the flush to the disk included.
    package var commitTimes = DurationHistogram(
        bounds: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000].map { .milliseconds($0) }
    )
    /// Failed operations, by what was being done.
    package var errors: [String: Int] = [:]
    /// Rows that the salvage of a damaged file saved, and rows known to be lost by damage, since this process began.
    package var recovered = 0
    package var damaged = 0

    package init() {}
}
