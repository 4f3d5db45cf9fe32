import Basics
import Demo
import Foundation
import Glibc
import TestSupport
import Testing

/// `eventer forward` at its end, as a process, in each phase that could hold it up.
@Suite(.timeLimit(.minutes(5))) struct EndOfProcessTests {
    enum Phase: String, CaseIterable, Sendable {
        /// The API server takes the question for the list and never answers.
        case listing
        /// Log Service takes records and never answers.
        case silent
        /// There is no such logstore.
        case blocked
        /// All is well.
        case live
    }

    private struct Run {
        let directory: TemporaryDirectory
        let servers: DemoServers
        let mute: RawServer
        let program: Program

        init(_ phase: Phase) async throws {
            directory = try TemporaryDirectory()
            var options = DemoOptions(rate: 50, receivedFile: directory.path + "/received.jsonl")
            options.backlog = 20
            servers = try await DemoServers.start(options)
            if phase == .silent { await servers.inject(.silent, probability: 1) }
            mute = try RawServer { $0.waitForClose() }
            var kubeconfig = servers.kubeconfig
            if phase == .listing {
                kubeconfig.replace(#/127\.0\.0\.1:\d+/#, with: "127.0.0.1:\(mute.port)")
            }
            try kubeconfig.write(toFile: directory.path + "/kubeconfig", atomically: true, encoding: .utf8)
            let sink = phase == .blocked ? servers.sink.replacing("k8s-event", with: "other") : servers.sink
            let path = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "eventer")
            program = try Program(
                path.path,
                [
                    "forward", "--kubeconfig", directory.path + "/kubeconfig", "--state", directory.path + "/journal",
                    "--healthz-ip", "127.0.0.1", "--healthz-port", "0",
                ],
                environment: ["EVENTER_SINK": sink, "HOME": directory.path]
            )
            _ = await program.nextLine {
                $0.contains(phase == .blocked ? "LogStoreNotExist" : phase == .live ? "live" : "listening")
            }
        }
    }

    @Test(arguments: Phase.allCases, [SIGTERM, SIGINT])
    func secondSignalEndsAtOnce(phase: Phase, signal: Int32) async throws {
        let run = try await Run(phase)

        run.program.send(signal)
        _ = await run.program.nextLine { $0.contains("draining") }
        run.program.send(signal)
        let (status, _) = await run.program.end()

        // One that had nothing left to do may have ended before.
        #expect(status == 0 || status == 130 && signal == SIGINT)
        await run.servers.stop()
    }

    @Test func firstSignalDeliversWhatWaits() async throws {
        let run = try await Run(.live)

        run.program.send(SIGTERM)
        let (status, text) = await run.program.end()

        #expect(status == 0)
        #expect(text.split(separator: "\n").last { $0.contains("stopped") }?.contains("\"waiting\":0") == true)
        #expect(await run.servers.tally().received >= 20)
        await run.servers.stop()
    }
}
