import Basics

/// How long ago in at most four cells: `2s`, `45s`, `3m`, `2h`, `5d`.
func age(_ time: Timestamp, at now: Timestamp) -> String {
    let seconds = max(0, now.since(time).components.seconds)
    switch seconds {
    case ..<60: return "\(seconds)s"
    case ..<3600: return "\(seconds / 60)m"
    case ..<172_800: return "\(seconds / 3600)h"
    case ..<(86400 * 1000): return "\(seconds / 86400)d"
    default: return ">2y"
    }
}

/// A length of time that was typed: `15m`, `1h`, `36h`, `90s`, `2d`.
func length(_ duration: Duration) -> String {
    let seconds = max(0, duration.components.seconds)
    for (unit, size) in [("d", Int64(86400)), ("h", 3600), ("m", 60)] where seconds >= size && seconds % size == 0 {
        return "\(seconds / size)\(unit)"
    }
    return "\(seconds)s"
}

/// Whole seconds until `time`, at least 0: `4s`, `2m`.
func countdown(to time: Timestamp, at now: Timestamp) -> String {
    let seconds = max(0, (time.since(now) + .milliseconds(999)).components.seconds)
    return seconds < 120 ? "\(seconds)s" : "\(seconds / 60)m"
}

/// `48,201`.
package func grouped(_ number: Int) -> String {
    var digits = Array(String(number.magnitude))
    var index = digits.count - 3
    while index > 0 {
        digits.insert(",", at: index)
        index -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
}

/// `1 event`, `48,201 events`.
func counted(_ number: Int, _ what: String) -> String { grouped(number) + " " + what + (number == 1 ? "" : "s") }

/// A number in at most `cells` cells, at least 4: `9999`, `12k`, `3M`.
func compact(_ number: Int, cells: Int) -> String {
    let text = String(number)
    guard text.utf8.count > cells else { return text }
    for (unit, size) in [("k", 1000), ("M", 1_000_000), ("G", 1_000_000_000)] where number / size < 1000 {
        return "\(number / size)\(unit)"
    }
    return ">1T"
}

/// A rate in at most five cells: `18/m`, `0.4/m`, `12k/m`; nothing for none.
func perMinute(_ rate: Double) -> String {
    guard rate.isFinite, rate > 0 else { return "" }
    guard rate < 99_000 else { return ">99k" }
    guard rate < 9.95 else { return compact(Int(rate.rounded()), cells: 3) + "/m" }
    let tenths = max(1, Int((rate * 10).rounded()))
    return tenths % 10 == 0 ? "\(tenths / 10)/m" : "\(tenths / 10).\(tenths % 10)/m"
}

/// A rate: `0`, `3.1`, `124`, `1,204`.
func rate(_ perSecond: Double) -> String {
    guard perSecond.isFinite, perSecond > 0 else { return "0" }
    guard perSecond < 99.95 else { return grouped(Int(min(perSecond, 1e12).rounded())) }
    let tenths = max(1, Int((perSecond * 10).rounded()))
    return "\(tenths / 10).\(tenths % 10)"
}

/// Bytes: `312 B`, `8 KB`, `1.2 MB`.
func bytes(_ count: Double) -> String {
    guard count.isFinite, count >= 1 else { return "0 B" }
    switch count {
    case ..<1000: return "\(Int(count)) B"
    case ..<999_500: return "\(Int((count / 1000).rounded())) KB"
    case ..<999_500_000: return rate(count / 1_000_000) + " MB"
    default: return rate(min(count, 1e18) / 1e9) + " GB"
    }
}

/// A latency: `84ms`, `1.3s`, `95s`, `12m`.
func latency(_ duration: Duration) -> String {
    let (whole, attoseconds) = duration.components
    let seconds = min(max(0, whole), 1_000_000_000)
    let milliseconds = seconds * 1000 + max(0, attoseconds) / 1_000_000_000_000_000
    switch seconds {
    case ..<1: return "\(milliseconds)ms"
    case ..<10: return "\(seconds).\(milliseconds / 100 % 10)s"
    case ..<120: return "\(seconds)s"
    case ..<7200: return "\(seconds / 60)m"
    default: return "\(seconds / 3600)h"
    }
}

/// A failure with its cause before what was tried, when that names an address: `no route to host, cannot watch at http://...`.
func causeFirst(_ reason: String) -> String {
    guard let scheme = reason.firstRange(of: "://"),
        let end = reason[scheme.upperBound...].firstRange(of: ": "), end.upperBound < reason.endIndex
    else { return reason }
    return String(reason[end.upperBound...]) + ", " + String(reason[..<end.lowerBound])
}

/// `+08:00`.
func zoneLabel(_ offset: Int) -> String {
    let minutes = Int64(offset.magnitude / 60)
    return (offset < 0 ? "-" : "+") + pad(minutes / 60, 2) + ":" + pad(minutes % 60, 2)
}

/// Times as a wall clock of one zone shows them.
struct WallClock {
    var zone: LocalZone

    private func parts(_ time: Timestamp) -> Timestamp.Parts { zone.wallClock(time).utc }

    /// `14:03:27`.
    func time(_ time: Timestamp) -> String {
        let parts = parts(time)
        return pad(parts.hour, 2) + ":" + pad(parts.minute, 2) + ":" + pad(parts.second, 2)
    }

    /// `14:03`.
    func minute(_ time: Timestamp) -> String { String(self.time(time).prefix(5)) }

    /// `14:03..14:08`.
    func minuteSpan(_ time: Range<Timestamp>) -> String { minute(time.lowerBound) + ".." + minute(time.upperBound) }

    /// `2026-11-22 14:03:27`.
    func full(_ time: Timestamp) -> String {
        let parts = parts(time)
        return "\(pad(parts.year, 4))-\(pad(parts.month, 2))-\(pad(parts.day, 2)) \(self.time(time))"
    }

    /// `14:03:27` of the same day, else `Nov 21`.
    func short(_ time: Timestamp, at now: Timestamp) -> String {
        let (parts, today) = (parts(time), parts(now))
        guard (parts.year, parts.month, parts.day) != (today.year, today.month, today.day) else {
            return self.time(time)
        }
        return day(time)
    }

    /// `Nov 21`.
    func day(_ time: Timestamp) -> String {
        let parts = parts(time)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard months.indices.contains(Int(parts.month) - 1) else { return full(time) }
        return months[Int(parts.month) - 1] + " " + pad(parts.day, 2)
    }
}
