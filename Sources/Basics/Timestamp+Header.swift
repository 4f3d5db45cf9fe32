// By hand: a formatter costs 29 µs a call and reads the process's locale.
extension Timestamp {
    /// `Tue, 02 Jan 2024 03:04:05 GMT`, as the `Date` header wants it (RFC 1123).
    package var httpDate: String {
        let clock = utc
        let day = Self.weekdays[Int(clock.weekday)] + ", " + pad(clock.day, 2)
        let date = day + " " + Self.months[Int(clock.month) - 1] + " " + pad(clock.year, 4)
        return date + " " + pad(clock.hour, 2) + ":" + pad(clock.minute, 2) + ":" + pad(clock.second, 2) + " GMT"
    }

    /// `20240102T030405Z`, as `x-log-date` wants it.
    package var compactDate: String {
        let clock = utc
        let date = pad(clock.year, 4) + pad(clock.month, 2) + pad(clock.day, 2)
        return date + "T" + pad(clock.hour, 2) + pad(clock.minute, 2) + pad(clock.second, 2) + "Z"
    }

    /// Reads what ``httpDate`` writes, or gives nil when `text` is anything else.
    package init?(httpDate text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = Self.months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        self.init(rfc3339: "\(parts[3])-\(pad(month + 1, 2))-\(parts[1])T\(parts[4])Z")
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
