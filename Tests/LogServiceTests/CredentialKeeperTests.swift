import Basics
import Demo
import HTTP
import TestSupport
import Testing

@testable import LogService

@Suite(.timeLimit(.minutes(5)))
struct CredentialKeeperTests {
    @Test(
        arguments: [
            (Duration.seconds(21_600), 0, Duration.seconds(4320)), (.seconds(21_600), 1, .seconds(4860)),
            (.seconds(3600), 0, .seconds(900)), (.seconds(3600), 1, .milliseconds(1_012_500)),
            (.seconds(1800), 0, .seconds(900)),
            (.seconds(1200), 1, .seconds(600)), (.seconds(60), 0, .seconds(30)),
        ] as [(Duration, Double, Duration)]
    )
    func aKeyIsRenewedBeforeItsEnd(lifetime: Duration, random: Double, margin: Duration) {
        #expect(CredentialKeeper.margin(ofLifetime: lifetime, random: random) == margin)
    }

    @Test func aKeyIsFetchedOnceForMany() async throws {
        try await IdentityBench.run { bench in
            let keeper = bench.keeper(.rrsa(bench.role))

            let keys = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 { group.addTask { try await keeper.current().accessKeyID } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }

            #expect(keys.count == 1)
            #expect(bench.receiver.keys.issuedCount == 1)
            #expect(await keeper.status.renewals == 0)
        }
    }

    @Test func theBackgroundRenewsInTime() async throws {
        try await IdentityBench.run { bench in
            let keeper = bench.keeper(.rrsa(bench.role))
            let running = Task { await keeper.run() }
            await bench.clock.waitForSleepers()
            let first = try await keeper.current()

            await bench.skip(.seconds(2690))
            let before = try await keeper.current()
            await bench.skip(.seconds(30))
            let after = try await keeper.current()

            #expect(before == first)
            #expect(after != first)
            #expect(await keeper.status.renewals == 1)
            #expect(await keeper.status.expiry == IdentityBench.start.advanced(by: .seconds(2700 + 3600)))
            running.cancel()
            await running.value
        }
    }

    @Test func aFailedRenewalKeepsTheOldKeyToItsEnd() async throws {
        try await IdentityBench.run { bench in
            let keeper = bench.keeper(.rrsa(bench.role))
            let running = Task { await keeper.run() }
            await bench.clock.waitForSleepers()
            let first = try await keeper.current()
            await bench.identity.inject(.serverError)

            await bench.skip(.seconds(3570))

            #expect(try await keeper.current() == first)
            let status = await keeper.status
            #expect(status.failedRenewals > 5)
            #expect(status.renewals == 0)
            #expect(status.lastFailure?.contains("answers 500") == true)

            await bench.skip(.seconds(60))
            await #expect(throws: CredentialError.self) { try await keeper.current() }

            await bench.identity.inject(.none)
            await bench.skip(.seconds(120))
            #expect(try await keeper.current() != first)
            #expect(await keeper.status.lastFailure == nil)
            running.cancel()
            await running.value
        }
    }

    @Test func whoWaitedForTheFirstKeyIsTold() async throws {
        try await IdentityBench.run { bench in
            await bench.identity.inject(.serverError)
            let keeper = bench.keeper(.instanceRole(bench.metadata))
            let (news, tell) = AsyncStream.makeStream(of: Void.self)
            let running = Task { await keeper.run { tell.yield() } }
            await bench.clock.waitForSleepers()
            await #expect(throws: CredentialError.self) { try await keeper.current() }

            await bench.identity.inject(.none)
            await bench.skip(.seconds(30))

            #expect(await news.first { true } != nil)
            running.cancel()
            await running.value
        }
    }

