import Foundation
import Testing

/// `eventer demo --headless`, which does what `forward` does.
@Suite(.timeLimit(.minutes(5))) struct HeadlessDemoTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    private func summary(_ text: String) throws -> [String: Double] {
        let text = text.drop { $0 != "{" }
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Double])
    }

    @Test func rulesWatchThePlay() async throws {
        let (status, text) = try await place.makeJournal()
        let listed = try await place.run(["alerts", "list", "--all", "-o", "json", "--state", place.state])

        let found = try #require(try summary(text)["alerts"])
        let incidents = try JSONSerialization.jsonObject(with: Data(listed.text.utf8)) as? [[String: Any]]
        #expect(status == 0)
        #expect(found > 0)
        #expect(incidents?.count == Int(found))
    }

    @Test func rulesMayBeOthersOrNone() async throws {
        let rules = place.path + "/rules.yaml"
        try "built-in: none\nrules: [{name: all, filter: '', group-by: []}]"
            .write(toFile: rules, atomically: true, encoding: .utf8)

        let (_, own) = try await place.makeJournal("--rules", rules)
        let (_, none) = try await Workplace().makeJournal("--no-alerts")
        let (status, wrong) = try await Workplace().makeJournal("--rules", place.path + "/nowhere.yaml")

        #expect(try summary(own)["alerts"] == 1)
        #expect(try summary(none)["alerts"] == 0)
        #expect(status == 2)
        #expect(wrong.contains("there is no such file"))
    }
}
