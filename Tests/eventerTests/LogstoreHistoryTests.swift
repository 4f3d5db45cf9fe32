import Basics
import Demo
import Foundation
import TestSupport
import Testing

/// `eventer history --from sls` at the receiver of the demo.
@Suite(.timeLimit(.minutes(5))) struct LogstoreHistoryTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    private func run(_ arguments: [String], sink: String?) async throws -> (status: Int32, lines: [Substring]) {
        let (status, text) = try await place.run(arguments, environment: sink.map { ["EVENTER_SINK": $0] } ?? [:])
        return (status, text.split(separator: "\n"))
    }

    /// Servers whose receiver got the 150 events that the list begins with.
    private func withRecords(_ body: (DemoServers) async throws -> Void) async throws {
        let servers = try await place.startServers()
        let forward = [
            "forward", "--kubeconfig", place.kubeconfig, "--state", place.state,
            "--healthz-ip", "127.0.0.1", "--healthz-port", "0",
        ]
        let program = try place.start(forward, environment: ["EVENTER_SINK": servers.sink])
        await place.wait(for: 150, at: servers)
        program.send(SIGTERM)
        #expect(await program.end().status == 0)
        try await body(servers)
        await servers.stop()
    }

    @Test func theLogstoreIsReadBack() async throws {
        try await withRecords { servers in
            let all = try await run(["history", "--from", "sls", "-o", "name"], sink: servers.sink)
            let journal = try await run(["history", "--state", place.state, "-o", "name"], sink: nil)
            let warnings = try await run(
                ["history", "--from", "sls", "level: Warning", "-o", "name"],
                sink: servers.sink
            )
            let filtered = try await run(
                ["history", "--from", "sls", "-f", "type:Warning", "-o", "name"],
                sink: servers.sink
            )
            let last = try await run(["history", "--from", "sls", "--limit", "7", "-o", "name"], sink: servers.sink)

            let names = all.lines.filter { $0.hasPrefix("event/") }
            #expect(all.status == 0)
            #expect(names.count == 150)
            #expect(Set(names) == Set(journal.lines))
            #expect(!warnings.lines.isEmpty)
            #expect(warnings.lines.sorted() == filtered.lines.sorted())
            #expect(last.lines.filter { $0.hasPrefix("event/") } == names.suffix(7))
            #expect(last.lines.contains("eventer: the newest 7 events, of 150 records that match; --limit gives more"))
        }
    }

    @Test func whatIsWrongIsSaidWithWhatToDo() async throws {
        try await withRecords { servers in
            let nothing = try await run(["history", "--from", "sls", "xyzzy", "--since", "7d"], sink: servers.sink)
            let syntax = try await run(["history", "--from", "sls", "level:"], sink: servers.sink)
            let analysis = try await run(["history", "--from", "sls", "* | select 1"], sink: servers.sink)
            let times = try await run(
                ["history", "--from", "sls", "--since", "1h", "--until", "2h"],
                sink: servers.sink
            )
            await servers.inject(.noReadRight)
            let denied = try await run(["history", "--from", "sls"], sink: servers.sink)
            let sinkless = try await run(["history", "--from", "sls"], sink: nil)

            #expect(nothing.status == 0)
            #expect(nothing.lines.first?.hasSuffix("where the logstore has 150 records") == true)
            #expect(syntax.status == 2)
            #expect(syntax.lines.first?.contains("400 ParameterInvalid: syntax error") == true)
            #expect(analysis.status == 2)
            #expect(analysis.lines.first?.contains("what is behind | makes no events") == true)
            #expect(times.status == 2)
            #expect(denied.status == 3)
            #expect(denied.lines.last?.contains("log:GetLogStoreLogs") == true)
            #expect(sinkless.status == 2)
            #expect(sinkless.lines.last?.contains("EVENTER_SINK") == true)
        }
    }
}
