import Basics
import Demo
import Events
import Kubernetes
import TestSupport
import Testing

/// A cluster that was restored from a backup, or another one in its place: rows 21 and 22 of the fault table.
///
/// The server takes any version and keeps silent until it gets there.
@Suite(.timeLimit(.minutes(5)))
struct FaultsRewindTests {
    @Test(arguments: [false, true])
    func aHistoryThatWentBackDuringALongOutageIsNoticed(hasOvertaken: Bool) async throws {
        var options = FaultRig.Options()
        options.mayRepeat = true
        try await FaultRig.run(options) { rig in
            let past = await rig.cluster.version
            // The event accepted last is one that stays, in another version.
            await rig.cluster.repeatLast(1)
            await rig.settle()
            await rig.cluster.refuse()
            await rig.cluster.rewind(to: past)
            await rig.cluster.emit(hasOvertaken ? 20 : 1)
            #expect(await rig.witness.wait { $0.isWaiting })
            try await rig.clock.sleep(for: .seconds(65))
            let failures = rig.witness.account.waits.count
            #expect(await rig.witness.wait { $0.waits.count > failures + 1 })

            try await rig.cluster.listen()

            await rig.settle()
            #expect(rig.witness.account.saw(.rewound))
        }
    }

    @Test(arguments: [false, true])
    func aHistoryThatWentBackBeforeTheStartIsNoticed(hasOvertaken: Bool) async throws {
        let cluster = FaultyCluster()
        try await cluster.start()
        await cluster.emit(3)
        let past = await cluster.version
        let kept = FaultRig.Kept()
        try await FaultRig.run(FaultRig.Options(), on: cluster) { rig in
            await cluster.repeatLast(1)
            await rig.settle()
            await kept.keep(rig.witness)
        }
        await cluster.rewind(to: past)
        await cluster.emit(hasOvertaken ? 20 : 1)
        var options = FaultRig.Options()
        options.start = try #require(await kept.start)
        options.mayRepeat = true

        try await FaultRig.run(options, on: cluster) { rig in
            await rig.settle()
            #expect(rig.witness.account.saw(.rewound))
        }
        await cluster.stop()
    }
}
