import Basics

/// Buckets of a minute for the last hour and more, of a quarter of an hour for the day before that.
///
/// A bucket is added to, moved whole and dropped whole; no event is looked at twice.
struct OverviewRings: Sendable {
    /// The minutes of a coarse bucket.
    static let quarter: Int64 = 15
    /// The things told apart in a minute, and in a quarter.
    static let finePlaces = OverviewPlaces(limit: 576)
    static let coarsePlaces = OverviewPlaces(limit: 768)

    /// By the minute since 1970.
    private(set) var minutes: [Int64: OverviewBucket] = [:]
    /// By the minute they begin.
    private(set) var quarters: [Int64: OverviewBucket] = [:]
    private var now: Int64

    init(now: Timestamp) {
        self.now = Self.minute(of: now)
    }

    /// The first minute that is still told from its neighbours.
    private var firstFine: Int64 { Self.floor(now - OverviewWindow.hour.minutes, to: Self.quarter) }
    /// The first minute that is counted at all.
    private var first: Int64 { OverviewWindow.day.firstMinute(at: Timestamp(seconds: now * 60)) }

    func holds(_ time: Timestamp) -> Bool { Self.minute(of: time) >= first }

    mutating func add(_ portion: OverviewPortion, of key: OverviewKey) {
        let minute = min(Self.minute(of: portion.time), now)
        guard minute >= first else { return }
        if minute >= firstFine {
            minutes[minute, default: OverviewBucket()].add(portion, of: key)
            if minutes[minute, default: OverviewBucket()].cells.count > Self.finePlaces.limit { tidy(minute: minute) }
        } else {
            let begin = Self.floor(minute, to: Self.quarter)
            quarters[begin, default: OverviewBucket()].add(portion, of: key)
            tidy(quarter: begin)
        }
    }

    private mutating func tidy(minute: Int64) {
        let before = minutes[minute - 1]
        minutes[minute]?.tidy(Self.finePlaces, before: before)
    }

    private mutating func tidy(quarter: Int64) {
        guard let bucket = quarters[quarter], bucket.cells.count > Self.coarsePlaces.limit else { return }
        let before = quarters[quarter - Self.quarter]
        quarters[quarter]?.tidy(Self.coarsePlaces, before: before)
    }

    /// Moves on to the minute of `time`, or back to it when a clock was set back.
    mutating func advance(to time: Timestamp) {
        let minute = Self.minute(of: time)
        guard minute != now else { return }
        let isBack = minute < now
        now = minute
        if isBack {
            minutes = minutes.filter { $0.key <= minute }
            quarters = quarters.filter { $0.key <= minute }
        }
        // In their order, so that what is folded does not depend on chance.
        for past in minutes.keys.filter({ $0 < firstFine }).sorted() {
            guard let bucket = minutes.removeValue(forKey: past), past >= first else { continue }
            let begin = Self.floor(past, to: Self.quarter)
            quarters[begin, default: OverviewBucket()].add(bucket)
            tidy(quarter: begin)
        }
        for key in quarters.keys where key < first { quarters[key] = nil }
    }

    /// How many things are told apart.
    var cellCount: Int {
        minutes.values.reduce(0) { $0 + $1.cells.count } + quarters.values.reduce(0) { $0 + $1.cells.count }
    }

    /// The buckets from `minute` on, each with the minute it begins.
    func buckets(from minute: Int64) -> [(minute: Int64, bucket: OverviewBucket)] {
        let coarse = quarters.filter { $0.key >= minute }.map { (minute: $0.key, bucket: $0.value, order: 0) }
        let fine = minutes.filter { $0.key >= minute }.map { (minute: $0.key, bucket: $0.value, order: 1) }
        // After a clock was set back both may be of the same minute.
        return (coarse + fine).sorted { ($0.minute, $0.order) < ($1.minute, $1.order) }.map { ($0.minute, $0.bucket) }
    }

    /// Whole minutes since 1970, rounded down.
    static func minute(of time: Timestamp) -> Int64 { floor(time.seconds, to: 60) / 60 }

    static func floor(_ value: Int64, to step: Int64) -> Int64 {
        let rest = value % step
        return value - (rest < 0 ? rest + step : rest)
    }
}
