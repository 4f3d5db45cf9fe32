import Demo
import Foundation
import TestSupport
import Testing

/// `eventer history` over a journal that the demo has left.
@Suite(.timeLimit(.minutes(5))) struct HistoryTests {
    private let directory: TemporaryDirectory
    private static let eventer = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "eventer").path

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func start(_ arguments: [String]) throws -> Program {
        try Program(Self.eventer, arguments, environment: ["HOME": directory.path, "PATH": "/usr/bin:/bin"])
    }

    private func makeJournal() async throws {
        let play = ["demo", "--headless", "--count", "400", "--rate", "5000", "--state", directory.path + "/state"]
        #expect(try await start(play).end().status == 0)
    }

    private func history(_ arguments: String...) async throws -> (status: Int32, lines: [Substring]) {
        let (status, text) = try await start(["history", "--state", directory.path + "/state"] + arguments).end()
        return (status, text.split(separator: "\n"))
    }

    @Test func historyHasWhatTheClusterHadAndMore() async throws {
        try await makeJournal()

        let versions = try await history("-o", "name", "--all-versions")
        let newest = try await history("-o", "name")
        let last = try await history("-o", "jsonl", "--limit", "1")
        let warnings = try await history("-o", "name", "--types", "Warning")
        let filtered = try await history("-o", "name", "type:Warning")
        let none = try await history("--until", "2001-01-01")

        #expect(versions.status == 0)
        #expect(versions.lines.count == 400)
        #expect(newest.lines.count == Set(newest.lines).count)
        #expect(Set(newest.lines) == Set(versions.lines))
        let name = try #require(newest.lines.last?.dropFirst("event/".count))
        #expect(last.lines.count == 1)
        #expect(last.lines[0].contains("\"name\":\"\(name)\""))
        #expect(!warnings.lines.isEmpty)
        #expect(warnings.lines == filtered.lines)
        #expect(none.lines.count == 1)
        #expect(none.lines[0].contains("no events found; the journal begins at 20"))
    }

    @Test func aMissingJournalIsNamedWithWhatToDo() async throws {
        let (status, lines) = try await history()

        #expect(status == 1)
        #expect(lines.first == "eventer: there is no journal in \(directory.path)/state")
        #expect(lines.last?.contains("--state") == true)
    }

    @Test func theJournalIsReadWhileAnotherProcessHoldsIt() async throws {
        let servers = try await DemoServers.start(DemoOptions(receivedFile: directory.path + "/received"))
        try Data(servers.kubeconfig.utf8).write(to: URL(filePath: directory.path + "/config"))
        let holder = try start([
            "forward", "--kubeconfig", directory.path + "/config", "--state", directory.path + "/state", "--sink",
            servers.sink, "--healthz-ip", "127.0.0.1", "--healthz-port", "0",
        ])
        // The list is in the journal before a watch opens.
        _ = await holder.nextLine { $0.contains("\"msg\":\"live\"") }

        let (status, lines) = try await history("-o", "name")

        #expect(status == 0)
        #expect(lines.count == 150)
        holder.send(SIGTERM)
        #expect(await holder.end().status == 0)
    }
}
