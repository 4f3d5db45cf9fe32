import Basics
import Demo
import Foundation
import HTTP
import TestSupport
import Testing

@testable import EventerApp

/// Runs checks against the demo's servers, with durations and addresses made the same each time.
struct CheckBench {
    let servers: DemoServers
    let directory: TemporaryDirectory
    var settings: CheckSettings

    /// Calls `body` with servers that stand still: 150 events and no more.
    static func run(_ body: (inout CheckBench) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        let servers = try await DemoServers.start(DemoOptions(receivedFile: directory.path + "/received.jsonl"))
        let kubeconfig = directory.path + "/kubeconfig"
        try servers.kubeconfig.write(toFile: kubeconfig, atomically: true, encoding: .utf8)
        var settings = CheckSettings(cluster: ClusterSettings(), sink: SinkSettings())
        settings.cluster.kubeconfig = kubeconfig
        var bench = CheckBench(servers: servers, directory: directory, settings: settings)
        do {
            try await body(&bench)
        } catch {
            await servers.stop()
            throw error
        }
        await servers.stop()
    }

    func application(aheadBy offset: Duration = .zero) -> Application {
        let process = ProcessContext(
            environment: ["HOME": directory.path],
            isOutputTerminal: false,
            isInputTerminal: false,
            version: "test"
        )
        return Application(process: process) { Timestamp.now().advanced(by: offset) }
    }

    /// What the check finds, as it is written, without what differs from run to run.
    func report(aheadBy offset: Duration = .zero) async -> String {
        var text = ""
        let report = CheckReport(format: .lines, width: nil, isColoured: false)
        await application(aheadBy: offset).inspect(settings, PatientClient(), Stopwatch { .zero }) {
            text += report.text(of: $0)
        }
        let ports = [(await servers.cluster.port, "CLUSTER"), (await servers.receiver.port, "RECEIVER")]
        for (port, name) in ports { text = text.replacing("127.0.0.1:\(port)", with: name) }
        text.replace(directory.path, with: "DIR")
        text.replace(#/access key \S+/#, with: "access key ID")
        return text.replacing(#/ \(request \w+\)/#, with: "")
    }

    /// How the command ends; what it writes goes nowhere.
    func exitCode() async throws -> EventerApp.ExitCode {
        let nowhere = try #require(FileHandle(forWritingAtPath: "/dev/null"))
        return try await application().check(settings, to: nowhere.fileDescriptor)
    }

    /// The lines of `report` about one subject, with the hints.
    func lines(_ subject: Finding.Subject, aheadBy offset: Duration = .zero) async -> String {
        var isWanted = false
        let lines = await report(aheadBy: offset).split(separator: "\n").filter { line in
            if !line.hasPrefix(" ") { isWanted = line.dropFirst(6).hasPrefix(subject.rawValue + " ") }
            return isWanted
        }
        return lines.joined(separator: "\n")
    }
}
