import Foundation
import Testing

@testable import Demo

@Suite struct LogSearchTests {
    private static let event = #"""
        {"metadata":{"namespace":"shop","uid":"u-1"},"involvedObject":{"kind":"Pod","name":"web-0"},\#
        "reason":"BackOff","message":"Back-off restarting failed container: 2 of 3","count":7}
        """#

    private func log(_ changes: [String: String] = [:]) throws -> SearchedLog {
        var fields = [
            "__topic__": "demo", "__source__": "10.0.0.1", "__tag__:__pack_id__": "AB-0", "eventId": Self.event,
            "hostname": "node-1", "level": "Warning", "pod_name": "web-0", "空": "中文",
        ]
        fields.merge(changes) { $1 }
        let line = try JSONSerialization.data(withJSONObject: fields)
        return try #require(SearchedLog(Array(line)))
    }

    /// Of names that begin alike; by chance each pair is told apart every other time.
    @Test func ofTwoFieldsTheOneThatSaysMoreIsMeant() throws {
        let names = (0..<32).flatMap { ["f\($0)", "f\($0).x"] }
        let keys = names.map { "\"\($0)\":{\"type\":\"json\",\"index_all\":true}" }
        let index = try #require(SearchIndex(Array("{\"keys\":{\(keys.joined(separator: ","))}}".utf8)))

        for number in 0..<32 { #expect(try index.target(of: "f\(number).x.y").name == "f\(number).x") }
    }

    private var index: SearchIndex {
        get throws { try #require(SearchIndex(Array(IndexRules.ofEvents.utf8))) }
    }

    @Test(
        arguments: [
            ("", true), ("*", true), ("  * ", true), ("backoff", true), ("Back-off", true), ("back", false),
            ("restarting failed", true), ("restarting and failed", true), ("restarting and gone", false),
            ("gone or restarting", true), ("not gone", true), ("not restarting", false), ("shop not gone", true),
            ("\"failed restarting\"", true), ("#\"restarting failed\"", true), ("#\"failed restarting\"", false),
            ("eventId:#\"restarting failed\"", true), ("中文", true),
            ("level: Warning", true), ("level:warning", true), ("level: Normal", false), ("level: Warn*", true),
            ("level: W?rning", true), ("level: *", true), ("pod_id: *", false), ("not pod_id: *", true),
            ("hostname", true), ("hostname: node-1 and level: Warning", true), ("hostname: node-2", false),
            ("eventId.reason: BackOff", true), ("eventId.reason: \"BackOff\"", true), ("eventId.reason: Failed", false),
            ("eventId.involvedObject.name: web-0", true), ("eventId.involvedObject.name: web-*", true),
            ("eventId.message: \"failed container\"", true), ("eventId.nothing: x", false),
            ("\"eventId.reason\": BackOff", true), ("eventId.count > 5", true), ("eventId.count >= 7", true),
            ("eventId.count < 7", false), ("eventId.count <= 7 and eventId.count = 7", true),
            ("eventId.count: 7", true),
            ("__topic__: demo", true), ("__topic__: other", false), ("__tag__:__pack_id__: AB-0", true),
            ("level: Normal or (level: Warning and not eventId.reason: Failed)", true),
            ("level: Warning and (eventId.reason: Failed or eventId.reason: BackOff)", true),
            ("gone and shop or web-0", true), ("web-0 or shop and gone", true), ("\"and\"", false),
            ("AND_not_a_word", false), ("NOT gone AND shop", true),
        ] as [(String, Bool)]
    )
    func aSearchFinds(_ text: String, _ isFound: Bool) throws {
        var log = try log()

        #expect(try log.matches(LogSearch(text), index) == isFound)
    }

    @Test(
        arguments: [
            "(", ")", "a and", "and a", "or", "not", "a or or b", "level:", ":", "a)", "(a", "\"a", "*a", "?a",
            "level: (a or b)", "not #\"a b\"", "eventId.count > many", "> 3", "* | select count(1)",
        ]
    )
    func whatIsNoSearchIsRefused(_ text: String) {
        #expect(throws: SearchError.self) { try LogSearch(text) }
    }

    @Test func aSearchHasLimits() {
        let many = Array(repeating: "a", count: 31).joined(separator: " ")
        let deep = String(repeating: "(", count: 5000) + "a" + String(repeating: ")", count: 5000)

        #expect(throws: SearchError.self) { try LogSearch(many) }
        #expect(throws: SearchError.self) { try LogSearch(deep) }
        #expect(throws: Never.self) { try LogSearch(String(many.dropLast(2))) }
    }

    @Test func aFieldWithoutAnIndexIsRefusedInTheWordsOfLogService() throws {
        var log = try log()
        let search = try LogSearch("reason: BackOff")

        let error = #expect(throws: SearchError.self) { try log.matches(search, index) }

        #expect(error?.message.hasPrefix("key (reason) is not config as key value config") == true)
        #expect(throws: SearchError.self) { try search.check(index) }
    }

    @Test func aTextIsNotCompared() throws {
        var log = try log()

        #expect(throws: SearchError.self) { try log.matches(LogSearch("level > 3"), index) }
    }

    /// Without the full text index words alone find nothing; with case the index keeps it.
    @Test func theIndexSaysHowWordsAreFound() throws {
        var log = try log()
        let fields = #"{"keys":{"level":{"type":"text","token":[" "],"caseSensitive":true}}}"#
        let index = try #require(SearchIndex(Array(fields.utf8)))

        #expect(try !log.matches(LogSearch("web-0"), index))
        #expect(try log.matches(LogSearch("level: Warning"), index))
        #expect(try !log.matches(LogSearch("level: warning"), index))
        #expect(throws: SearchError.self) { try log.matches(LogSearch("eventId.reason: BackOff"), index) }
    }

    @Test func eventIdThatIsNoJSONHasNothingInside() throws {
        var log = try log(["eventId": "{broken"])

        #expect(try !log.matches(LogSearch("eventId.reason: BackOff"), index))
        #expect(try log.matches(LogSearch("broken"), index))
    }

    @Test func placesAreBounded() {
        var logs = SearchableLogs()
        let batch = (1...1000).map { (time: Int64(7), end: $0 * 10) }

        for round in 0..<80 { logs.append(batch, from: Int64(round) * 10_000) }

        let places = logs.places(from: 0, to: 10)
        #expect(places.count == SearchableLogs.limit)
        #expect(places.last?.offset == 799_990)
        #expect(places.first?.offset == 300_000)
        #expect(logs.places(from: 8, to: 9).isEmpty)
        #expect(logs.places(from: 7, to: 8).count == SearchableLogs.limit)
    }
}
