extension DurationText {
    private static let steps: [(name: String, seconds: Int64)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]

    /// A length of time in its two largest units, at most seven cells below 100 days: `45s`, `4m10s`, `1h05m`, `2d03h`.
    ///
    /// What is below a second is `0s`, or `0.4s` where that is more than nothing.
    package static func brief(_ duration: Duration) -> String {
        let (whole, fraction) = duration.components
        let seconds = max(0, whole)
        guard let place = steps.firstIndex(where: { seconds >= $0.seconds }) else {
            let tenths = max(0, fraction) / 100_000_000_000_000_000
            return tenths > 0 ? "0.\(tenths)s" : "0s"
        }
        let large = steps[place]
        let text = "\(seconds / large.seconds)\(large.name)"
        guard steps.indices.contains(place + 1) else { return text }
        let small = steps[place + 1]
        let rest = seconds % large.seconds / small.seconds
        return rest == 0 ? text : text + (rest < 10 ? "0" : "") + "\(rest)\(small.name)"
    }
}
