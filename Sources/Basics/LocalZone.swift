/// The offset of a zone from UTC as it changes with the seasons.
package struct LocalZone: Sendable, Equatable {
    package struct Change: Sendable, Equatable {
        package var at: Timestamp
        package var secondsEast: Int

        package init(at: Timestamp, secondsEast: Int) {
            self.at = at
            self.secondsEast = secondsEast
        }
    }

    package static let utc = LocalZone(secondsEast: 0)

    /// What holds before the first change.
    private let first: Int
    /// The oldest first.
    private let changes: [Change]

    /// A zone that is `first` seconds east of UTC before the first of `changes`, which may come in any order.
    package init(secondsEast first: Int, changes: [Change] = []) {
        self.first = first
        self.changes = changes.sorted { $0.at < $1.at }
    }

    /// Seconds east of UTC at that time.
    package func offset(at time: Timestamp) -> Int {
        changes.last { $0.at <= time }?.secondsEast ?? first
    }

    /// What a clock of the zone shows at that time, as if it were UTC.
    package func wallClock(_ time: Timestamp) -> Timestamp { time.advanced(by: .seconds(offset(at: time))) }

    /// When a clock of the zone shows `wallClock`, a time as if it were UTC.
    ///
    /// Of an hour that a change leaves out or repeats, one of the two that are meant.
    package func instant(wallClock: Timestamp) -> Timestamp {
        let guess = wallClock.advanced(by: .seconds(-offset(at: wallClock)))
        return wallClock.advanced(by: .seconds(-offset(at: guess)))
    }
}