    /// Whoever read it first: a request or the background.
    @Test func whoHadAWrongKeyIsToldOfTheRightOne() async throws {
        try await IdentityBench.run { bench in
            let id = try bench.write("WRONG", to: "id")
            let secret = try bench.write("canary", to: "secret")
            let keeper = bench.keeper(.files(KeyFiles(id: .file(id), secret: .file(secret))))
            let (news, tell) = AsyncStream.makeStream(of: String.self)
            let running = Task { await keeper.run { tell.yield((try? await keeper.current().accessKeyID) ?? "") } }
            await bench.clock.waitForSleepers()

            _ = try bench.write("RIGHT-ONE", to: "id")
            await bench.skip(.seconds(31))
            tell.finish()

            let told = await news.reduce(into: [String]()) { $0.append($1) }
            #expect(told == ["WRONG", "RIGHT-ONE"])
            running.cancel()
            await running.value
        }
    }

    @Test func aFailureIsNotRepeatedAtOnce() async throws {
        try await IdentityBench.run { bench in
            await bench.identity.inject(.serverError)
            let keeper = bench.keeper(.instanceRole(bench.metadata))

            for _ in 0..<5 { await #expect(throws: CredentialError.self) { try await keeper.current() } }

            let folder = "GET /latest/meta-data/ram/security-credentials/"
            #expect(await bench.identity.requests == ["PUT /latest/api/token", folder])
            bench.clock.advance(by: .seconds(1))
            await bench.identity.inject(.none)
            let temporary = try await keeper.current()
            #expect(temporary.securityToken != nil)
        }
    }

    /// By the clock of the giver, whatever this machine's says.
    @Test(arguments: [true, false])
    func aWrongClockEndsNoKey(isRRSA: Bool) async throws {
        try await IdentityBench.run { bench in
            let wrong = IdentityBench.start.advanced(by: .seconds(86_400))
            let keeper = CredentialKeeper(
                source: isRRSA ? .rrsa(bench.role) : .instanceRole(bench.metadata),
                http: CurlClient(),
                clock: bench.clock,
                now: { wrong }
            )

            let temporary = try await keeper.current()
            #expect(temporary.securityToken != nil)
        }
    }

    @Test func filesAreReadAgainWhenTheyChange() async throws {
        try await IdentityBench.run { bench in
            let id = try bench.write("ID1\n", to: "id")
            let secret = try bench.write("canary1", to: "secret")
            let keeper = bench.keeper(.files(KeyFiles(id: .file(id), secret: .file(secret))))
            #expect(try await keeper.current().accessKeyID == "ID1")

            _ = try bench.write("ID2-longer\n", to: "id")
            #expect(try await keeper.current().accessKeyID == "ID2-longer")

            _ = try bench.write(" \n", to: "id")
            #expect(try await keeper.current().accessKeyID == "ID2-longer")
            let failure = await keeper.status.lastFailure
            #expect(failure == "no access key from key files of the sink: \(id) is empty")
        }
    }

    @Test func whatIsFixedIsNeverFetchedAgain() async throws {
        let key = LogServiceCredentials(accessKeyID: "ID", accessKeySecret: Secret("canary"))
        let keeper = CredentialKeeper(source: .fixed(key, origin: "a test"), http: CannedHTTP([]))

        await keeper.run()

        #expect(await keeper.refused(key) == false)
        #expect(try await keeper.current() == key)
    }

    @Test func cancellingEndsAWaitForAKey() async throws {
        try await IdentityBench.run { bench in
            await bench.identity.inject(.hang)
            let keeper = bench.keeper(.rrsa(bench.role))
            let waiting = Task { try await keeper.current() }
            while await bench.identity.requests.isEmpty { await Task.yield() }

            waiting.cancel()

            await #expect(throws: CredentialError.self) { try await waiting.value }
            #expect(await keeper.status.failedRenewals == 0)
        }
    }
}

extension IdentityBench {
    /// Moves the time on in the steps of a keeper that runs, and lets it finish what each step brings.
    func skip(_ duration: Duration) async {
        var left = duration
        while left > .zero {
            let step = min(left, .seconds(1))
            clock.advance(by: step)
            left -= step
            await clock.waitForSleepers()
        }
    }
}
