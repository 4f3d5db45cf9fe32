import Basics
import Demo
import Foundation
import Glibc
import Journal
import TestSupport
import Testing

@testable import EventerApp

/// `eventer forward` as a process, with the demo's servers and a webhook, killed and started again.
@Suite(.timeLimit(.minutes(5))) struct AlertForwardTests {
    private struct Alert: Decodable, Hashable {
        var id: String
        var status: String
        var labels: [String: String]
    }

    private struct Body: Decodable {
        var version: String
        var cluster: String
        var alerts: [Alert]
    }

    /// Remembers what it was sent.
    private final class Receiver: Sendable {
        let alerts: Locked<[Alert]>
        let server: RawServer

        init() throws {
            let alerts = Locked<[Alert]>([])
            self.alerts = alerts
            server = try RawServer { peer in
                while let request = peer.readRequest() {
                    let body = request.firstRange(of: "\r\n\r\n").map { Data(request[$0.upperBound...].utf8) } ?? Data()
                    let found = (try? JSONDecoder().decode(Body.self, from: body))?.alerts ?? []
                    alerts.withLock { $0 += found }
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                }
            }
        }

        func wait(for count: Int) async {
            await wait { $0.count >= count }
        }

        func wait(until isEnough: (Set<Alert>) -> Bool) async {
            while !alerts.withLock({ isEnough(Set($0)) }) { try? await Task.sleep(for: .milliseconds(10)) }
        }
    }

    private struct Stage {
        static let canary = "c4n4ry-t0ken"
        let directory: TemporaryDirectory
        let servers: DemoServers
        let receiver: Receiver

        init() async throws {
            directory = try TemporaryDirectory()
            receiver = try Receiver()
            var options = DemoOptions(rate: 100, receivedFile: directory.path + "/received.jsonl")
            options.backlog = 20
            servers = try await DemoServers.start(options)
            try servers.kubeconfig.write(toFile: directory.path + "/kubeconfig", atomically: true, encoding: .utf8)
            let rules = """
                built-in: none
                rules:
                  - {name: any-warning, filter: "type:Warning", group-by: [ns, kind, name], quiet: 24h}
                notify:
                  - {name: pager, webhook: "\(receiver.server.url("/"))$TOKEN", limit: 600/m}
                """
            try rules.write(toFile: directory.path + "/rules.yaml", atomically: true, encoding: .utf8)
        }

        func start(_ arguments: [String]) throws -> Program {
            let path = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "eventer")
            return try Program(
                path.path,
                arguments,
                environment: ["EVENTER_SINK": servers.sink, "HOME": directory.path, "TOKEN": Self.canary]
            )
        }

        func forward() throws -> Program {
            try start([
                "forward", "--kubeconfig", directory.path + "/kubeconfig", "--state", directory.path + "/journal",
                "--healthz-ip", "127.0.0.1", "--healthz-port", "0", "--rules", directory.path + "/rules.yaml",
            ])
        }

        func alerts(_ arguments: String...) async throws -> (status: Int32, output: String) {
            try await start(["alerts"] + arguments + ["--state", directory.path + "/journal"]).end()
        }
    }

    @Test func aKillMakesNoIncidentTwiceAndLosesNone() async throws {
        let stage = try await Stage()
        let play = Task { await stage.servers.play() }
        let first = try stage.forward()
        await stage.receiver.wait(for: 3)
        first.send(SIGKILL)
        let killed = await first.end()
        let before = stage.receiver.alerts.withLock { Set($0).count }

        let second = try stage.forward()
        await stage.receiver.wait(for: before + 3)
        second.send(SIGTERM)
        let ended = await second.end()
        let listed = try await stage.alerts("--all", "-o", "json")
        let known = try JSONDecoder().decode([Incident].self, from: Data(listed.output.utf8))
        #expect(stage.receiver.alerts.withLock { Set($0.map(\.id)) }.isSubset(of: known.map(\.id)))
        // What could not be told before the end is told at the next start.
        let third = try stage.forward()
        await stage.receiver.wait { told in Set(told.map(\.id)).isSuperset(of: known.map(\.id)) }
        third.send(SIGKILL)
        _ = await third.end()

        #expect(killed.status == 128 + SIGKILL)
        #expect(ended.status == 0)
        let alerts = stage.receiver.alerts.withLock(\.self)
        #expect(known.count >= before + 3)
        // One incident for each object, whoever was killed in between: a repeated notice has the same id.
        #expect(Set(alerts.map(\.id)).count == Set(alerts.map(\.labels)).count)
        #expect(ended.output.contains("\"hooks\":1"))
        #expect(ended.output.contains("pager: http://127.0.0.1:\(stage.receiver.server.port)/…"))
        #expect(!(killed.output + ended.output + listed.output).contains(Stage.canary))
        play.cancel()
        await play.value
        await stage.servers.stop()
    }

    private struct Incident: Decodable {
        var id: String
        var state: String
    }

    @Test func anIncidentIsAcknowledgedThroughWhoHoldsTheJournalAndWithout() async throws {
        let stage = try await Stage()
        let play = Task { await stage.servers.play() }
        let forward = try stage.forward()
        await stage.receiver.wait(for: 2)
        let ids = stage.receiver.alerts.withLock { $0.map(\.id) }

        let told = try await stage.alerts("ack", ids[0])
        // Who is busy for long obeys later.
        var line: Substring?
        while line?.contains(" acknowledged ") != true {
            line = try await stage.alerts().output.split(separator: "\n").first { $0.hasPrefix(ids[0]) }
        }
        forward.send(SIGTERM)
        _ = await forward.end()
        let direct = try await stage.alerts("snooze", ids[1], "--for", "2h")
        let listed = try await stage.alerts("-o", "json")
        let unknown = try await stage.alerts("reopen", "no-such-incident")

        #expect(told.output.contains("\(ids[0]): process \(forward.processID)"))
        #expect(direct.output == "eventer: \(ids[1]) is snoozed\n")
        let states = try JSONDecoder().decode([Incident].self, from: Data(listed.output.utf8))
        #expect(states.first { $0.id == ids[0] }?.state == "acknowledged")
        #expect(states.first { $0.id == ids[1] }?.state == "snoozed")
        #expect(unknown.status == 1)
        #expect(unknown.output.hasPrefix("eventer: no incident \"no-such-incident\" is open\nhint: "))
        play.cancel()
        await play.value
        await stage.servers.stop()
    }
}
