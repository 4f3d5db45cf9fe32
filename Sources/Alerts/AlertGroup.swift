/// What is known of one group of a rule: the versions of its events, what they come to, and what was told of that.
struct AlertGroup: Sendable, Equatable {
    /// An incident that somebody was told of.
    struct Told: Sendable, Equatable, Codable {
        var id: String
        var began: Int64
        var last: Int64
        var isOpen: Bool
        /// It was over when it was told.
        var isLate: Bool

        enum CodingKeys: String, CodingKey {
            case id = "i"
            case began = "b"
            case last = "l"
            case isOpen = "o"
            case isLate = "t"
        }
    }

    /// The most versions kept one by one; beyond, the older half is settled.
    static let mostSightings = 128
    /// The most events remembered of which all versions are settled.
    private static let mostTraces = 256
    private static let mostCuts = 16

    /// What is settled: no event from before can change it.
    private(set) var base = Course()
    /// The newest settled version of each event, the oldest first.
    private(set) var traces: [Sighting.Trace] = []
    /// The time of the newest settled version that is remembered no more: of what was before, nobody can say whether it is new.
    private(set) var horizon = Int64.min
    /// Versions that are not settled, as they came.
    private(set) var sightings: [Sighting] = []
    private(set) var cuts: [Int64] = []
    /// What all of it comes to.
    private(set) var course = Course()
    /// Whether ``course`` is yet to be worked out again.
    private var isStale = false
    var told: [Told] = []
    /// When it was last changed, by the clock.
    private(set) var touched = Int64.min

    init() {}

    var hasOpenIncident: Bool { told.contains(where: \.isOpen) }

    /// Nothing came but ends of what nobody was told of.
    var isIdle: Bool { told.isEmpty && traces.isEmpty && sightings.allSatisfy(\.isRecovery) }

    /// Takes in a version.
    ///
    /// - Returns: Whether it tells anything new.
    mutating func take(_ sighting: Sighting, _ terms: AlertTerms, at now: Int64) -> Bool {
        var former = traces.last { $0.uid == sighting.uid }
        if let former, former.version >= sighting.version { return false }
        var isNewest = true
        var sighting = sighting
        var details: SightingDetails?
        for other in sightings where other.uid == sighting.uid {
            if other.version == sighting.version { return false }
            if other.version > sighting.version { isNewest = false }
            if other.version < sighting.version, other.version > former?.version ?? .min { former = other.trace }
            details = other.details
        }
        if former == nil, sighting.last <= horizon { return false }
        touched = now
        if let details, details == sighting.details { sighting.details = details }
        sightings.append(sighting)
        let pieces = occurrences(of: sighting, after: former, terms, source: sightings.count - 1)
        let isNext = pieces.first.map { ($0.time, $0.version) > (course.time, course.version) } ?? true
        if isNewest, isNext, !isStale {
            for piece in pieces { course.take(piece, sighting, terms) }
        } else {
            isStale = true
        }
        if sightings.count > Self.mostSightings { settleHalf(terms) }
        return true
    }

    /// What is remembered of versions one by one, in bytes, more or less.
    var weight: Int {
        var weight = traces.count * MemoryLayout<Sighting.Trace>.size
        var last = SightingDetails.none
        for sighting in sightings {
            weight += MemoryLayout<Sighting>.size + (sighting.details.isSame(as: last) ? 0 : sighting.details.weight)
            last = sighting.details
        }
        return weight
    }

    /// Makes the older half of the versions final, and forgets the older half of what was: late news of that does not count.
    mutating func settle(_ terms: AlertTerms) {
        forgetTraces(traces.count / 2)
        settleHalf(terms)
    }

    /// Works ``course`` out again where something came out of its order.
    mutating func refresh(_ terms: AlertTerms) {
        guard isStale else { return }
        isStale = false
        course = base
        for (occurrence, sighting) in schedule(sightings, terms) { course.take(occurrence, sighting, terms) }
    }

    /// Has all worked out again at the next look, as after a restart, which does not bring ``course``.
    mutating func doubt() {
        isStale = true
    }

    /// What happens after `time` is an incident of its own, whatever was before.
    mutating func cut(at time: Int64) {
        cuts.append(time)
        if cuts.count > Self.mostCuts { cuts.removeFirst() }
        isStale = true
    }

