import Basics
import EventerApp
import Events
import TestSupport
import Testing
import Viewer

@Suite struct MailboxTests {
    private func batch(_ numbers: ClosedRange<Int64>) -> WatchUpdate {
        .batch(EventBatch(stream: .all, events: numbers.map { .sample($0) }, resumePoint: nil))
    }

    @Test func postsAreGatheredUntilTaken() {
        let mailbox = Mailbox(capacity: 10)
        mailbox.post(batch(1...2))
        mailbox.post(batch(3...3))
        mailbox.post(.notice("hello"))

        let mail = mailbox.take()

        #expect(mail.events.map(\.key.resourceVersion.value) == [1, 2, 3])
        #expect(mail.actions == [.notice("hello")])
        #expect(mailbox.take().isEmpty)
    }

    @Test func newestStatusOfAStreamWins() {
        let mailbox = Mailbox(capacity: 10)
        let early = StreamStatus(stream: .all, state: .connecting, since: .init(seconds: 1))
        let late = StreamStatus(stream: .all, state: .live, since: .init(seconds: 2))

        mailbox.post(.status(early))
        mailbox.post(.status(late))

        #expect(mailbox.take().streams == [.all: late])
    }

    @Test func holdsNoMoreThanTheTableCould() {
        let mailbox = Mailbox(capacity: 10)

        for start in stride(from: 1 as Int64, to: 1000, by: 5) { mailbox.post(batch(start...start + 4)) }

        let events = mailbox.take().events
        #expect(events.count <= 25)
        #expect(events.last?.key.resourceVersion == ResourceVersion(1000))
    }

    @Test func manyPostsEndOneWait() async {
        let mailbox = Mailbox(capacity: 10)
        mailbox.post(batch(1...1))
        mailbox.post(batch(2...2))

        let isRung = await mailbox.wait()

        #expect(isRung)
        #expect(mailbox.take().events.count == 2)
    }
}
