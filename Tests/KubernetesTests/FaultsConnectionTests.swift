import Basics
import Demo
import Events
import Kubernetes
import TestSupport
import Testing

/// What a network that breaks does to a watcher: rows 13, 14 and 27 of the fault table.
@Suite(.timeLimit(.minutes(5)))
struct FaultsConnectionTests {
    static let cuts: [(offset: Int, reset: Bool)] = [1, 7, 500, 900, 1400, 2500].flatMap { [($0, true), ($0, false)] }

    @Test(arguments: cuts)
    func aCutAnywhereInTheLinesLosesAndRepeatsNothing(offset: Int, reset: Bool) async throws {
        try await FaultRig.run { rig in
            await rig.cluster.inject(.cuts(after: offset, reset: reset), on: [.watch], times: 3)
            await rig.cluster.refuse()
            await rig.cluster.emit(3)

            try await rig.cluster.listen()

            await rig.settle()
            #expect(await rig.requests(.list).count == 1)
        }
    }

    @Test func aListThatIsCutIsReadAgain() async throws {
        var options = FaultRig.Options()
        options.waitsForLive = false
        let cluster = FaultyCluster()
        try await cluster.start()
        await cluster.emit(20)
        await cluster.inject(.cuts(after: 9000, reset: true), on: [.list])

        try await FaultRig.run(options, on: cluster) { rig in
            #expect(await rig.witness.wait { $0.isLive })
            await rig.settle()
        }
        await cluster.stop()
    }

    @Test func aBodyThatTricklesIsReadWithoutLoss() async throws {
        try await FaultRig.run { rig in
            await rig.cluster.inject(.dribbles(bytes: 64, every: .milliseconds(1)), on: [.watch])
            await rig.cluster.cutAll()

            await rig.cluster.emit(2)

            await rig.settle()
        }
    }

    @Test func aServerThatRefusesConnectionsIsAwaitedAndNothingIsListedAgain() async throws {
        try await FaultRig.run { rig in
            await rig.cluster.refuse()
            await rig.cluster.emit(3)
            #expect(await rig.witness.wait { $0.isWaiting })

            try await rig.cluster.heal()

            await rig.settle()
            #expect(await rig.requests(.list).count == 1)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func aServerThatDoesEverythingWrongIsAskedNoMoreThanOnceASecond(seed: UInt64) async throws {
        var options = FaultRig.Options()
        options.mayRepeat = true
        try await FaultRig.run(options) { rig in
            var random = SeededGenerator(seed: seed)
            for _ in 0..<100 {
                let fault = Self.faults.randomElement(using: &random) ?? .ends
                await rig.cluster.inject(fault, on: [.list, .page, .probe, .check, .anchor, .watch])
            }
            let began = rig.clock.elapsed
            let former = await rig.cluster.requests.count
            await rig.cluster.cutAll()

            #expect(await rig.cluster.wait(atMost: .seconds(30)) { $0.count >= former + 60 })

            let asked = await rig.cluster.requests.dropFirst(former)
            let seconds = (rig.clock.elapsed - began) / .seconds(1)
            // Ten may come at once.
            #expect(Double(asked.count { $0.verb != .livez }) <= seconds + 11)
            #expect(Double(asked.count { $0.verb == .list }) <= seconds / 10 + 1)
            try await rig.cluster.heal()
            await rig.cluster.emit(3)
            await rig.settle()
        }
    }

    private static let faults: [ClusterFault] = [
        .ends, .ends, .answers(.status(500, "InternalError")), .answers(.status(503, "Unavailable", retryAfter: "1")),
        .answers(.status(504, "Timeout")), .answers(.gone), .answers(.tooLarge), .hangsUp(reset: true),
        .answers(.loginPage),
        .begins(HostileLines.error(code: 410, reason: "Expired"), ends: true),
        .begins(HostileLines.error(code: 500, reason: "InternalError"), ends: true),
    ]
}
