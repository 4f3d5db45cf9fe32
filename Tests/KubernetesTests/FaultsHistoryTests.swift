import Basics
import Demo
import Events
import Kubernetes
import TestSupport
import Testing

/// What a server forgets or never had: rows 17 to 22 of the fault table.
@Suite(.timeLimit(.minutes(5)))
struct FaultsHistoryTests {
    /// How a server says that a version is compacted.
    enum Expiry: CaseIterable {
        case firstLine, afterEvents, status, lineWithoutCode, statusWithoutCode

        var fault: ClusterFault? {
            switch self {
            case .firstLine: nil
            case .afterEvents: .begins(HostileLines.error(code: 410, reason: "Expired"), ends: true)
            case .status: .answers(.gone)
            case .lineWithoutCode: .begins(HostileLines.error(code: nil, reason: "Expired"), ends: true)
            case .statusWithoutCode: .answers(.expiredWithoutCode)
            }
        }
    }

    @Test(arguments: Expiry.allCases)
    func historyThatIsGoneIsListedOnce(_ expiry: Expiry) async throws {
        try await FaultRig.run { rig in
            await rig.cluster.emit(3)
            await rig.settle()
            await rig.cluster.refuse()
            await rig.cluster.emit(4)
            await rig.cluster.repeatLast(2)
            await rig.cluster.compact()
            if let fault = expiry.fault { await rig.cluster.inject(fault, on: [.watch]) }

            try await rig.cluster.listen()

            await rig.settle()
            #expect(rig.witness.account.gaps == [.expired])
            #expect(await rig.requests(.list).count == 2)
        }
    }

    @Test(arguments: [true, false])
    func aWatchThatEndsAtOnceIsListedSoon(isHonest: Bool) async throws {
        try await FaultRig.run { rig in
            let former = await rig.requests(.watch).count
            await rig.cluster.inject(.ends, on: [.watch], times: 2)
            if isHonest { await rig.cluster.inject(.answers(.gone), on: [.check]) }
            await rig.cluster.refuse()
            await rig.cluster.emit(2)

            try await rig.cluster.listen()

            await rig.settle()
            #expect(await rig.requests(.watch).count <= former + 3)
            #expect(await rig.requests(.check).count <= 2)
            #expect(await rig.requests(.list).count == 2)
        }
    }

    @Test(arguments: [1, 2])
    func aListWhosePageExpiresIsReadInLargerPages(page: Int) async throws {
        var options = FaultRig.Options()
        options.waitsForLive = false
        let cluster = FaultyCluster()
        try await cluster.start()
        await cluster.emit(1200)
        await cluster.inject(.delays(.zero), on: [.page], times: page - 1)
        await cluster.inject(.compacts, on: [.page])

        try await FaultRig.run(options, on: cluster) { rig in
            #expect(await rig.witness.wait { $0.isLive })
            await cluster.emit(2)
            await rig.settle()

            #expect(await rig.requests(.list).map { $0.parameter("limit") } == ["500", "2000"])
        }
        await cluster.stop()
    }

    @Test func aListThatAlwaysExpiresIsReadAtOnce() async throws {
        var options = FaultRig.Options()
        options.waitsForLive = false
        let cluster = FaultyCluster()
        try await cluster.start()
        await cluster.emit(2100)
        await cluster.inject(.compacts, on: [.page], times: nil)

        try await FaultRig.run(options, on: cluster) { rig in
            #expect(await rig.witness.wait { $0.isLive })
            await cluster.emit(2)
            await rig.settle()

            #expect(await rig.requests(.list).map { $0.parameter("limit") } == ["500", "2000", nil])
        }
        await cluster.stop()
    }

    @Test func aVersionFromTheFutureBeginsHistoryAnew() async throws {
        var options = FaultRig.Options()
        options.mayRepeat = true
        try await FaultRig.run(options) { rig in
            let past = await rig.cluster.version
            await rig.cluster.emit(20)
            await rig.settle()
            await rig.cluster.refuse()
            await rig.cluster.rewind(to: past)
            await rig.cluster.emit(2)
            await rig.cluster.inject(.answers(.tooLarge), on: [.watch, .check], times: nil)

            try await rig.cluster.listen()
            #expect(await rig.requested(.list, times: 2))
            try await rig.cluster.heal()

            await rig.settle()
            #expect(rig.witness.account.saw(.rewound))
        }
    }

    @Test func aKeptPointOfThisHistoryIsResumedWithoutAList() async throws {
        let cluster = FaultyCluster()
        try await cluster.start()
        await cluster.emit(3)
        let kept = FaultRig.Kept()
        try await FaultRig.run(FaultRig.Options(), on: cluster) { rig in
            await cluster.emit(1)
            await rig.settle()
            await kept.keep(rig.witness)
        }
        await cluster.emit(5)
        var options = FaultRig.Options()
        options.start = try #require(await kept.start)

        try await FaultRig.run(options, on: cluster) { rig in
            #expect(await rig.witness.wait { $0.counts.count == 5 })
            #expect(await rig.requests(.list).count == 1)
            #expect(rig.witness.account.gaps == [])
        }
        await cluster.stop()
    }
}

extension FaultRig {
    /// What a journal would keep.
    actor Kept {
        private(set) var start: StartPoint?

        func keep(_ witness: Witness) {
            let account = witness.account
            guard let version = account.resumePoint else { return }
            start = .resume(ResumePoint(resourceVersion: version, anchor: account.anchor), keptAt: nil)
        }
    }
}
