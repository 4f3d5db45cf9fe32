/// Some occurrences at a time, or what else counts for a group.
struct Occurrence: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case trouble
        /// What ends trouble.
        case recovery
        /// Where an incident was told to be over: what follows is another one.
        case cut
    }

    var kind: Kind
    /// Microseconds.
    var time: Int64
    /// Orders what happened in one second, as the API server wrote it.
    var version: Int64
    /// How many they are.
    var weight = 1
    /// How many of them fall into one window, where they stand for a longer time.
    var density = 1
    /// Until when more of the same event is known to follow.
    var linkedUntil: Int64
    /// Of the sighting, to find what it said.
    var source = -1

    static func isOrdered(_ left: Occurrence, _ right: Occurrence) -> Bool {
        if left.time != right.time { return left.time < right.time }
        if left.kind == .cut || right.kind == .cut { return left.kind != .cut && right.kind == .cut }
        return (left.version, left.source) < (right.version, right.source)
    }
}

extension Sighting {
    /// The most occurrences a version is taken apart into; beyond, each stands for several.
    private static let mostPieces = 32

    /// When that happened which this version counts and the one before it did not.
    ///
    /// As in ``OccurrenceTrail``, a stretch is taken to be even: all of a first version's between its first and its last
    /// occurrence, both of which are known; all of a later one's after the version before. A version that counts no more but
    /// has a later time is one occurrence.
    ///
    /// - Parameters:
    ///   - former: What is known of the newest version before this one.
    ///   - window: Of the rule, in microseconds.
    ///   - source: The place of this sighting, to be noted.
    /// - Returns: What happened, in the order of time.
    func occurrences(after former: Trace?, window: Int64, source: Int) -> [Occurrence] {
        if isRecovery { return [at(last, .recovery, source)] }
        guard let former else { return pieces(from: first, count: count, includesStart: true, window, source) }
        let growth = count >= former.count ? count - former.count : count
        if growth <= 1 { return growth == 1 || last > former.last ? [at(last, .trouble, source)] : [] }
        return pieces(from: min(former.last, last), count: growth, includesStart: false, window, source)
    }

    private func at(_ time: Int64, _ kind: Occurrence.Kind, _ source: Int) -> Occurrence {
        Occurrence(kind: kind, time: time, version: version, linkedUntil: time, source: source)
    }

    private func pieces(from start: Int64, count: Int, includesStart: Bool, _ window: Int64, _ source: Int)
        -> [Occurrence]
    {
        guard count > 1 else { return [at(last, .trouble, source)] }
        // The first occurrence of all is known to the moment and stands alone.
        let alone = includesStart ? 1 : 0
        let number = min(count - alone, Self.mostPieces)
        let step = Double(last - start) / Double(number)
        var pieces = includesStart ? [at(start, .trouble, source)] : []
        for index in 1...number {
            var piece = at(index == number ? last : start + Int64(step * Double(index)), .trouble, source)
            piece.weight = index * (count - alone) / number - (index - 1) * (count - alone) / number
            let share = step > Double(window) ? Int(Double(piece.weight) * Double(window) / step) : piece.weight
            piece.density = max(1, share)
            pieces.append(piece)
        }
        for index in pieces.indices.dropLast() { pieces[index].linkedUntil = pieces[index + 1].time }
        return pieces
    }
}
