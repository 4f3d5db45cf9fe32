import Basics
import Events
import TestSupport
import Testing

@testable import Viewer

@Suite struct ObjectStoryTests {
    private func row(_ number: Int64, uid: String, seen: Int64) -> EventRow {
        EventRow(
            .sample(number, uid: uid) {
                $0.lastSeen = Timestamp(seconds: seen); $0.received = Timestamp(seconds: seen)
            }
        )
    }

    @Test func eachEventIsThereOnceInItsNewestVersion() {
        let merged = ObjectStory.merged(
            [row(5, uid: "a", seen: 50), row(7, uid: "b", seen: 70)],
            [row(3, uid: "a", seen: 30), row(9, uid: "b", seen: 90), row(1, uid: "c", seen: 10)]
        )

        #expect(merged.map(\.key.resourceVersion.value) == [9, 5, 1])
    }

    @Test func theNewestIsFirstWhateverTheVersion() {
        let merged = ObjectStory.merged([row(9, uid: "a", seen: 10)], [row(1, uid: "b", seen: 20)])

        #expect(merged.map(\.key.uid) == ["b", "a"])
    }

    @Test func aUIDOfAnotherClusterIsAnotherEvent() {
        var other = row(1, uid: "a", seen: 1)
        other.cluster = "two"

        #expect(ObjectStory.merged([row(1, uid: "a", seen: 1)], [other]).count == 2)
    }

    @Test func textsAreCountedTheMostFrequentFirst() {
        let rows = [("x", 2), ("y", 1), ("x", 3), ("z", 4)].enumerated().map { index, text in
            EventRow(
                .sample(Int64(index + 1)) {
                    $0.message = text.0; $0.count = text.1
                }
            )
        }

        let texts = ObjectStory.texts(of: rows)

        #expect(texts.map(\.message) == ["x", "z", "y"])
        #expect(texts.map(\.count) == [5, 4, 1])
        #expect(texts[0].events == 2 && texts[0].firstSeen.seconds == 1 && texts[0].lastSeen.seconds == 3)
    }

    @Test func theSearchIsAsFarAsTheSlowest() {
        var story = ObjectStory()
        let (one, two) = (Story.pod.path, Story.set.path)
        func part(_ object: ObjectReference, _ time: Int64?) -> TimelinePart {
            TimelinePart(object: object, cluster: "", events: [], searchedBackTo: time.map { Timestamp(seconds: $0) })
        }

        #expect(story.search == .notBegun)
        story.begin([one, two])
        story.add(part(one, 500))
        #expect(story.search == .searching(nil))
        story.add(part(two, 700))
        #expect(story.search == .searching(Timestamp(seconds: 700)))
        story.add(part(two, nil))
        #expect(story.search == .searching(Timestamp(seconds: 500)))
        story.add(part(one, nil))
        #expect(story.search == .whole)
    }

    @Test func theJournalMayNotFillTheMemory() {
        var story = ObjectStory()
        story.begin([Story.pod.path])
        let events = (1...2100).map { KubeEvent.sample(Int64($0)) { $0.object = Story.pod } }

        story.add(TimelinePart(object: Story.pod.path, cluster: "", events: events, searchedBackTo: nil))

        #expect(story.kept.count == 2000 && story.isCut)
        #expect(story.kept.first?.key.resourceVersion.value == 2100)
    }

    // MARK: Trend and lifecycle

    @Test(arguments: [
        (10, 10, "steady"), (13, 10, "rising"), (12, 10, "rising"), (11, 10, "steady"), (10, 13, "falling"),
        (1, 0, "steady"),
        (2, 0, "rising"), (0, 2, "falling"), (100, 120, "steady"),
    ])
    func theTrendNeedsADifference(recent: Int, before: Int, word: String) {
        #expect(Trend(recent: recent, before: before).direction.rawValue == word)
    }

    @Test func theTrendTellsTheRate() {
        #expect(Trend(recent: 90, before: 5).text == "18/m, rising")
        #expect(Trend(recent: 0, before: 5).text == "0/m, falling")
        #expect(Trend(recent: 0, before: 0).text == "none in 10m")
    }

    @Test func theLifeOfAPodIsALine() throws {
        let life = Lifecycle(of: Story.pod, events: Story.events, now: Viewed.now)

        let lines = try #require(LifeStrip(life).lines(cells: 80, now: Viewed.now) { _ in "12:00" })

        #expect(lines.axis.count == 80 && lines.marks.count == 80)
        #expect(lines.marks.hasPrefix("Made"))
        #expect(lines.marks.contains("Sched") && lines.marks.contains("Sick") && lines.marks.contains("X"))
        #expect(lines.axis.hasSuffix("now"))
    }

    @Test func aLifeWithoutMarksIsNoLine() {
        let life = Lifecycle(of: Story.pod, events: [KubeEvent](), now: Viewed.now)
        #expect(LifeStrip(life).lines(cells: 80, now: Viewed.now) { _ in "" } == nil)
    }

    @Test func timesFarApartDoNotOverflow() {
        let events = [Int64.min, .max].enumerated().map { index, time in
            KubeEvent.sample(Int64(index) + 1) {
                $0.reason = "Started"
                $0.object = Story.pod
                $0.lastSeen = Timestamp(microseconds: time)
                $0.received = Timestamp(microseconds: time)
            }
        }
        let life = Lifecycle(of: Story.pod, events: events, now: Viewed.now)

        #expect(LifeStrip(life).lines(cells: 40, now: Viewed.now) { _ in "12:00" }?.marks.count == 40)
    }
}
