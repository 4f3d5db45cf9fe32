import Foundation
import TestSupport
import Testing

/// `eventer lifecycle` over a journal that the demo has left, and over a recording.
@Suite(.timeLimit(.minutes(5))) struct LifecycleCommandTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    private func run(_ arguments: [String]) async throws -> (status: Int32, lines: [Substring]) {
        let (status, text) = try await place.run(arguments)
        return (status, text.split(separator: "\n"))
    }

    @Test func theJournalTellsTheLifeOfAPod() async throws {
        let state = ["--state", place.state]
        #expect(try await place.makeJournal().status == 0)
        let started = try await run(["history", "reason:Started", "--limit", "1", "-o", "csv"] + state)
        let pod = try #require(started.lines.last?.firstMatch(of: #/,Pod,([a-z0-9.-]+),/#)?.1)

        let told = try await run(["lifecycle", "pod/\(pod)"] + state)
        let json = try await run(["lifecycle", "pod/\(pod)", "-o", "json"] + state)
        let none = try await run(["lifecycle", "pod/\(pod)x"] + state)

        #expect(told.status == 0)
        #expect(told.lines.first?.hasPrefix("Pod ") == true)
        #expect(told.lines.contains { $0.contains(" running ") })
        let object = try JSONSerialization.jsonObject(with: Data(json.lines.joined(separator: "\n").utf8))
        let phases = try #require((object as? [String: Any])?["phases"] as? [[String: Any]])
        #expect(phases.contains { $0["step"] as? String == "running" })
        #expect(none.status == 1)
        #expect(none.lines.last?.contains("did you mean Pod/\(pod)?") == true)
    }

    @Test func aRecordingIsReadToo() async throws {
        let line =
            #"{"type":"ADDED","object":{"kind":"Event","apiVersion":"v1","metadata":{"name":"web-1.1","namespace":"shop","uid":"e1","resourceVersion":"5","creationTimestamp":"2026-11-22T06:00:00Z"},"involvedObject":{"kind":"Pod","namespace":"shop","name":"web-1","uid":"u"},"reason":"FailedScheduling","message":"no node","type":"Warning","count":3,"firstTimestamp":"2026-11-22T06:00:00Z","lastTimestamp":"2026-11-22T06:05:00Z"}}"#
        let file = place.path + "/events.jsonl"
        try Data((line + "\n").utf8).write(to: URL(filePath: file))

        let told = try await run(["lifecycle", "po/web-1", "--replay", file])

        #expect(told.status == 0)
        #expect(told.lines.contains { $0.contains("waiting for a node") && $0.contains("no node") })
    }

    @Test func aMissingJournalAndAnOddNameAreSaid() async throws {
        let missing = try await run(["lifecycle", "pod/web-1", "--state", place.path + "/none"])
        let odd = try await run(["lifecycle", "web-1", "--state", place.path + "/none"])

        #expect(missing.status == 1)
        #expect(missing.lines.first?.contains("there is no journal in") == true)
        #expect(odd.status == 2)
        #expect(odd.lines.first?.contains("\"web-1\" is no KIND/NAME") == true)
    }
}
