/// Measures time on a clock whose instants have no type to name.
package struct Stopwatch: Sendable {
    private let read: @Sendable () -> Duration

    package init(_ clock: some Clock<Duration>) {
        let start = clock.now
        read = { start.duration(to: clock.now) }
    }

    /// The time since this value was made.
    package var elapsed: Duration { read() }
}
