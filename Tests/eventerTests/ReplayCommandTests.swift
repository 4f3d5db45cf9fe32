import Foundation
import TestSupport
import Testing

/// `eventer replay` and what else reads recordings, with clocks that are not this machine's.
@Suite(.timeLimit(.minutes(5))) struct ReplayCommandTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    /// Writes a recording of events, each seen once.
    private func record(_ events: [(name: String, created: String, seen: String)]) throws -> String {
        let lines = events.enumerated().map { number, event in
            """
            {"kind":"Event","apiVersion":"v1","metadata":{"name":"\(event.name)","namespace":"shop","uid":"u\(number)",\
            "resourceVersion":"\(number + 1)","creationTimestamp":"\(event.created)"},"involvedObject":{"kind":"Pod",\
            "namespace":"shop","name":"\(event.name)"},"reason":"BackOff","message":"Back-off restarting","type":"Warning",\
            "count":1,"firstTimestamp":"\(event.seen)","lastTimestamp":"\(event.seen)","source":{"host":"n1"}}
            """
        }
        let path = place.path + "/recording.jsonl"
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
        return path
    }

    private func names(_ path: String, _ filter: String) async throws -> [String] {
        let (status, text) = try await place.run(["replay", path, filter, "-o", "name"])
        #expect(status == 0)
        return text.split(separator: "\n").map { String($0.dropFirst("event/".count)) }
    }

    private static func two(_ year: Int) -> [(name: String, created: String, seen: String)] {
        [
            ("old", "\(year)-11-22T13:00:00Z", "\(year)-11-22T13:00:00Z"),
            ("new", "\(year)-11-22T14:00:00Z", "\(year)-11-22T14:00:00Z"),
        ]
    }

    /// A machine with a clock of its own: long ago, or one that will not be for long.
    @Test(arguments: [2019, 2190]) func whatIsNewIsOfItsEnd(year: Int) async throws {
        let path = try record(Self.two(year))

        #expect(try await names(path, "last:10m") == ["new"])
        #expect(try await names(path, "last>30m") == ["old"])
    }

    @Test func oneClockThatIsWrongMovesNothing() async throws {
        let odd = (name: "odd", created: "2019-11-22T13:30:00Z", seen: "2190-01-01T00:00:00Z")
        let path = try record(Self.two(2019) + [odd])

        #expect(try await names(path, "last:10m name:new") == ["new"])
        let rules = try await place.run(["rules", "test", "--replay", path])
        #expect(rules.text.contains("2019-11-22T14:00:00Z") && !rules.text.contains("2190"))
    }

    /// Its events are of the past by the API server's clock, and of the last minutes by its own.
    @Test func aNodeWhoseClockIsAheadIsNoNews() async throws {
        let ahead = (name: "ahead", created: "2019-11-22T12:00:00Z", seen: "2019-11-22T13:30:00Z")

        #expect(try await names(try record(Self.two(2019) + [ahead]), "last:10m") == ["new"])
    }

    @Test func anOverviewOfARecordingSpeaksOfNothingElse() async throws {
        #expect(try await place.makeJournal().status == 0)
        let path = try record(Self.two(2190))

        let (_, text) = try await place.run(["overview", "--state", place.state, "--replay", path, "--window", "24h"])
        let young = try await place.run(["overview", "--replay", path, "--window", "24h", "last:10m", "-o", "json"])

        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("recorded: 2190-11-22 "))
        #expect(words.contains("where the recording begins"))
        #expect(!words.contains("journal") && !words.contains("yesterday"))
        #expect(young.text.contains(#""warning" : 1"#))
    }

    @Test func aRecordedLifeEndsWithTheRecording() async throws {
        let path = try record(Self.two(2190))

        let (_, text) = try await place.run(["lifecycle", "pod/old", "--replay", path, "--time", "utc"])

        #expect(text.contains(", for 1h until the recording ends"))
    }
}
