/// How long an ``EventWatcher`` waits for the API server before it doubts it.
package struct Patience: Sendable {
    /// How long the API server is asked to keep a watch open, in seconds.
    ///
    /// Below the five minutes that etcd keeps history and the idle limit of most load balancers.
    package var watchSeconds: ClosedRange<Int>
    /// How much longer than asked a watch may last before it counts as dead.
    package var overtime: Duration
    /// From a request to the head of its answer.
    package var head: Duration
    /// How long a watch may be silent before the server is asked, on another connection, whether it lives.
    package var silence: Duration
    /// How long that question may take; two without an answer end the watch.
    package var probe: Duration
    /// How long the events of a watch are let gather, after those that broke a silence.
    ///
    /// An API server sends each by itself: 10 wake-ups a second instead of one for each, and nobody sees the delay.
    package var gathering: Duration

    package init(
        watchSeconds: ClosedRange<Int> = 240...290,
        overtime: Duration = .seconds(10),
        head: Duration = .seconds(30),
        silence: Duration = .seconds(30),
        probe: Duration = .seconds(10),
        gathering: Duration = .milliseconds(100)
    ) {
        self.watchSeconds = watchSeconds
        self.overtime = overtime
        self.head = head
        self.silence = silence
        self.probe = probe
        self.gathering = gathering
    }
}
