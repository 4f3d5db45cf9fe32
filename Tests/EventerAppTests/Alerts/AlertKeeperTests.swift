import Alerts
import Basics
import Events
import Foundation
import Journal
import TestSupport
import Testing

@testable import EventerApp

/// A keeper over a real journal, killed and started again.
@Suite(.timeLimit(.minutes(5))) struct AlertKeeperTests {
    private static let start = KeeperLife.start

    @Test func whatIsToldWasKeptBefore() async throws {
        let life = try await KeeperLife(TemporaryDirectory()).begun()

        life.keeper.take([.nodeNotReady(1, at: Self.start - 5)])
        life.clock.advance(by: .seconds(1))
        let news = await life.next()

        let change = try #require(news?.changes.first)
        #expect(change.kind == .fired)
        #expect(news?.changes.count == 1)
        #expect(life.kept.withLock(\.last) == [change.incident.id])
        #expect(news?.letters.map(\.hooks) == [["pager"]])
        #expect(news?.letters.first?.notice.cluster == "prod")
        #expect(news?.board.incidents.map(\.id) == [change.incident.id])
        #expect(news?.fired == ["node-down": 1])
        await life.kill()
    }

    @Test func aKillNeitherFiresTwiceNorLosesANotice() async throws {
        let directory = try TemporaryDirectory()
        let first = try await KeeperLife(directory).begun()
        let event = KubeEvent.nodeNotReady(1, at: Self.start - 5)
        try await first.keep(event)
        first.keeper.take([event])
        first.clock.advance(by: .seconds(1))
        _ = await first.next()
        let id = try #require(first.news.withLock { $0.last?.changes.first?.incident.id })
        await first.kill()

        let secondDirectory = try directory.copy()
        let second = try await KeeperLife(secondDirectory, at: Self.start + 60).begun()
        // The cluster lists it again.
        second.keeper.take([event])
        second.clock.advance(by: .seconds(1))
        await second.keeper.finish()

        #expect(second.changes == [])
        #expect(second.letters == ["firing " + id])
        #expect(second.board?.incidents.map(\.id) == [id])
        let number = try #require(second.news.withLock { $0.first?.letters.first?.number })
        await second.keeper.settle([number], by: "pager")
        await second.keeper.finish()
        await second.kill()

        let thirdDirectory = try secondDirectory.copy()
        let third = try await KeeperLife(thirdDirectory, at: Self.start + 120).begun()
        #expect(third.letters == [])
        #expect(third.changes == [])
        await third.kill()
    }

    @Test func whatTheJournalHasBeyondWhatWasKeptIsSeenAtTheStart() async throws {
        let directory = try TemporaryDirectory()
        let first = try await KeeperLife(directory).begun()
        // Written by the pipeline just before the kill, not seen by the rules.
        try await first.keep(.nodeNotReady(1, at: Self.start - 5))
        await first.kill()

        let secondDirectory = try directory.copy()
        let second = try await KeeperLife(secondDirectory, at: Self.start + 5, label: "prod").begun()

        #expect(second.changes.count == 1)
        #expect(second.letters.count == 1)
        #expect(second.letters.first?.hasPrefix("firing node-down-") == true)
        #expect(second.board?.incidents.first?.cluster == "prod")
        await second.kill()
    }

    @Test func aClockThatWasAheadMakesNothingTooOld() async throws {
        let directory = try TemporaryDirectory()
        let life = try await KeeperLife(directory).begun()
        let ahead = Self.start + 3 * 86_400
        life.wall.withLock { $0 = Timestamp(seconds: ahead) }
        await life.see(.nodeNotReady(1, at: ahead - 5))
        life.wall.withLock { $0 = Timestamp(seconds: Self.start + 60) }

        await life.see(.nodeNotReady(2, at: Self.start + 55, node: "node-2"))

        #expect(life.changes.count == 2)
        await life.kill()
    }

    @Test func aClusterSeenBesideOthersGoesOnWithItsIncidents() async throws {
        let directory = try TemporaryDirectory()
        let first = try await KeeperLife(directory).begun()
        await first.see(.nodeNotReady(1, at: Self.start - 5))
        await first.kill()

        let secondDirectory = try directory.copy()
        let second = try await KeeperLife(secondDirectory, at: Self.start + 5, label: "prod").begun()
        await second.see(.nodeNotReady(2, at: Self.start + 4).labelled("prod"))

        #expect(second.changes == [])
        let incidents = second.board?.incidents
        #expect(incidents?.map(\.cluster) == ["prod"])
        #expect(incidents?.map(\.count) == [2])
        await second.kill()
    }

    @Test func whatWasOverBeforeTheFirstStartIsToldToNobody() async throws {
        let directory = try TemporaryDirectory()
        let first = try await KeeperLife(directory).begun()

        await first.see(.nodeNotReady(1, at: Self.start - 3000), .nodeReady(2, at: Self.start - 2900))

        #expect(first.letters == [])
        #expect(first.changes.count == 1)
        await first.kill()
    }

    @Test func whatWasOverDuringAnOutageIsToldOnceAsOver() async throws {
        let directory = try TemporaryDirectory()
        let first = try await KeeperLife(directory).begun()
        await first.kill()

        let secondDirectory = try directory.copy()
        let second = try await KeeperLife(secondDirectory, at: Self.start + 3600).begun()
        let events = [KubeEvent.nodeNotReady(1, at: Self.start + 600), .nodeReady(2, at: Self.start + 700)]
        second.keeper.take(events)
        await second.keeper.finish()
        second.keeper.take(events)
        await second.keeper.finish()

        #expect(second.letters.count == 1)
        let notice = second.news.withLock { $0.flatMap(\.letters).first?.notice }
        #expect(notice?.status == .resolved)
        #expect(notice?.late == true)
        await second.kill()
    }

    @Test func ordersAreObeyedToldAndKept() async throws {
        let directory = try TemporaryDirectory()
        var hook = HookSettings(name: "pager", target: .command([]))
        hook.wanted = [.acknowledged]
        let life = try await KeeperLife(directory, hooks: [hook]).begun()
        await life.see(.nodeNotReady(1, at: Self.start - 5))
        let id = try #require(life.board?.incidents.first?.id)

        await life.keeper.obey(AlertOrder(id: id, cluster: "any", wish: .acknowledge))
        await life.keeper.finish()

        #expect(life.changes == ["fired " + id, "acknowledged " + id])
        #expect(life.letters == ["acknowledged " + id])
        await life.kill()
        let secondDirectory = try directory.copy()
        let second = try await KeeperLife(secondDirectory, at: Self.start + 5).begun()
        #expect(second.board?.incidents.first?.state == .acknowledged)
        await second.kill()
    }

    @Test func whatComesBeforeTheJournalIsReadTakesNothingAway() async throws {
        let directory = try TemporaryDirectory()
        let first = try await KeeperLife(directory).begun()
        await first.see(.nodeNotReady(1, at: Self.start - 5))
        let id = try #require(first.board?.incidents.first?.id)
        await first.kill()

        let secondDirectory = try directory.copy()
        let second = try KeeperLife(secondDirectory, at: Self.start + 5)
        // Ended at once, and an order that was left in the journal.
        await second.keeper.finish()
        let kept = try await second.journal?.reader.property(AlertRecord.property)
        await second.keeper.obey(AlertOrder(id: id, wish: .acknowledge))
        second.begin()
        await second.told.wait()
        await second.keeper.finish()

        #expect(AlertRecord(text: kept ?? "")?.engine.known.map(\.id) == [id])
        #expect(second.changes == ["acknowledged " + id])
        await second.kill()
    }

    @Test func endsOfWhatNeverBeganAreNotKept() async throws {
        let directory = try TemporaryDirectory()
        let life = try await KeeperLife(directory).begun()
        let nodes = (1...1000).map { KubeEvent.nodeReady(Int64($0), at: Self.start - 5, node: "node-\($0)") }
        life.keeper.take(nodes)
        await life.keeper.finish()
        let few = try await life.journal?.reader.property(AlertRecord.property)

        life.keeper.take((1...1000).map { .nodeNotReady(Int64(2000 + $0), at: Self.start - 3, node: "node-\($0)") })
        await life.keeper.finish()
        let all = try await life.journal?.reader.property(AlertRecord.property)

        #expect(try #require(few).utf8.count < 1000)
        #expect(try #require(all).utf8.count > 100_000)
        await life.kill()
    }

    @Test func whoDoesNotHoldTheJournalCallsNobodyAndPassesOrdersOn() async throws {
        let directory = try TemporaryDirectory()
        let holder = try await KeeperLife(directory).begun()
        await holder.see(.nodeNotReady(1, at: Self.start - 5))
        let id = try #require(holder.board?.incidents.first?.id)

        let other = try await KeeperLife(directory, at: Self.start + 1, isHeld: true).begun()
        other.keeper.take([.nodeNotReady(2, at: Self.start, node: "node-2")])
        await other.keeper.obey(AlertOrder(id: id, wish: .acknowledge))
        await other.keeper.finish()

        let board = other.board
        #expect(board?.problems == ["process 42 keeps the alerts and calls the hooks"])
        #expect(board?.incidents.count == 2)
        #expect(board?.incidents.first { $0.id == id }?.state == .acknowledged)
        #expect(other.letters == [])
        #expect(try await holder.journal?.reader.openOrders(.alert) == 1)
        await other.kill()
        await holder.kill()
    }

    @Test func aTextThatCannotBeReadIsSaidAndReplaced() async throws {
        let directory = try TemporaryDirectory()
        let life = try KeeperLife(directory)
        try await life.journal?.setProperty(AlertRecord.property, to: "{\"version\":99}")

        life.begin()
        let news = await life.next()

        #expect(news?.board.problems.first?.contains("cannot be read") == true)
        #expect(AlertRecord(text: try #require(try await life.journal?.reader.property(AlertRecord.property))) != nil)
        await life.kill()
    }

    @Test func nothingIsWaitedForWhileNothingIsOpen() async throws {
        let life = try await KeeperLife(TemporaryDirectory()).begun()
        life.clock.advance(by: .seconds(1))

        while life.clock.sleeperCount > 0 { await Task.yield() }
        life.keeper.take([.nodeNotReady(1, at: Self.start - 5)])
        _ = await life.next()

        // Its end by time may come.
        await life.clock.waitForSleepers(1)
        #expect(life.clock.sleeperCount == 1)
        await life.kill()
    }
}
