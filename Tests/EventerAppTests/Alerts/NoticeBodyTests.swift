import Alerts
import Basics
import Events
import Foundation
import TestSupport
import Testing

@testable import EventerApp

@Suite struct NoticeBodyTests {
    private func text(_ body: NoticeBody) -> String { String(decoding: body.bytes, as: UTF8.self) }

    @Test func theJSONBodyIsTheOneOfTheReadme() throws {
        let body = NoticeBody.json([.sample("node-down-1", .resolved)])

        let expected = """
            {"alerts":[{"began":"2027-01-15T08:00:00Z","cause":"3 in 6m, at least 1","cluster":"prod","count":3,\
            "filter":"reason:NodeNotReady name:node-3","fired":"2027-01-15T08:01:00Z","id":"node-down-1",\
            "labels":{"name":"node-3"},"late":false,"message":"Node node-3 status is now: NodeNotReady","node":"node-3",\
            "object":{"kind":"Node","name":"node-3","namespace":""},"reason":"NodeNotReady","reminder":false,\
            "resolved":"2027-01-15T08:15:00Z","rule":"node-down","severity":"high","status":"resolved",\
            "summary":"resolved high node-down: Node node-3: NodeNotReady (3 in 6m, at least 1)","title":"Node down"}],\
            "cluster":"prod","version":"1"}
            """
        #expect(text(body) == expected)
        #expect(body.type == "application/json")
    }

    @Test func noticesComeBackFromTheJournalAsTheyWere() throws {
        let notices = [AlertNotice.sample(), .sample("2", .resolved) { $0.isLate = true }, .sample("3", .reminded)]

        let back = try JSONDecoder().decode([AlertNotice].self, from: JSONEncoder().encode(notices))

        #expect(back == notices)
        #expect(back.map(\.late) == [false, true, false])
        #expect(back.map(\.reminder) == [false, false, true])
    }

    @Test func hostileTextIsPlainAndCut() throws {
        let hostile = "a\u{1B}]0;x\u{07}\u{202E}\n\"" + String(repeating: "é", count: 5000)
        let notice = AlertNotice.sample {
            $0.message = hostile
            $0.reason = hostile
            $0.object.name = hostile
            $0.group = (0...50).map { .init(field: "f\($0)", value: hostile) }
        }

        let json = text(.json([notice]))

        #expect(json.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" })
        #expect(json.utf8.count < 20_000)
        #expect((try? JSONSerialization.jsonObject(with: Data(json.utf8))) != nil)
        #expect(notice.labels.count == 16)
        #expect(notice.message.count == 1024)
    }

    @Test func dingTalkGetsMarkdown() throws {
        let notice = AlertNotice.sample { $0.message = "see [x](http://evil) @all `a` <b>" }

        let body = text(.dingtalk([notice, .sample("2", .resolved)]))
        let object = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        let markdown = try #require(object?["markdown"] as? [String: String])

        #expect(object?["msgtype"] as? String == "markdown")
        #expect(markdown["title"] == "eventer: 2 alerts")
        #expect(
            markdown["text"] == """
                #### eventer · prod

                - **firing** high **node-down** · Node down\("  ")
                  Node node-3 · NodeNotReady\("  ")
                  3 in 6m, at least 1\("  ")
                  see (x)(http://evil) ＠all 'a' ‹b›\("  ")
                  2027-01-15T08:01:00Z · node-down-1
                - **resolved** high **node-down** · Node down\("  ")
                  Node node-3 · NodeNotReady\("  ")
                  3 in 6m, at least 1\("  ")
                  Node node-3 status is now: NodeNotReady\("  ")
                  2027-01-15T08:15:00Z · 2

                """
        )
    }

    @Test func dingTalkTakesNoMoreThanTwentyThousandBytes() {
        let notices = (1...50).map { number in
            AlertNotice.sample("\(number)") { $0.message = String(repeating: "节", count: 1024) }
        }

        let body = text(.dingtalk(notices))

        #expect(body.utf8.count < 20_000)
        #expect(body.contains("and 46 more"))
    }

    @Test func textOfOnesOwnIsFilled() throws {
        let plain = try NoticeTemplate("{{severity}}: {{ object }} \"{{message}}\" {{resolved}}{{count}}")
        let json = try NoticeTemplate("{\"text\": \"{{message}}\"}")
        #expect(try NoticeTemplate("[{{count}}, \"{{message}}\"]").isJSON)
        #expect(try !NoticeTemplate("[{{status}}] {{rule}}").isJSON)
        let notice = AlertNotice.sample { $0.message = "a \"b\" \\" }

        #expect(
            text(.text([notice, .sample()], plain)).split(separator: "\n").first == #"high: Node node-3 "a "b" \" 3"#
        )
        #expect(text(.text([notice], json)) == #"{"text": "a \"b\" \\"}"#)
        #expect(NoticeBody.text([notice], plain).type == "text/plain; charset=utf-8")
        #expect(NoticeBody.text([notice], json).type == "application/json")
        #expect(throws: PreferenceFaults.self) { try NoticeTemplate("{{rule") }
        #expect(throws: PreferenceFaults.self) { try NoticeTemplate("") }
        #expect(throws: PreferenceFaults.self) { try NoticeTemplate("{\"text\": \"{{message}}\"") }
    }
}
