package import Basics
import Events

/// How a table tells when something was.
package struct TimeText: Sendable {
    package enum Style: String, Sendable, CaseIterable {
        /// How long ago, in kubectl's words.
        case relative
        /// RFC 3339 with the local offset.
        case local
        /// RFC 3339 with `Z`.
        case utc
    }

    package var style: Style
    /// The zone of local times.
    package var zone: LocalZone

    package init(_ style: Style = .relative, zone: LocalZone = .utc) {
        self.style = style
        self.zone = zone
    }

    /// `5m12s`, `2026-11-22T22:07:28+08:00` or `2026-11-22T14:07:28Z`.
    func text(_ time: Timestamp, at now: Timestamp) -> String {
        switch style {
        case .relative: age(now.since(time))
        case .local: time.rfc3339(offset: zone.offset(at: time))
        case .utc: time.rfc3339()
        }
    }

    /// When it was last, and for what happened more than once how often since when: `2m (x5 over 10m)`.
    func interval(of event: KubeEvent, at now: Timestamp) -> String {
        let last = text(event.lastSeen, at: now)
        guard event.count > 1 else { return last }
        let end = style == .relative ? now : event.lastSeen
        return last + " (x" + String(event.count) + " over " + age(end.since(event.firstSeen)) + ")"
    }
}

/// An age as kubectl words it (`duration.HumanDuration`): two units while it is short, one when it is long.
func age(_ duration: Duration) -> String {
    let parts = duration.components
    // A clock of the cluster that is a little ahead is no reason to complain.
    guard parts.seconds > -2 else { return "<invalid>" }
    let seconds = max(0, parts.seconds)
    let (minutes, hours) = (seconds / 60, seconds / 3600)
    let days = hours / 24
    return switch seconds {
    case ..<120: String(seconds) + "s"
    case ..<600: two(minutes, "m", seconds % 60, "s")
    case ..<10_800: String(minutes) + "m"
    case ..<28_800: two(hours, "h", minutes % 60, "m")
    case ..<172_800: String(hours) + "h"
    case ..<691_200: two(days, "d", hours % 24, "h")
    case ..<63_072_000: String(days) + "d"
    case ..<252_288_000: two(days / 365, "y", days % 365, "d")
    default: String(days / 365) + "y"
    }
}

private func two(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
    String(large) + largeUnit + (small == 0 ? "" : String(small) + smallUnit)
}

extension Timestamp {
    /// `2026-11-22T22:07:28+08:00`, for a zone `offset` seconds east of UTC.
    func rfc3339(offset: Int) -> String {
        let minutes = Int(offset.magnitude) / 60
        let zone = (offset < 0 ? "-" : "+") + pad(minutes / 60, 2) + ":" + pad(minutes % 60, 2)
        return String(advanced(by: .seconds(offset)).rfc3339().dropLast()) + zone
    }
}