    /// What happened, in the order of time.
    private func schedule(_ sightings: [Sighting], _ terms: AlertTerms) -> [(Occurrence, Sighting?)] {
        var newest: [UInt64: Sighting.Trace] = [:]
        for trace in traces { newest[trace.uid] = trace }
        var occurrences: [Occurrence] = cuts.map { Occurrence(kind: .cut, time: $0, version: .max, linkedUntil: $0) }
        for index in sightings.indices.sorted(by: { sightings[$0].version < sightings[$1].version }) {
            let sighting = sightings[index]
            occurrences += self.occurrences(of: sighting, after: newest[sighting.uid], terms, source: index)
            newest[sighting.uid] = sighting.trace
        }
        return occurrences.sorted(by: Occurrence.isOrdered).map {
            ($0, $0.source < 0 ? nil : sightings[$0.source])
        }
    }

    /// Makes the older half of the versions final, so that a group of any size has its bounds.
    private mutating func settleHalf(_ terms: AlertTerms) {
        let ordered = sightings.sorted { ($0.last, $0.version) < ($1.last, $1.version) }
        let old = Array(ordered.prefix(ordered.count / 2))
        for (occurrence, sighting) in schedule(old, terms) where occurrence.kind != .cut || isSettled(occurrence, old) {
            base.take(occurrence, sighting, terms)
        }
        cuts.removeAll { $0 <= old.last?.last ?? .min }
        for sighting in old.sorted(by: { $0.version < $1.version }) {
            traces.removeAll { $0.uid == sighting.uid }
            traces.append(sighting.trace)
        }
        forgetTraces(max(0, traces.count - Self.mostTraces))
        sightings = Array(ordered.dropFirst(old.count))
    }

    private mutating func forgetTraces(_ count: Int) {
        horizon = traces.prefix(count).reduce(horizon) { max($0, $1.last) }
        traces.removeFirst(count)
    }

    /// What a version tells, without what a forgotten one of the same event may have told.
    private func occurrences(
        of sighting: Sighting,
        after former: Sighting.Trace?,
        _ terms: AlertTerms,
        source: Int
    ) -> [Occurrence] {
        let all = sighting.occurrences(after: former, window: terms.window, source: source)
        return former == nil && sighting.first <= horizon ? all.filter { $0.time > horizon } : all
    }

    private func isSettled(_ cut: Occurrence, _ old: [Sighting]) -> Bool { cut.time <= old.last?.last ?? .min }
}

extension AlertGroup: Codable {
    private enum CodingKeys: String, CodingKey {
        case base = "b"
        case traces = "r"
        case horizon = "h"
        case sightings = "s"
        case cuts = "x"
        case told = "t"
        case touched = "a"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        base = try values.decodeIfPresent(Course.self, forKey: .base) ?? Course()
        traces = try values.decodeIfPresent([Sighting.Trace].self, forKey: .traces) ?? []
        horizon = try values.decodeIfPresent(Int64.self, forKey: .horizon) ?? .min
        sightings = try values.decode([Sighting].self, forKey: .sightings)
        cuts = try values.decodeIfPresent([Int64].self, forKey: .cuts) ?? []
        told = try values.decode([Told].self, forKey: .told)
        touched = try values.decode(Int64.self, forKey: .touched)
        sightings.repeatDetails()
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        if base != Course() { try values.encode(base, forKey: .base) }
        if !traces.isEmpty { try values.encode(traces, forKey: .traces) }
        if horizon > .min { try values.encode(horizon, forKey: .horizon) }
        try values.encode(sightings.withoutRepeatedDetails, forKey: .sightings)
        if !cuts.isEmpty { try values.encode(cuts, forKey: .cuts) }
        try values.encode(told, forKey: .told)
        try values.encode(touched, forKey: .touched)
    }
}

/// Versions of an event mostly say the same: in a snapshot a trouble that says nothing says what the next one of its event does.
extension [Sighting] {
    fileprivate var withoutRepeatedDetails: [Sighting] {
        var short = self
        var next: [UInt64: SightingDetails] = [:]
        for index in indices.reversed() where !self[index].isRecovery {
            let known = next.updateValue(self[index].details, forKey: self[index].uid)
            if known == self[index].details { short[index].details = .none }
        }
        return short
    }

    fileprivate mutating func repeatDetails() {
        var next: [UInt64: SightingDetails] = [:]
        for index in indices.reversed() where !self[index].isRecovery {
            if self[index].details == .none { self[index].details = next[self[index].uid] ?? .none }
            next[self[index].uid] = self[index].details
        }
    }
}
