import Demo
import Foundation
import TestSupport
import Testing

/// `eventer history` over a journal that the demo has left.
@Suite(.timeLimit(.minutes(5))) struct HistoryTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    private func history(_ arguments: String...) async throws -> (status: Int32, lines: [Substring]) {
        let (status, text) = try await place.run(["history", "--state", place.state] + arguments)
        return (status, text.split(separator: "\n"))
    }

    @Test func historyHasWhatTheClusterHadAndMore() async throws {
        #expect(try await place.makeJournal().status == 0)

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
        #expect(lines.first == "eventer: there is no journal in \(place.state)")
        #expect(lines.last?.contains("--state") == true)
    }

    @Test func theJournalIsReadWhileAnotherProcessHoldsIt() async throws {
        let servers = try await place.startServers()
        let holder = try place.start([
            "forward", "--kubeconfig", place.kubeconfig, "--state", place.state, "--sink",
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
