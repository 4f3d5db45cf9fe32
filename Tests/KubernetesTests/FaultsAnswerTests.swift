import Basics
import Demo
import Events
import Foundation
import Kubernetes
import TestSupport
import Testing

/// Answers that are none: rows 28, 29, 34 and 36 of the fault table.
@Suite(.timeLimit(.minutes(5)))
struct FaultsAnswerTests {
    static let strangers: [CannedAnswer] = [
        .loginPage, .loginPageAsJSON, .table, .statusObject, .unversioned, .status(404, "NotFound"),
        .status(408, "Timeout"),
        .status(422, "Invalid"), .tooLarge, .forbidden, CannedAnswer(200), CannedAnswer(204),
        CannedAnswer(200, body: [0, 1, 2]),
    ]

    @Test(arguments: strangers.indices)
    func anAnswerThatIsNoListIsAskedForAgain(_ index: Int) async throws {
        let cluster = FaultyCluster()
        try await cluster.start()
        await cluster.emit(3)
        await cluster.inject(.answers(Self.strangers[index]), on: [.list])
        var options = FaultRig.Options()
        options.waitsForLive = false

        try await FaultRig.run(options, on: cluster) { rig in
            #expect(await rig.witness.wait { $0.isWaiting || $0.isDenied })
            await rig.settle()
        }
        await cluster.stop()
    }

    @Test(arguments: strangers.indices)
    func anAnswerThatIsNoWatchIsAskedForAgain(_ index: Int) async throws {
        try await FaultRig.run { rig in
            await rig.cluster.inject(.answers(Self.strangers[index]), on: [.watch])
            await rig.cluster.refuse()
            await rig.cluster.emit(3)

            try await rig.cluster.listen()

            await rig.settle()
        }
    }

    @Test(arguments: [301, 302, 307, 308])
    func aRedirectIsNotFollowed(status: Int) async throws {
        let elsewhere = FaultyCluster()
        try await elsewhere.start()
        let cluster = FaultyCluster()
        try await cluster.start()
        await cluster.emit(3)
        let url = await elsewhere.url + "/api/v1/events"
        await cluster.inject(.answers(.redirect(status, to: url)), on: [.list, .watch], times: 2)
        var options = FaultRig.Options()
        options.waitsForLive = false
        options.isEncrypted = true
        var user = Credentials.User()
        user.token = Secret("canary")
        options.credentials = Credentials(user: user)

        try await FaultRig.run(options, on: cluster) { rig in
            #expect(await rig.witness.wait { $0.isWaiting })
            await rig.settle()
        }

        #expect(await elsewhere.requests.isEmpty)
        #expect(await cluster.requests.allSatisfy { $0.headers["authorization"] == "Bearer canary" })
        await cluster.stop()
        await elsewhere.stop()
    }

    @Test func aWallClockThatJumpsMovesNothing() async throws {
        var options = FaultRig.Options()
        let calls = Locked(0)
        let jumps: [Int64] = [0, 315_360_000, -315_360_000, 3600, -3600, 2, -2]
        options.now = {
            let call = calls.withLock { calls in
                calls += 1
                return calls
            }
            return Timestamp(seconds: 1_800_000_000 + jumps[call % jumps.count])
        }
        try await FaultRig.run(options) { rig in
            for _ in 0..<3 {
                await rig.cluster.refuse()
                await rig.cluster.emit(3)
                try await rig.cluster.listen()
                await rig.settle()
            }

            #expect(await rig.requests(.list).count == 1)
            #expect(rig.witness.account.gaps == [])
        }
    }

    @Test func aTokenThatIsRotatedCostsOneRefusalAtMost() async throws {
        let folder = try TemporaryDirectory()
        let token = try TokenFile(in: folder, "first")
        let cluster = FaultyCluster()
        try await cluster.start()
        await cluster.emit(3)
        await cluster.require(token: "first")

        try await FaultRig.run(token.options(), on: cluster) { rig in
            try token.rotate(to: "second")
            await cluster.require(token: "second")
            await cluster.emit(2)
            await rig.settle()
            await cluster.refuse()
            await cluster.emit(2)
            try await cluster.listen()

            await rig.settle()

            let refused = await cluster.requests.filter {
                $0.verb == .watch && $0.headers["authorization"] == "Bearer first"
            }
            #expect(refused.count <= 2)
            #expect(!rig.witness.account.states.contains { if case .denied = $0 { true } else { false } })
        }
        await cluster.stop()
    }

    @Test(arguments: [false, true])
    func aTokenFileThatIsAwayForAWhileLeavesTheLastTokenInUse(isMissing: Bool) async throws {
        let folder = try TemporaryDirectory()
        let token = try TokenFile(in: folder, "first")
        let cluster = FaultyCluster()
        try await cluster.start()
        await cluster.emit(3)
        await cluster.require(token: "first")

        try await FaultRig.run(token.options(), on: cluster) { rig in
            try token.spoil(isMissing: isMissing)
            await cluster.refuse()
            await cluster.emit(2)
            try await rig.clock.sleep(for: .seconds(60))
            try await cluster.listen()
            await rig.settle()
            #expect(!rig.witness.account.states.contains { if case .denied = $0 { true } else { false } })

            await cluster.require(token: "second")
            await cluster.refuse()
            await cluster.emit(2)
            try await cluster.listen()
            #expect(await rig.witness.wait { $0.isDenied })

            try token.rotate(to: "second")

            await rig.settle()
        }
        await cluster.stop()
    }
}

/// A projected token as kubelet keeps it: a link to a folder that is swapped whole.
private struct TokenFile {
    let folder: TemporaryDirectory

    init(in folder: TemporaryDirectory, _ token: String) throws {
        self.folder = folder
        try rotate(to: token)
    }

    func options() -> FaultRig.Options {
        var options = FaultRig.Options()
        options.isEncrypted = true
        var user = Credentials.User()
        user.tokenFile = folder.path + "/data/token"
        options.credentials = Credentials(user: user, clock: options.clock)
        return options
    }

    func rotate(to token: String) throws {
        let target = folder.path + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
        try token.write(toFile: target + "/token", atomically: false, encoding: .utf8)
        let link = folder.path + "/next"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        guard rename(link, folder.path + "/data") == 0 else { throw POSIXError(.EIO) }
    }

    func spoil(isMissing: Bool) throws {
        let path = folder.path + "/data/token"
        if isMissing {
            try FileManager.default.removeItem(atPath: path)
        } else {
            try Data().write(to: URL(filePath: path))
        }
    }
}
