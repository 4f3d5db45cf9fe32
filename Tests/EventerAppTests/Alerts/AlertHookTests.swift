import Basics
import Events
import HTTP
import Journal
import TestSupport
import Testing

@testable import EventerApp

@Suite(.timeLimit(.minutes(5))) struct AlertHookTests {
    private struct Stage<Sender: NoticeSender> {
        let clock = ManualClock()
        let sender: Sender
        let hook: AlertHook
        let settled = Locked<[Int]>([])
        let figures = Locked<[AlertHook.Figures]>([])
        let done = Doorbell()

        init(_ sender: Sender) {
            self.sender = sender
            hook = AlertHook(
                HookSettings(name: "pager", target: .command([])),
                sender: sender,
                clock: clock,
                now: { Timestamp(seconds: 1_800_000_100) },
                random: { 0 }
            )
        }

        func run() async {
            await hook.run { entries in
                settled.withLock { $0 += entries.map(\.number) }
                done.ring()
            } report: { figures in
                self.figures.withLock { $0.append(figures) }
            }
        }
    }

    @Test func aNoticeThatFailsIsSentAgainAfterItsPause() async throws {
        let stage = Stage(ScriptedSender([.failed("answers 500")]))
        let running = Task { await stage.run() }
        _ = await stage.hook.add([.sample(1)])
        await stage.clock.waitForSleepers()
        stage.clock.advance(by: .seconds(1))
        await stage.sender.bell.wait()
        await stage.clock.waitForSleepers()
        #expect(stage.settled.withLock(\.isEmpty))

        stage.clock.advance(by: .seconds(1))
        await stage.done.wait()

        #expect(stage.sender.sent.withLock(\.self) == [["incident-1"], ["incident-1"]])
        #expect(stage.settled.withLock(\.self) == [1])
        running.cancel()
        await running.value
        let troubles = stage.figures.withLock { $0.map(\.trouble) }
        #expect(troubles.contains("answers 500"))
        #expect(troubles.last == .some(nil))
        #expect(stage.figures.withLock(\.last)?.counts == .init(sent: 1, retried: 1))
    }

    /// A server on loopback that takes no body with one certain notice in it.
    @Test func aNoticeThatTheServerRefusesTakesNoOtherWithIt() async throws {
        let taken = Locked<[String]>([])
        let server = try RawServer { peer in
            while let request = peer.readRequest() {
                let isBad = request.contains("\"incident-7\"")
                let ids = request.matches(of: /"id":"(incident-\d+)"/).map { String($0.1) }
                if !isBad { taken.withLock { $0 += ids } }
                peer.write("HTTP/1.1 \(isBad ? 422 : 204) Well\r\nContent-Length: 0\r\n\r\n")
            }
        }
        let sender = WebhookSender(
            url: .text(server.url("/hook")),
            headers: .written([]),
            template: .json,
            timeout: .seconds(300),
            http: PatientClient(),
            now: { Timestamp(seconds: 0) }
        )
        let stage = Stage(sender)
        let running = Task { await stage.run() }
        _ = await stage.hook.add((1...50).map { .sample($0) })

        await stage.hook.drain(within: .seconds(300))

        running.cancel()
        await running.value
        #expect(taken.withLock(\.self) == (1...50).filter { $0 != 7 }.map { "incident-\($0)" })
        #expect(stage.settled.withLock { $0.sorted() } == Array(1...50))
        let figures = stage.figures.withLock(\.last)
        #expect(figures?.counts.sent == 49)
        #expect(figures?.counts.dropped == 1)
        #expect(figures?.waiting == 0)
        #expect(stage.figures.withLock { $0.contains { $0.trouble == "1 given up: answers 422" } })
    }

    @Test func theEndOfTheRunHurriesWhatWaits() async throws {
        let stage = Stage(ScriptedSender())
        let running = Task { await stage.run() }
        _ = await stage.hook.add([.sample(1)])
        await stage.clock.waitForSleepers()

        await stage.hook.drain(within: .seconds(3))

        #expect(stage.settled.withLock(\.self) == [1])
        running.cancel()
        await running.value
    }

    @Test func theEndDoesNotWaitForAReceiverThatTakesNothing() async throws {
        let stage = Stage(ScriptedSender([.failed("answers 500")]))
        let running = Task { await stage.run() }
        _ = await stage.hook.add([.sample(1)])

        await stage.hook.drain(within: .seconds(3))

        #expect(stage.settled.withLock(\.isEmpty))
        running.cancel()
        await running.value
    }

    @Test func theEndWaitsNoLongerThanItMay() async throws {
        let gate = Doorbell()
        let stage = Stage(ScriptedSender(gate: gate))
        let running = Task { await stage.run() }
        _ = await stage.hook.add([.sample(1)])
        let draining = Task { await stage.hook.drain(within: .seconds(3)) }
        await stage.sender.bell.wait()
        await stage.clock.waitForSleepers()

        stage.clock.advance(by: .seconds(3))
        await draining.value

        running.cancel()
        gate.ring()
        await running.value
        // It was delivered after all, and so is remembered as that.
        #expect(stage.settled.withLock(\.self) == [1])
    }

    @Test func whatIsCutOffIsLeftForTheNextStart() async throws {
        let gate = Doorbell()
        let stage = Stage(ScriptedSender([.failed("cancelled")], gate: gate))
        let running = Task { await stage.run() }
        _ = await stage.hook.add([.sample(1)])
        let draining = Task { await stage.hook.drain(within: .seconds(3)) }
        await stage.sender.bell.wait()

        running.cancel()
        gate.ring()
        await running.value

        draining.cancel()
        await draining.value
        #expect(stage.settled.withLock(\.isEmpty))
    }
}
