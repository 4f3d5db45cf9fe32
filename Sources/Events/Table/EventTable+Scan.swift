/// How far a scan of all events got.
///
/// A scan goes from the newest event to the oldest. Each bound is the rank of the last event that was taken in: what ranks below
/// is still to come, also when it arrives meanwhile; what ranks above is in the sums and changes them at once.
struct ScanProgress: Sendable {
    /// Of the events that are linked into their groups; never above ``summed``.
    var grouped = TimeRank.least
    /// Of the events that the filter was asked about, in groups, totals and facets.
    var summed = TimeRank.least
    /// Of the events that are in the histogram, as far as they are shown.
    var charted = TimeRank.least
    /// How many groups, from the first on, are still to be asked what depends on the time.
    var unasked = 0
    /// How many events were taken in, for people.
    var taken = 0

    /// Whether events are still to come.
    var isUnderWay: Bool { summed > .least || charted > .least }
}

// MARK: Going on

extension EventTable {
    /// How many events are taken in as soon as a scan begins, so that there is a first screen.
    private static let firstSlice = 4096

    /// Whether what is shown and counted is not all yet; ``scan(upTo:)`` goes on.
    package var isScanning: Bool { progress.isUnderWay || progress.unasked > 0 }

    /// Which part of the events is counted, in percent, below 100; nil when all are.
    package var scannedPercent: Int? {
        progress.isUnderWay ? min(99, progress.taken * 100 / max(1, count)) : nil
    }

    /// Goes on with the scan that a change of filter, grouping, order, span or histogram began, the newest events first.
    ///
    /// Between two slices the table may change in any way: what is shown and counted is always right for the events that were
    /// taken in. Another such change abandons the scan for one of its own.
    ///
    /// - Parameter limit: The most events to take in.
    /// - Returns: Whether the scan is at its end.
    @discardableResult
    package mutating func scan(upTo limit: Int) -> Bool {
        if progress.isUnderWay {
            let next = max(progress.summed, progress.charted)
            let ranks = byTime.last(limit) { $0 < next }
            take(ranks)
            if ranks.count < limit {
                (progress.grouped, progress.summed, progress.charted) = (.least, .least, .least)
            }
        } else if progress.unasked > 0 {
            askGroups(limit)
        }
        return !isScanning
    }

    /// Takes in all that is still to come.
    package mutating func finishScan() {
        while !scan(upTo: .max) {}
    }

    /// Begins all sums anew.
    ///
    /// - Parameter regrouping: Whether the groups are other ones, too.
    mutating func restart(regrouping: Bool = false) {
        generation &+= 1
        progress = ScanProgress(
            grouped: regrouping ? .greatest : progress.grouped,
            summed: .greatest,
            charted: .greatest
        )
        if regrouping {
            groups = []
            freeGroups = []
            groupIndexes = [:]
        }
        begunLater = []
        shown = SortedBlocks()
        totals = Totals()
        facets.clear()
        histogram = Histogram(window: histogram.window)
        scanFirst()
    }

    /// Begins the histogram anew.
    mutating func rechart(_ window: Histogram.Window) {
        histogram = Histogram(window: window)
        progress.charted = .greatest
        progress.taken = 0
        scanFirst()
    }

    private mutating func scanFirst() {
        if count <= eventsAtOnce { finishScan() } else { scan(upTo: min(eventsAtOnce, Self.firstSlice)) }
    }
}

// MARK: Taking in

extension EventTable {
    /// Whether the event is linked into its group.
    func isGrouped(_ slot: Slot) -> Bool { timeRank(of: slot) >= progress.grouped }

    /// Whether the event's matches are those of the present filter, and it is in the sums.
    func isSummed(_ slot: Slot) -> Bool { timeRank(of: slot) >= progress.summed }

    /// Whether the event is in the histogram, when it is shown.
    func isCharted(_ slot: Slot) -> Bool { timeRank(of: slot) >= progress.charted }

    /// Whether a group's sums are of the present scan; else they are nothing.
    func isCurrent(_ index: Slot) -> Bool { groups[Int(index)].generation == generation }

    private mutating func take(_ ranks: [TimeRank]) {
        var touched: [Slot] = []
        for rank in ranks {
            if rank < progress.summed { sum(rank, &touched) }
            if rank < progress.charted, matchesInShownGroup(rank.slot) { addToHistogram(rank.slot, sign: 1) }
        }
        guard let last = ranks.last else { return }
        progress.grouped = min(progress.grouped, last)
        progress.summed = min(progress.summed, last)
        progress.charted = min(progress.charted, last)
        progress.taken += ranks.count
        settle(touched)
    }

    private mutating func sum(_ rank: TimeRank, _ touched: inout [Slot]) {
        let slot = rank.slot
        let matches = matches(of: slot)
        events[Int(slot)].matches = matches
        if rank < progress.grouped { link(slot) }
        facets.add(events[Int(slot)], sign: 1)
        guard matches.contains(.filter) else { return }
        let index = events[Int(slot)].group
        renew(index)
        add(slot, to: index)
        if groups[Int(index)].isShown { addToTotals(slot, sign: 1) }
        guard !groups[Int(index)].isTouched else { return }
        groups[Int(index)].isTouched = true
        touched.append(index)
    }

    private func matchesInShownGroup(_ slot: Slot) -> Bool {
        guard events[Int(slot)].matches.contains(.filter) else { return false }
        let group = events[Int(slot)].group
        return isCurrent(group) && groups[Int(group)].isShown
    }

    /// Shows or hides the groups that a slice put events into.
    private mutating func settle(_ touched: [Slot]) {
        var fresh: [GroupRank] = []
        for index in touched {
            groups[Int(index)].isTouched = false
            let isFresh = !groups[Int(index)].isShown
            settle(index, ordering: !isFresh)
            if isFresh, groups[Int(index)].isShown { fresh.append(groups[Int(index)].rank) }
        }
        let pool = pool
        shown.insert(fresh) { pool.precedes($0, $1) }
    }
}

// MARK: Time

extension EventTable {
    /// Begins to ask every group anew what depends on the time.
    mutating func askAllGroups() {
        // One round after the other: a clock that outruns them must not keep the last groups from their turn.
        if progress.unasked == 0 { progress.unasked = groups.count }
        if groups.count <= eventsAtOnce { askGroups(groups.count) }
    }

    private mutating func askGroups(_ limit: Int) {
        let end = min(progress.unasked, groups.count)
        let start = max(0, end - limit)
        for index in start..<end where isCurrent(Slot(index)) && groups[index].matching > 0 {
            if passesAsGroup(Slot(index)) != groups[index].isShown { settle(Slot(index), ordering: true) }
        }
        progress.unasked = start
    }
}
