import Basics
import Foundation
import TestSupport
import Testing

@testable import Kubernetes

@Suite(.timeLimit(.minutes(5)))
struct PluginRunnerTests {
    private let folder = TemporaryFolder()
    private let clock = ManualClock()

    /// Gives `token-1`, `token-2` and so on, each for `seconds`, after what `before` does.
    private func credentials(seconds: Int? = nil, before: String = "") throws -> Credentials {
        let expiry = seconds.map { ",\\\"expirationTimestamp\\\":\\\"$(date -u -d '\($0) seconds' +%FT%TZ)\\\"" } ?? ""
        let script = """
            echo x >> $FOLDER/runs
            \(before)
            echo "{\\"kind\\":\\"ExecCredential\\",\\"apiVersion\\":\\"\(ExecPluginTests.v1)\\",\\"status\\":{\\"token\\":\\"token-$(wc -l < $FOLDER/runs)\\"\(expiry)}}"
            """
        var user = Credentials.User()
        user.plugin = ExecPlugin(
            command: "/bin/sh",
            arguments: [try folder.write(script, to: "plugin")],
            environment: ["PATH": "/usr/bin:/bin", "FOLDER": folder.path],
            apiVersion: ExecPluginTests.v1,
            installHint: nil,
            origin: "users[u]",
            cluster: nil
        )
        return Credentials(user: user, clock: clock)
    }

    private var runs: Int { folder.read("runs").split(separator: "\n").count }

    private static let untilOpened = "while [ ! -e $FOLDER/open ]; do sleep 0.01; done"

    @Test func whoeverAsksWaitsForOneRun() async throws {
        let credentials = try credentials(before: Self.untilOpened)

        let asking = (1...8).map { _ in Task { try await credentials.current().authorization?.reveal() } }
        await folder.waitForLines(1, in: "runs")
        for _ in 1...100 { await Task.yield() }
        try folder.write("", to: "open")

        for task in asking { #expect(try await task.value == "Bearer token-1") }
        #expect(runs == 1)
    }

    @Test func aTokenWithoutAnEndIsUsedUntilItIsRefused() async throws {
        let credentials = try credentials()
        let first = try await credentials.current()
        clock.advance(by: .seconds(100_000))
        let second = try await credentials.current()

        await credentials.refused(first, by: .unauthorized)
        let third = try await credentials.current()
        // The refusal of a request that began before the renewal says nothing of what is new.
        await credentials.refused(second, by: .unauthorized)
        let fourth = try await credentials.current()

        let tokens = [first, second, third, fourth].map { $0.authorization?.reveal().dropFirst(7) }
        #expect(tokens == ["token-1", "token-1", "token-2", "token-2"])
    }

    @Test func aTokenIsRenewedInTheBackgroundBeforeItsEnd() async throws {
        let credentials = try credentials(seconds: 1000)
        func token() async throws -> Substring? { try await credentials.current().authorization?.reveal().dropFirst(7) }

        #expect(try await token() == "token-1")
        clock.advance(by: .seconds(930))
        #expect(try await token() == "token-1")
        #expect(runs == 1)
        clock.advance(by: .seconds(20))
        #expect(try await token() == "token-1")
        await folder.waitForLines(2, in: "runs")
        while try await token() == "token-1" { await Task.yield() }
        #expect(try await token() == "token-2")
        clock.advance(by: .seconds(1000))
        #expect(try await token() == "token-3")
    }

    @Test func aFailureIsTheAnswerForTenSeconds() async throws {
        let credentials = try credentials(before: "exit 1")

        await #expect(throws: KubernetesError.self) { try await credentials.current() }
        clock.advance(by: .seconds(9))
        await #expect(throws: KubernetesError.self) { try await credentials.current() }
        #expect(runs == 1)
        clock.advance(by: .seconds(1))
        await #expect(throws: KubernetesError.self) { try await credentials.current() }
        #expect(runs == 2)
    }

    @Test func aTokenBornExpiredDoesNotStartThePluginForEachRequest() async throws {
        let credentials = try credentials(seconds: -100)

        _ = try await credentials.current()
        clock.advance(by: .seconds(9))
        _ = try await credentials.current()

        #expect(runs == 1)
    }

    @Test func whoIsCancelledLeavesTheOthersWaiting() async throws {
        let credentials = try credentials(before: Self.untilOpened)
        let patient = Task { try await credentials.current().authorization?.reveal() }
        await folder.waitForLines(1, in: "runs")
        let hasty = Task { try await credentials.current() }

        hasty.cancel()
        await #expect(throws: ExecPlugin.cancelled) { try await hasty.value }
        try folder.write("", to: "open")

        #expect(try await patient.value == "Bearer token-1")
        #expect(runs == 1)
    }

    @Test func thePluginEndsWithTheLastWhoWaits() async throws {
        let credentials = try credentials(before: Self.untilOpened)
        let asking = Task { try await credentials.current() }
        await folder.waitForLines(1, in: "runs")

        asking.cancel()
        await #expect(throws: ExecPlugin.cancelled) { try await asking.value }
        try folder.write("", to: "open")

        #expect(try await credentials.current().authorization?.reveal() == "Bearer token-2")
    }
}
