import Terminal
import TextGrid
import Viewer

/// How much a terminal gets for a frame of a busy cluster.
package struct ScreenBytes: Sendable {
    private static let frames = 50

    package let name: String
    private let size: Size

    package static let all = [
        ScreenBytes(name: "terminal: 120x40", size: Size(columns: 120, rows: 40)),
        ScreenBytes(name: "terminal: 200x60", size: Size(columns: 200, rows: 60)),
    ]

    /// The mean over some seconds of following, without the first frame.
    package func bytesPerFrame() async throws -> Int {
        let first = try await bytes(frames: 0)
        return try await (bytes(frames: Self.frames) - first) / Self.frames
    }

    /// What the terminal gets from the beginning to the end.
    private func bytes(frames: Int) async throws -> Int {
        let terminal = try ScriptedTerminal(size)
        let screen = try await terminal.open()
        var view = LiveView(size)
        await screen.draw(render(view.state))
        for arrivals in view.arrivals(frames) { await screen.draw(view.frame(after: arrivals)) }
        await screen.close()
        return await terminal.close()
    }
}
