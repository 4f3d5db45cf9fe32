/// Where in the received file the logs stand that queries can find: the newest 50,000 that arrived.
///
/// 24 bytes for each; the logs themselves stay in the file, which is read again for each query.
struct SearchableLogs {
    static let limit = 50_000

    /// A line of the received file.
    struct Place: Sendable {
        /// Of the log, in seconds.
        var time: Int64
        var offset: Int64
        var count: Int
    }

    private var places: [Place] = []

    /// Adds lines that stand one after the other.
    ///
    /// - Parameters:
    ///   - lines: The time of each, and where it ends, counted from `start`.
    ///   - start: Where in the file the first begins.
    mutating func append(_ lines: [(time: Int64, end: Int)], from start: Int64) {
        var begin = 0
        for line in lines {
            places.append(Place(time: line.time, offset: start + Int64(begin), count: line.end - begin))
            begin = line.end
        }
        // Not with every request: what is behind the gap would move each time.
        if places.count > Self.limit * 5 / 4 { places.removeFirst(places.count - Self.limit) }
    }

    /// Those with a time from `from` up to before `to`, in the order in which they arrived.
    func places(from: Int64, to: Int64) -> [Place] {
        places.suffix(Self.limit).filter { (from..<to).contains($0.time) }
    }
}
