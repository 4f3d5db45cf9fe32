import Basics
import Demo
import Events
import Kubernetes
import TestSupport
import Testing

/// What a stopped server and a proxy in between do to a watcher: rows 11, 12, 15 and 16 of the fault table.
///
/// A stopped server and one whose network is gone look the same from here: connections stay, and nothing is answered.
@Suite(.timeLimit(.minutes(5)))
struct FaultsSilenceTests {
    /// Asks after half a second of silence, which are 30 s for the watcher.
    private var doubting: FaultRig.Options {
        var options = FaultRig.Options()
        options.clock = FastClock(.scaled(60))
        options.patience = Patience(silence: .seconds(30), probe: .milliseconds(400))
        return options
    }

    @Test(arguments: [false, true])
    func aStoppedServerIsNoticedAndItsEventsComeOnceItGoesOn(isBusy: Bool) async throws {
        try await FaultRig.run(doubting) { rig in
            if isBusy { await rig.cluster.emit(200) }
            await rig.cluster.freeze()
            await rig.cluster.emit(3)

            #expect(await rig.witness.wait { $0.isWaiting })
            // Two questions without an answer end the watch.
            #expect(await rig.witness.wait { $0.status?.state == .connecting })

            await rig.cluster.thaw()
            await rig.settle()
        }
    }

    @Test func aStoppedServerThatIsReplacedIsLeftForTheNewOne() async throws {
        try await FaultRig.run(doubting) { rig in
            await rig.cluster.freeze()
            #expect(await rig.witness.wait { $0.isWaiting })
            // Two questions without an answer end the watch.
            #expect(await rig.witness.wait { $0.status?.state == .connecting })

            await rig.cluster.refuse()
            await rig.cluster.emit(3)
            try await rig.cluster.heal()

            await rig.settle()
        }
    }

    @Test(arguments: [200, 401, 500])
    func aQuietWatchStaysWhileTheServerSaysAnything(status: Int) async throws {
        var options = doubting
        // A busy machine is no silent server.
        options.patience.probe = .seconds(10)
        try await FaultRig.run(options) { rig in
            await rig.cluster.inject(.answers(.status(status, "Any")), on: [.livez], times: nil)

            #expect(await rig.requested(.livez, times: 3))

            #expect(rig.witness.account.isLive)
            #expect(await rig.requests(.watch).count == 1)
        }
    }

    @Test func aQuietWatchOutlivesAServerThatKeepsSilentOnlyOnce() async throws {
        var options = doubting
        options.patience.probe = .seconds(10)
        try await FaultRig.run(options) { rig in
            await rig.cluster.inject(.hangsUp(reset: true), on: [.livez], times: 1)

            #expect(await rig.requested(.livez, times: 3))

            #expect(await rig.requests(.watch).count == 1)
        }
    }

    @Test func aHeadThatNeverComesIsTakenForABufferingProxy() async throws {
        let server = FastClock(.scaled(50))
        var options = FaultRig.Options()
        options.patience.head = .milliseconds(100)
        options.serverNow = { Timestamp(seconds: 1_800_000_000).advanced(by: server.elapsed) }
        options.waitsForLive = false
        let cluster = FaultyCluster(now: options.serverNow)
        try await cluster.start()
        await cluster.emit(3)
        await cluster.inject(.withholdsHead, on: [.watch], times: 2)
        await cluster.inject(.buffers, on: [.watch], times: nil)

        try await FaultRig.run(options, on: cluster) { rig in
            #expect(await rig.requested(.watch, times: 3))
            await cluster.emit(3)

            await rig.settle()

            #expect(await rig.requests(.watch).dropFirst(2).first?.parameter("timeoutSeconds") == "60")
            #expect(await rig.requests(.list).count == 1)
        }
        await cluster.stop()
    }

    @Test func eventsThatComeInClumpsAreReadWithoutReconnecting() async throws {
        try await FaultRig.run { rig in
            await rig.cluster.inject(.clumps(every: .milliseconds(150)), on: [.watch], times: nil)
            await rig.cluster.cutAll()
            for _ in 0..<3 {
                await rig.cluster.emit(5)
                await rig.settle()
            }

            #expect(await rig.requests(.watch).count == 2)
        }
    }
}
