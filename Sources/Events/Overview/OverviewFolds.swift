import Basics

/// What was counted together because there was too much of it at once, by reason.
struct OverviewFolds {
    private static let most = 10

    private var folds: [OverviewSums.Reason: OverviewReport.Fold] = [:]

    /// Adds what a bucket counted together.
    ///
    /// - Parameters:
    ///   - key: Of many things.
    ///   - cell: What happened.
    ///   - from: When the bucket begins, or the window.
    mutating func add(_ key: OverviewKey, _ cell: OverviewCell, from: Timestamp) {
        let reason = OverviewSums.Reason(kind: key.kind, name: key.reason)
        var fold =
            folds[reason]
            ?? OverviewReport.Fold(
                reason: key.reason,
                kind: key.kind,
                times: 0,
                events: 0,
                from: from,
                to: cell.last
            )
        fold.times += cell.occurrences
        fold.events += cell.versions
        fold.from = min(fold.from, from)
        fold.to = max(fold.to, cell.last)
        folds[reason] = fold
    }

    /// The most frequent first.
    var all: [OverviewReport.Fold] {
        Array(
            folds.values.sorted {
                $0.times == $1.times
                    ? ($0.reason, $0.kind.rawValue) < ($1.reason, $1.kind.rawValue) : $0.times > $1.times
            }.prefix(Self.most)
        )
    }
}
