import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct ListRowTests {
    @Test func theFutureIsShownAsSuchAndNotPinned() {
        var viewed = Webs.viewed()

        viewed.receive(
            .sample(50) {
                $0.lastSeen = Viewed.ago(-99_999)
                $0.firstSeen = Viewed.ago(-99_999)
                $0.received = Viewed.ago(99)
            }
        )

        #expect(viewed.objects == ["[web-1]", "web-1", "web-50", "web-2"])
        #expect(viewed.rows[6].hasPrefix(" +27h"))
    }

    /// The role's look is reversed: cells that are reversed again would be holes in the bar.
    @Test func theSelectedRowIsOneBarFromEdgeToEdge() {
        let viewed = Viewed.incident(120, 40)
        let frame = render(viewed.state)
        let row = frame.cursor?.row ?? 0

        #expect(frame[row: row].allSatisfy { $0.style.role == .selection && !$0.style.attributes.contains(.reverse) })
    }
}
