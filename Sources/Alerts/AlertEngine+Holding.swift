package import Basics
package import Events

/// A version of an event for one rule, until it is its turn.
struct HeldSighting: Sendable {
    /// When it happened, and which version of the event it is.
    var time: Int64
    var version: Int64
    var rule: Int
    var key: GroupKey
    var sighting: Sighting
}

// A recording is read in the order it was written in, which need not be that of time: a list is sorted by name. Nobody has been
// told of anything yet, so all of it can wait until the end is known.

extension AlertEngine {
    /// Keeps what the rules need of events for ``takeHeld(at:)``; tells nothing.
    package mutating func hold(_ events: [KubeEvent]) {
        for event in events {
            for entry in sightings(of: event) {
                held.append(
                    HeldSighting(
                        time: event.order.microseconds,
                        version: event.key.resourceVersion.value,
                        rule: entry.rule,
                        key: entry.key,
                        sighting: entry.sighting
                    )
                )
            }
        }
    }

    /// Takes in all that is held, in the order of time, as ``take(_:at:)`` would have at once.
    package mutating func takeHeld(at now: Timestamp) -> [AlertChange] {
        let clock = now.microseconds
        let oldest = clock.saturatingAdd(-limits.reach.microseconds)
        held.sort { ($0.time, $0.version) < ($1.time, $1.version) }
        var touched = TouchedGroups()
        for entry in held where entry.time > oldest {
            take(entry.sighting, entry.key, entry.rule, clock, &touched)
        }
        held = []
        return tell(of: touched, at: clock)
    }
}
