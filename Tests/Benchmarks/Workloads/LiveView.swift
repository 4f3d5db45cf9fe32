import Basics
import Events
import TextGrid
import Viewer

/// The viewer of a busy cluster, ten frames a second: each brings twenty events.
struct LiveView: Sendable {
    /// What comes between one frame and the next.
    struct Arrivals: Sendable {
        var now: Timestamp
        var events: [KubeEvent]
    }

    private static let held = 2000
    private static let eventsPerFrame = 20

    private(set) var state: ViewState
    private var lines = WatchLines()

    /// - Parameters:
    ///   - size: Of the screen.
    ///   - keys: What the user pressed before the first frame.
    init(_ size: Size, keys: [Key] = []) {
        state = ViewState(configuration: ViewConfiguration(context: "busy"), size: size, now: lines.now)
        let events = lines.events(Self.held)
        let stream = StreamStatus(stream: StreamID(namespace: nil), state: .live, since: lines.now)
        let actions: [Action] =
            [.received(events: events, gaps: []), .ticked(lines.now), .stream(stream)] + keys.map(Action.key)
        for action in actions { _ = update(&state, action) }
    }

    /// What comes for the next `count` frames.
    mutating func arrivals(_ count: Int) -> [Arrivals] {
        (0..<count).map { _ in
            let events = lines.events(Self.eventsPerFrame)
            return Arrivals(now: lines.now, events: events)
        }
    }

    /// As the interface makes it of the time and of what came.
    mutating func frame(after arrivals: Arrivals) -> Frame {
        _ = update(&state, .ticked(arrivals.now))
        _ = update(&state, .received(events: arrivals.events, gaps: []))
        return render(state)
    }
}
