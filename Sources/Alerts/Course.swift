/// The troubles of one group, as its occurrences tell them in the order of time; no clock takes part.
struct Course: Sendable, Equatable, Codable {
    /// From the occurrence that fulfilled a rule's condition to the end of the trouble.
    struct Span: Sendable, Equatable, Codable {
        var began: Int64
        var last: Int64
        /// When the condition has held long enough.
        var fires: Int64
        /// It has, and nothing can take it back.
        var isFirm: Bool
        /// When it was over; nil when only the time that goes by can tell.
        var ended: Int64?
        var count: Int
        /// In the window when the condition was fulfilled.
        var inWindow: Int
        /// The uid of its first event.
        var uid: UInt64
        var linkedUntil: Int64
        /// Of the newest of its events.
        var version: Int64
        var details: SightingDetails

        enum CodingKeys: String, CodingKey {
            case began = "b"
            case last = "l"
            case fires = "f"
            case isFirm = "s"
            case ended = "e"
            case count = "c"
            case inWindow = "w"
            case uid = "u"
            case linkedUntil = "k"
            case version = "v"
            case details = "d"
        }
    }

    /// Occurrences that may yet fulfil the condition.
    struct Mark: Sendable, Equatable, Codable {
        var time: Int64
        var density: Int
        var uid: UInt64

        enum CodingKeys: String, CodingKey {
            case time = "t"
            case density = "d"
            case uid = "u"
        }
    }

    /// Oldest first; only the last may be without an end.
    private(set) var spans: [Span] = []
    /// Of the last occurrence.
    private(set) var time = Int64.min
    private(set) var version = Int64.min
    private var marks: [Mark] = []
    private var density = 0
    /// When the last recovery was.
    private var recovered = Int64.min
    /// Until when the condition holds if nothing more happens.
    private var holdsUntil = Int64.min

    /// The span that has not ended, if it fires or will.
    private var isOpen: Bool { spans.last.map { $0.ended == nil } ?? false }

    /// The spans that have fired by `now`.
    func fired(by now: Int64) -> [Span] {
        guard let last = spans.last, !last.isFirm else { return spans }
        return last.fires <= now && last.fires < holdsUntil ? spans : Array(spans.dropLast())
    }

    /// When the last span fires, if it is yet to.
    var deadline: Int64? {
        guard let last = spans.last, last.ended == nil, !last.isFirm, last.fires < holdsUntil else { return nil }
        return last.fires
    }

    /// Takes in what happened next.
    ///
    /// - Parameters:
    ///   - occurrence: Not before the last one; an earlier one counts as far as the window still reaches it.
    ///   - sighting: What it came from; nil for a cut.
    ///   - terms: Of the rule.
    mutating func take(_ occurrence: Occurrence, _ sighting: Sighting?, _ terms: AlertTerms) {
        let isLate = occurrence.time < time
        time = max(time, occurrence.time)
        if !isLate { version = occurrence.version }
        settle(at: time)
        switch occurrence.kind {
        case .recovery where isLate: recoverLate(at: occurrence.time)
        case .recovery:
            recovered = time
            end(at: time)
        case .cut:
            // It was told, so it had fired.
            if let last = spans.last, last.fires < holdsUntil { spans[spans.count - 1].isFirm = true }
            end(at: .max, terms)
        case .trouble where isLate:
            if let sighting { takeLate(occurrence, sighting, terms) }
        case .trouble:
            // Of one second nobody can say what came first; what has to hold for a while is not begun by it.
            guard let sighting, terms.pending == 0 || time != recovered else { return }
            endIfQuiet(at: time, terms)
            if isOpen {
                extend(occurrence, sighting, terms)
            } else {
                mark(occurrence, sighting, terms)
            }
        }
    }

    /// Decides whether a span that waits has fired by then, or has failed to.
    private mutating func settle(at now: Int64) {
        guard let last = spans.last, !last.isFirm else { return }
        if last.fires <= now, last.fires < holdsUntil {
            spans[spans.count - 1].isFirm = true
            clearMarks()
        } else if holdsUntil <= now {
            spans.removeLast()
        }
    }

    private mutating func endIfQuiet(at now: Int64, _ terms: AlertTerms) {
        guard let last = spans.last, last.ended == nil, last.isFirm else { return }
        let quiet = last.last.saturatingAdd(terms.quiet)
        if now > max(quiet, last.linkedUntil) { end(at: quiet) }
    }

    private mutating func end(at now: Int64, _ terms: AlertTerms) {
        guard let last = spans.last else { return clearMarks() }
        end(at: min(now, last.last.saturatingAdd(terms.quiet)))
    }

    private mutating func end(at now: Int64) {
        clearMarks()
        guard let last = spans.last, last.ended == nil else { return }
        if last.isFirm { spans[spans.count - 1].ended = max(now, last.last) } else { spans.removeLast() }
    }

