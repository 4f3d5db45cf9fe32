import Basics
import Events

/// Tells when recorded events came, which nobody wrote down.
///
/// A recording may have been made by machines whose clocks are ahead of this one, so that what is later than now is no fault by
/// itself; but a single event that claims to be of another year must not become the present of all. Believed is what follows
/// closely upon what most events tell, or upon what the API server itself wrote.
struct RecordedTimes: Sendable {
    /// More than clocks that are kept in time differ by.
    private static let longestLead = Duration.seconds(60)
    /// What is more than that after all that is known is not believed.
    private static let longestLeap = Duration.seconds(86400)

    /// The latest time that is believed.
    private var latest: Timestamp?

    /// The events as they came, which is never before they happened, except for those that are not believed.
    ///
    /// - Parameters:
    ///   - events: What was read next, as if it had come now.
    ///   - wall: The wall clock.
    /// - Returns: The events with the times when they came, in the same order.
    mutating func received(_ events: [KubeEvent], at wall: Timestamp) -> [KubeEvent] {
        let claims = events.map(Claim.init)
        let times = claims.map(\.time).sorted()
        guard !times.isEmpty else { return events }
        let middle = times[(times.count - 1) / 2]
        var bound = latest ?? middle
        // Of one or two none can be told to be the odd one.
        if times.count > 2 { bound = max(bound, middle) }
        if let past = times.last(where: { $0 <= wall }) { bound = max(bound, past) }
        raise(&bound, by: claims.compactMap(\.created).sorted())
        if bound > wall { raise(&bound, by: times) }
        latest = bound
        return zip(events, claims).map { event, claim in
            guard claim.time > wall || claim.isCorrected else { return event }
            var event = event
            event.received = claim.time > wall ? min(claim.time, bound) : claim.time
            return event
        }
    }

    /// Step by step, since a list may tell of days.
    private func raise(_ bound: inout Timestamp, by times: [Timestamp]) {
        for time in times where time > bound && time.since(bound) <= Self.longestLeap { bound = time }
    }

    /// When an event says that it came.
    private struct Claim {
        var time: Timestamp
        /// When the API server took it in first; nil where it does not say.
        var created: Timestamp?
        /// Whether the clock of its reporter was ahead of the API server's.
        var isCorrected = false

        init(_ event: KubeEvent) {
            (time, created) = (event.lastSeen, event.created)
            guard let created else { return }
            let lead = event.firstSeen.since(created)
            guard lead > RecordedTimes.longestLead else { return }
            isCorrected = true
            time = event.lastSeen.advanced(by: .zero - lead)
        }
    }
}

extension KubeEvent {
    /// When the API server took it in; nil where it does not say.
    fileprivate var created: Timestamp? {
        let name = Array(#""creationTimestamp":""#.utf8)
        guard let start = json.firstRange(of: name)?.upperBound else { return nil }
        return Timestamp(rfc3339: json[start...].prefix { $0 != UInt8(ascii: "\"") })
    }
}
