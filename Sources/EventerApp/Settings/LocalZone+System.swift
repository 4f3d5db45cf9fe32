import Basics
import Glibc

extension LocalZone {
    /// The zone of this machine, with its changes from ten years before `now` to two years after.
    static func system(around now: Timestamp) -> LocalZone {
        sampled(around: now) { seconds in
            var time = time_t(seconds)
            var parts = tm()
            localtime_r(&time, &parts)
            return parts.tm_gmtoff
        }
    }

    /// Finds the changes from ten years before `now` to two years after, at most one a day.
    ///
    /// `offset` tells the seconds east of UTC at a second since 1970.
    static func sampled(around now: Timestamp, offset: (Int64) -> Int) -> LocalZone {
        let day: Int64 = 86_400
        let start = now.seconds - 3650 * day
        let first = offset(start)
        var changes: [Change] = []
        var last = first
        for time in stride(from: start + day, through: now.seconds + 730 * day, by: Int(day)) {
            let new = offset(time)
            guard new != last else { continue }
            last = new
            let second = firstSecond(after: time - day, through: time) { offset($0) == new }
            changes.append(Change(at: Timestamp(seconds: second), secondsEast: new))
        }
        return LocalZone(secondsEast: first, changes: changes)
    }

    /// The first second in between that is new, where the last one is and all after a new one are.
    private static func firstSecond(after old: Int64, through new: Int64, isNew: (Int64) -> Bool) -> Int64 {
        var (old, new) = (old, new)
        while new - old > 1 {
            let middle = old + (new - old) / 2
            if isNew(middle) { new = middle } else { old = middle }
        }
        return new
    }
}