    private mutating func clearMarks() {
        marks.removeAll()
        density = 0
    }

    // MARK: Trouble

    private mutating func extend(_ occurrence: Occurrence, _ sighting: Sighting, _ terms: AlertTerms) {
        let index = spans.count - 1
        spans[index].count += occurrence.weight
        spans[index].linkedUntil = max(spans[index].linkedUntil, occurrence.linkedUntil)
        if (time, occurrence.version) >= (spans[index].last, spans[index].version) {
            spans[index].version = occurrence.version
            spans[index].details = sighting.details
        }
        spans[index].last = time
        guard !spans[index].isFirm else { return }
        addMark(occurrence, sighting)
        hold(terms)
    }

    private mutating func mark(_ occurrence: Occurrence, _ sighting: Sighting, _ terms: AlertTerms) {
        let start = time.saturatingAdd(-terms.window)
        if let first = marks.firstIndex(where: { $0.time > start }) {
            if first > 0 {
                density -= marks[..<first].reduce(0) { $0 + $1.density }
                marks.removeFirst(first)
            }
        } else {
            clearMarks()
        }
        addMark(occurrence, sighting)
        begin(occurrence, sighting, terms)
    }

    /// Begins a span where the marks fulfil the condition.
    private mutating func begin(_ occurrence: Occurrence, _ sighting: Sighting, _ terms: AlertTerms) {
        guard density >= terms.count, let first = marks.first, let last = marks.last else { return }
        spans.append(
            Span(
                began: first.time,
                last: last.time,
                fires: last.time.saturatingAdd(terms.pending),
                isFirm: terms.pending == 0,
                ended: nil,
                count: density,
                inWindow: density,
                uid: first.uid,
                linkedUntil: occurrence.linkedUntil,
                version: occurrence.version,
                details: sighting.details
            )
        )
        if spans.count > terms.spans { spans.removeFirst() }
        if terms.pending == 0 { clearMarks() } else { hold(terms) }
    }

    /// What comes when later ones are final already: it must not look as if all of it had happened at once.
    private mutating func takeLate(_ occurrence: Occurrence, _ sighting: Sighting, _ terms: AlertTerms) {
        if isOpen {
            let index = spans.count - 1
            if occurrence.time >= spans[index].began { spans[index].count += occurrence.weight }
            spans[index].linkedUntil = max(spans[index].linkedUntil, occurrence.linkedUntil)
            guard !spans[index].isFirm else { return }
        }
        let end = max(time.saturatingAdd(-terms.window), recovered, isOpen ? .min : spans.last?.last ?? .min)
        guard occurrence.time > end else { return }
        addMark(occurrence, sighting)
        if isOpen { hold(terms) } else { begin(occurrence, sighting, terms) }
    }

    /// Ends what was before, if nothing came since.
    private mutating func recoverLate(at moment: Int64) {
        recovered = max(recovered, moment)
        if let last = spans.last, last.ended == nil, last.last <= moment { return end(at: moment) }
        marks.removeAll { $0.time <= moment }
        density = marks.reduce(0) { $0 + $1.density }
    }

    private mutating func addMark(_ occurrence: Occurrence, _ sighting: Sighting) {
        let mark = Mark(time: occurrence.time, density: occurrence.density, uid: sighting.uid)
        marks.insert(mark, at: marks.lastIndex { $0.time <= mark.time }.map { $0 + 1 } ?? 0)
        density += occurrence.density
    }

    /// Works out until when the condition holds, and forgets what has no part in that.
    private mutating func hold(_ terms: AlertTerms) {
        var first = 0
        while first < marks.count, density - marks[first].density >= terms.count {
            density -= marks[first].density
            first += 1
        }
        marks.removeFirst(first)
        holdsUntil = (marks.first?.time ?? time).saturatingAdd(terms.window)
    }
}

/// What of a rule decides about its incidents; times in microseconds.
struct AlertTerms: Sendable, Equatable {
    var count: Int
    var window: Int64
    var pending: Int64
    var quiet: Int64
    /// The most spans of a group that are kept; the oldest go.
    var spans: Int

    init(_ rule: AlertRule, spans: Int) {
        self.spans = spans
        count = max(1, rule.count)
        window = max(1, rule.window.microseconds)
        pending = max(0, rule.pending.microseconds)
        quiet = max(1, (rule.quiet ?? rule.usualQuiet).microseconds)
    }
}

extension Int64 {
    func saturatingAdd(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}

extension Duration {
    /// Whole microseconds, saturating.
    var microseconds: Int64 {
        let parts = components
        let (scaled, overflow) = parts.seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return parts.seconds < 0 ? .min : .max }
        return scaled.saturatingAdd(parts.attoseconds / 1_000_000_000_000)
    }
}
