import Demo
import Foundation
import TestSupport
import Testing

/// `eventer overview` over journals, recordings and a cluster.
@Suite(.timeLimit(.minutes(5))) struct OverviewTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    private func overview(_ arguments: String...) async throws -> (status: Int32, text: String) {
        try await place.run(["overview", "--state", place.state] + arguments)
    }

    /// The document among what was printed, notes on stderr left out.
    private func document(_ text: String) throws -> [String: Any] {
        let text = text.drop { $0 != "{" }
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// A recording of a pod that crashes, its name as a terminal could obey it.
    private func record(_ name: String) throws -> String {
        let items = (1...3).map { number in
            """
            {"kind":"Event","apiVersion":"v1","metadata":{"name":"e\(number)","namespace":"shop","uid":"u\(number)",\
            "resourceVersion":"\(number)"},"involvedObject":{"kind":"Pod","namespace":"shop","name":"\(name)"},\
            "reason":"BackOff","message":"Back-off restarting failed container","type":"Warning","count":\(number * 4),\
            "firstTimestamp":"2026-11-22T13:00:00Z","lastTimestamp":"2026-11-22T14:0\(number):00Z",\
            "source":{"component":"kubelet","host":"n1"}}
            """
        }
        let path = place.path + "/recording.json"
        let list = "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[" + items.joined(separator: ",") + "]}"
        try Data(list.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test func journalIsSummedUp() async throws {
        #expect(try await place.makeJournal().status == 0)

        let (status, text) = try await overview("-o", "json", "--window", "24h")

        let document = try document(text)
        let counts = try #require(document["events"] as? [String: Int])
        #expect(status == 0)
        #expect(counts.values.reduce(0, +) == 400)
        #expect((document["problems"] as? [Any])?.isEmpty == false)
        #expect((document["reasons"] as? [Any])?.count == 10)
        #expect(document["journalSince"] is String)
        #expect(document["yesterday"] == nil)
    }

    @Test func textIsOfAHundredColumnsAndWithoutControlCharacters() async throws {
        let (status, text) = try await overview("--replay", try record("web\\u001b[2J\\u0007"), "--ascii")

        #expect(status == 0)
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || (0x20..<0x7F).contains($0.value) })
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(text.contains("crash loop"))
    }

    @Test func recordingEndsWithItsLastEventOrBefore() async throws {
        let path = try record("web-7d9f8c6b5d-x2k4q")

        let whole = try document(try await overview("--replay", path, "-o", "json").text)
        let part = try document(
            try await overview("--replay", path, "-o", "json", "--until", "2026-11-22T14:01:30Z").text
        )

        #expect(whole["to"] as? String == "2026-11-22T14:03:00Z")
        #expect((whole["events"] as? [String: Int])?["warning"] == 3)
        #expect(part["to"] as? String == "2026-11-22T14:01:30Z")
        #expect((part["events"] as? [String: Int])?["warning"] == 1)
        let problem = (whole["problems"] as? [[String: Any]])?.first
        #expect((problem?["text"] as? String)?.hasPrefix("shop/web-*: crash loop") == true)
    }

    /// The clock of who reads it says nothing of a recording.
    @Test(arguments: [
        ("90s", "2026-11-22T14:01:30Z"), ("14:02Z", "2026-11-22T14:02:00Z"), ("now", "2026-11-22T14:03:00Z"),
        ("15:00Z", "2026-11-21T15:00:00Z"),
    ])
    func timesOfARecordingAreOfItsEnd(until: String, end: String) async throws {
        let path = try record("web-7d9f8c6b5d-x2k4q")

        let document = try document(try await overview("--replay", path, "-o", "json", "--until", until).text)

        #expect(document["to"] as? String == end)
    }

    @Test func filterDoesNotMoveTheEndOfARecording() async throws {
        let (_, text) = try await overview("--replay", try record("web-1"), "-o", "json", "count<5")

        #expect(try document(text)["to"] as? String == "2026-11-22T14:03:00Z")
    }

    @Test func timeOutsideOfARecordingIsNamed() async throws {
        let path = try record("web-1")

        let (status, text) = try await overview("--replay", path, "--until", "2026-11-20T10:00:00Z")

        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(status == 0)
        #expect(
            words.contains(
                "the recording holds nothing between 2026-11-20T09:00:00Z and 2026-11-20T10:00:00Z: it covers"
            )
        )
        #expect(words.contains("it covers 2026-11-22T14:01:00Z to 2026-11-22T14:03:00Z"))
        #expect(!text.contains("nothing stands out"))
    }

    @Test func filterLimitsWhatIsCounted() async throws {
        let path = try record("web-7d9f8c6b5d-x2k4q")

        let (_, text) = try await overview("--replay", path, "-o", "json", "ns:other")

        #expect((try document(text)["events"] as? [String: Int])?["warning"] == 0)
    }

    /// What the README shows of the JSON is all that there is.
    @Test func fieldsAreThoseOfTheReadme() async throws {
        let (_, text) = try await overview("--replay", try record("web-7d9f8c6b5d-x2k4q"), "-o", "json")
        let readme = try String(
            contentsOfFile: #filePath.components(separatedBy: "/Tests/")[0] + "/README.md",
            encoding: .utf8
        )

        for key in try document(text).keys { #expect(readme.contains("`\(key)`"), "\(key)") }
    }

    @Test func clusterIsListedWhereThereIsNoJournal() async throws {
        let servers = try await place.startServers()

        let (status, text) = try await overview("--kubeconfig", place.kubeconfig, "--window", "6h")

        #expect(status == 0)
        #expect(text.contains("no journal yet: this is what the cluster still lists"))
        #expect(text.contains("WRONG"))
        await servers.stop()
    }

    private static let mistakes: [(arguments: [String], status: Int32)] = [
        (["--window", "2h"], 2), (["--replay", "x", "--live"], 2), (["--until", "1h", "--live"], 2),
        (["--until", "never"], 2), (["resaon:X"], 2), (["--replay", "/nowhere"], 1),
    ]

    @Test(arguments: mistakes)
    func whatIsWrongIsSaid(arguments: [String], status: Int32) async throws {
        let (found, text) = try await place.run(["overview", "--state", place.state] + arguments)

        #expect(found == status, "\(text)")
        #expect(!text.isEmpty)
    }
}
