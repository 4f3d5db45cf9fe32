import Basics
import Events
import Journal
import Viewer

extension OverviewTallies {
    private static let day = Duration.seconds(86400)

    /// What journals counted in the same time a day and a week before; a day is unknown unless each of them knows it.
    ///
    /// - Parameters:
    ///   - readers: Of all clusters; nil of one that has no journal.
    ///   - window: The window.
    ///   - from: Its beginning.
    ///   - to: Its end.
    init(_ readers: [JournalReader?], _ window: OverviewWindow, from: Timestamp, to: Timestamp) async {
        self.init(window: window)
        let known = readers.compactMap(\.self)
        guard !readers.isEmpty, known.count == readers.count else { return }
        var since: [Timestamp] = []
        for reader in known {
            guard let begin = try? await reader.tallies(from: to, to: to).since else { return }
            since.append(begin)
        }
        self.since = since.max()
        yesterday = await Self.counts(
            known,
            from: from.advanced(by: .zero - Self.day),
            to: to.advanced(by: .zero - Self.day)
        )
        let week = Self.day * 7
        lastWeek = await Self.counts(known, from: from.advanced(by: .zero - week), to: to.advanced(by: .zero - week))
    }

    /// Nil when a journal does not reach back, may have missed something, or has nothing: then nobody watched.
    private static func counts(_ readers: [JournalReader], from: Timestamp, to: Timestamp) async -> TypeCounts? {
        var sum = TypeCounts()
        for reader in readers {
            guard let tallies = try? await reader.tallies(from: from, to: to), let since = tallies.since, since <= from,
                !tallies.hasGap
            else { return nil }
            sum = sum + tallies.counts
        }
        return sum.total > 0 ? sum : nil
    }
}

extension [Site] {
    /// What the journals counted on other days; nothing of a run that watches a part of a cluster, since they count all.
    func tallies(_ window: OverviewWindow, from: Timestamp, to: Timestamp) async -> OverviewTallies {
        guard allSatisfy({ $0.source?.scope.isWhole ?? true }) else {
            var tallies = OverviewTallies(window: window)
            tallies.obstacle = "they are counted for the whole cluster only"
            return tallies
        }
        return await OverviewTallies(map(\.store.reader), window, from: from, to: to)
    }
}

extension Scope {
    /// Whether all events of the cluster are watched, as far as they may be.
    fileprivate var isWhole: Bool { namespaces.isEmpty && selector == nil }
}
