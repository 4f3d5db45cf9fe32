import Alerts
import Basics
import Events
import Journal
import TestSupport
import Testing

@testable import EventerApp

/// Two clusters, two hooks, no journal on disk.
@Suite(.timeLimit(.minutes(5))) struct AlertDeskTests {
    private static let start: Int64 = 1_800_000_000

    private final class Stage: Sendable {
        let clock = FastClock(.rushed)
        let desk: AlertDesk
        let keepers: [AlertKeeper]
        let board = Locked(AlertBoard())
        let figures = Locked(AlertFigures())
        let noted = Locked<[String]>([])

        init(_ senders: [String: ScriptedSender], notes: [String] = []) throws {
            let now: @Sendable () -> Timestamp = { Timestamp(seconds: start) }
            let settings = senders.keys.sorted().map { HookSettings(name: $0, target: .command([])) }
            let clock = clock
            keepers = try ["east", "west"].map { label in
                let journal = try Journal.inMemory(reason: "a test", options: .losing, clock: clock, now: now)
                let site = AlertSite(label: label, title: label, journal: journal, reader: journal.reader)
                return AlertKeeper(site, rules: [.nodeDown], hooks: settings, now: now, clock: clock)
            }
            let (board, figures, noted) = (board, figures, noted)
            desk = AlertDesk(
                keepers: keepers,
                hooks: settings.map { hook in
                    AlertHook(hook, sender: senders[hook.name] ?? ScriptedSender(), clock: clock, now: now)
                },
                notes: notes
            ) { found, counted in
                board.withLock { $0 = found }
                figures.withLock { $0 = counted }
            } note: { change in
                noted.withLock { $0.append(change.kind.rawValue + " " + change.incident.cluster) }
            }
        }

        func wait(until isMet: () -> Bool) async {
            while !isMet() { try? await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test func allClustersMakeOneBoard() async throws {
        let stage = try Stage(["pager": ScriptedSender()], notes: ["a note"])
        let running = Task { await stage.desk.run() }

        stage.keepers[0].take([KubeEvent.nodeNotReady(1, at: Self.start - 5).labelled("east")])
        stage.keepers[1].take([KubeEvent.nodeNotReady(2, at: Self.start - 4).labelled("west")])
        await stage.wait { stage.board.withLock { $0.incidents.count } == 2 }

        let board = stage.board.withLock(\.self)
        #expect(Set(board.incidents.map(\.cluster)) == ["east", "west"])
        #expect(board.rules.map(\.open) == [2])
        #expect(board.problems == ["a note"])
        await stage.wait { stage.figures.withLock { $0.hooks.first?.figures.counts.sent } == 2 }
        #expect(stage.figures.withLock(\.rules) == [.init(name: "node-down", open: 2, fired: 2)])
        #expect(stage.figures.withLock(\.states) == [.firing: 2])
        #expect(stage.noted.withLock { Set($0) } == ["fired east", "fired west"])
        running.cancel()
        await running.value
    }

    @Test func anOrderGoesToTheClusterOfItsIncident() async throws {
        let stage = try Stage([:])
        let running = Task { await stage.desk.run() }
        stage.keepers[1].take([KubeEvent.nodeNotReady(2, at: Self.start - 4).labelled("west")])
        await stage.wait { !stage.board.withLock(\.incidents.isEmpty) }
        let id = try #require(stage.board.withLock(\.incidents.first)).id

        await stage.desk.obey(AlertOrder(id: id, cluster: "east", wish: .acknowledge))
        await stage.desk.obey(AlertOrder(id: id, cluster: "nowhere", wish: .acknowledge))
        await stage.desk.obey(
            AlertOrder(id: id, cluster: "west", wish: .snooze(until: Timestamp(seconds: Self.start + 60)))
        )
        await stage.wait { stage.board.withLock { $0.incidents.first?.state } == .snoozed }

        #expect(stage.noted.withLock(\.self) == ["fired west", "snoozed west"])
        running.cancel()
        await running.value
    }

    @Test func aSlowHookHoldsUpNoOtherAndAFailingOneIsSaid() async throws {
        let slow = ScriptedSender(gate: Doorbell())
        let failing = ScriptedSender([.refused("answers 404")])
        let well = ScriptedSender()
        let stage = try Stage(["a-slow": slow, "b-failing": failing, "c-well": well])
        let running = Task { await stage.desk.run() }

        stage.keepers[0].take([KubeEvent.nodeNotReady(1, at: Self.start - 5).labelled("east")])
        await well.bell.wait()
        await stage.wait { stage.board.withLock { !$0.problems.isEmpty } }

        #expect(stage.board.withLock(\.problems) == ["hook b-failing: 1 given up: answers 404"])
        await stage.wait { stage.figures.withLock { $0.hooks.map(\.figures.waiting) } == [1, 0, 0] }
        #expect(stage.figures.withLock { $0.hooks.map(\.figures.counts.dropped) } == [0, 1, 0])
        running.cancel()
        slow.gate?.ring()
        await running.value
    }
}
