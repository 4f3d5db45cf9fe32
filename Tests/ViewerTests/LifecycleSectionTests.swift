import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct LifecycleSectionTests {
    /// The story's pod, which waited for a node first, in its lifecycle.
    private func section(_ columns: Int, _ rows: Int) -> Viewed {
        var viewed = Story.viewed(columns, rows)
        var waiting = Story.event(
            20,
            730,
            Story.pod,
            "FailedScheduling",
            "0/12 nodes are available: 3 Insufficient cpu, 9 Insufficient memory.",
            count: 11,
            over: 250
        )
        waiting.type = "Warning"
        viewed.receive(waiting)
        viewed.press(.character("H"))
        return viewed
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func theLife(columns: Int, rows: Int) throws {
        try expectGolden(section(columns, rows), "lifecycle-\(columns)x\(rows)")
    }

    @Test func theWholeScreenInUTC() throws {
        var viewed = section(80, 40)
        viewed.press(.character("t"), .character("t"), .character("|"), .character("|"))
        try expectGolden(viewed, "lifecycle-whole-80x40")
    }

    @Test func itOpensByEveryKeyAndCommand() {
        let ways: [[Key]] = [
            [.character("H")], [.enter, .character("6")], [.enter, .character("H")], [.enter, .backTab],
            [.character(":"), .paste("lifecycle"), .enter], [.enter, .character(":"), .paste("lifecycle"), .enter],
            [.character(":"), .paste("lifecycle po/web-7d9f8c6b5d-x2k4q"), .enter],
        ]
        for keys in ways {
            var viewed = Story.viewed()
            for key in keys { viewed.press(key) }
            #expect(viewed.screen.contains("[Lifecycle]"), "\(keys)")
            #expect(viewed.screen.contains("Life       Pod web-7d9f8c6b5d-x2k4q"), "\(keys)")
        }
    }

    @Test(arguments: [
        ("lifecycle web", "write KIND/NAME: pod/web-0"), ("lifecycle pod/", "write KIND/NAME: pod/web-0"),
        ("lifecycle pod/nobody", "no event about it in memory; `eventer lifecycle` reads the journal"),
        ("lifecycle node/web-7d9f8c6b5d-x2k4q", "no event about it in memory"),
    ])
    func whatIsNotThereIsSaid(command: String, text: String) {
        var viewed = Story.viewed(120, 40)
        viewed.press(.character(":"), .paste(command), .enter)
        #expect(viewed.screen.contains(text))
        #expect(viewed.state.detail == nil)
    }

    @Test func anEmptyListHasNoLife() {
        var viewed = Viewed(120, 40)
        viewed.press(.character("H"))
        #expect(viewed.state.detail == nil)
        viewed.press(.character(":"), .paste("lifecycle"), .enter)
        #expect(viewed.screen.contains("no row"))
    }

    @Test func theJournalIsAskedForThePodAndItsMaker() {
        let viewed = section(120, 40)
        #expect(viewed.effects.contains(.loadTimeline([Story.pod.path, Story.set.path], cluster: "")))
    }

    @Test func whatTheJournalKnowsIsToldToo() {
        var viewed = section(120, 40)
        #expect(viewed.screen.contains("searching the journal"))
        let old = Story.event(30, 4000, Story.pod, "FailedScheduling", "no node")
        viewed.send(
            .timeline(TimelinePart(object: Story.pod.path, cluster: "", events: [old], searchedBackTo: nil)),
            .timeline(TimelinePart(object: Story.set.path, cluster: "", events: [], searchedBackTo: nil))
        )
        #expect(viewed.screen.contains("first start after 54m48s"))
        viewed.press(.character("G"))
        #expect(viewed.screen.contains("whole journal searched"))
    }

    @Test func moreEventsChangeIt() {
        var viewed = section(120, 40)
        viewed.pass(seconds: 60)
        var killed = Story.event(40, -60, Story.pod, "Evicted", "The node was low on resource: memory.")
        killed.type = "Warning"
        viewed.receive(killed)
        viewed.pass(seconds: 5)
        viewed.press(.character("G"))
        #expect(viewed.screen.contains("terminating"))
    }
}
