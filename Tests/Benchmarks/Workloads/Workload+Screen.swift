import Basics
import Terminal
import TextGrid
import Viewer

extension Workload {
    /// From the state of the viewer to the bytes that a terminal gets.
    static var screen: [Workload] {
        let detail: [Key] = [.down, .enter]
        return [
            rendering("render: 120x40", Size(columns: 120, rows: 40)),
            rendering("render: 200x60", Size(columns: 200, rows: 60)),
            rendering("render: 120x40, detail", Size(columns: 120, rows: 40), keys: detail),
            frames("frame: 120x40", Size(columns: 120, rows: 40)),
            frames("frame: 200x60", Size(columns: 200, rows: 60)),
            frames("frame: 120x40, detail", Size(columns: 120, rows: 40), keys: detail),
            drawing("draw: 120x40", Size(columns: 120, rows: 40)),
            drawing("draw: 200x60", Size(columns: 200, rows: 60)),
        ]
    }

    private static func rendering(_ name: String, _ size: Size, keys: [Key] = []) -> Workload {
        Workload(again: name, per: "frame", size: 500, counted: 20) { count in
            let state = LiveView(size, keys: keys).state
            return { for _ in 0..<count { use(render(state)) } }
        }
    }

    /// All that the viewer does for a frame of a busy cluster, but for drawing it.
    private static func frames(_ name: String, _ size: Size, keys: [Key] = []) -> Workload {
        Workload(name, per: "frame", size: 500, counted: 20) { count in
            var first = LiveView(size, keys: keys)
            let arrivals = first.arrivals(count + 1)
            return { [first] in
                let view = Locked(first)
                // Takes what it changes out of the first one's hands.
                view.withLock { use($0.frame(after: arrivals[0])) }
                return {
                    view.withLock { view in
                        for arrival in arrivals.dropFirst() { use(view.frame(after: arrival)) }
                    }
                }
            }
        }
    }

    private static func drawing(_ name: String, _ size: Size) -> Workload {
        Workload(name, per: "frame", size: 500, counted: 20) { count in
            var view = LiveView(size)
            let first = render(view.state)
            let frames = view.arrivals(count).map { view.frame(after: $0) }
            return {
                let terminal = try ScriptedTerminal(size)
                let screen = try await terminal.open()
                await screen.draw(first)
                return { @MainActor in
                    for frame in frames { screen.draw(frame) }
                    screen.close()
                    _ = await terminal.close()
                }
            }
        }
    }
}
