import Basics
import Events
import Foundation
import TestSupport
import Testing
import Yams

@testable import EventerApp

@Suite struct EventDocumentTests {
    private static let now = Timestamp(seconds: 10_000)

    private func text(
        _ format: EventFormat,
        _ events: [KubeEvent],
        _ change: (inout EventDocument.Style) -> Void = { _ in }
    ) -> String {
        var style = EventDocument.Style()
        change(&style)
        return String(decoding: EventDocument.bytes(of: events, as: format, style: style, at: Self.now), as: UTF8.self)
    }

    /// Not the whole of the longest: every other test would wait.
    private func hostileTexts(seed: UInt64) -> [String] {
        var generator = SeededGenerator(seed: seed)
        let random = (0..<40).map { _ in HostileText.random(length: 20, using: &generator) }
        return HostileText.samples.map { String($0.unicodeScalars.prefix(170)) } + random
    }

    /// An event whose texts and object all hold `text`.
    private func event(_ number: Int64 = 1, holding text: String) -> KubeEvent {
        KubeEvent.sample(number) {
            for place in [
                \KubeEvent.namespace, \.name, \.type, \.reason, \.message, \.component, \.host, \.cluster,
                \.object.kind,
                \.object.name, \.object.namespace, \.object.fieldPath,
            ] {
                $0[keyPath: place] = text
            }
            $0.json = Array("{\(quotedJSON(text)):[\(quotedJSON(text)),{\"x\":1.5}]}".utf8)
        }
    }

    // MARK: Tables

    @Test func aTableIsThatOfKubectl() {
        let events = [
            KubeEvent.sample(9_958) { $0.message = "  Started\n" },
            KubeEvent.sample(9_878) {
                $0.type = "Warning"
                $0.count = 5
                $0.firstSeen = Timestamp(seconds: 9_400)
                $0.object.kind = "Deployment"
            },
        ]

        #expect(
            text(.table, events) == """
                NAMESPACE   LAST SEEN            TYPE      REASON   OBJECT                MESSAGE
                shop        42s                  Normal    Pulled   Pod/web-9958          Started
                shop        2m2s (x5 over 10m)   Warning   Pulled   Deployment/web-9878   Container image already present on machine

                """
        )
    }

    @Test func theWideTableIsThatOfKubectlGet() {
        let event = KubeEvent.sample(9_958) {
            $0.object.fieldPath = "spec.containers{app}"
            $0.count = 3
            $0.firstSeen = Timestamp(seconds: 0)
        }

        #expect(
            text(.wide, [event]) { $0.showsNamespace = false }
                == """
                LAST SEEN   TYPE     REASON   OBJECT         SUBOBJECT              SOURCE            MESSAGE                                      FIRST SEEN   COUNT   NAME
                42s         Normal   Pulled   pod/web-9958   spec.containers{app}   kubelet, node-1   Container image already present on machine   166m         3       web-9958.17

                """
        )
    }

    @Test func columnsKeepTheirWidthsAndNamesComeOnce() {
        var style = EventDocument.Style()
        style.hasEnd = false
        var document = EventDocument(.table, style: style)
        let wide = KubeEvent.sample(1) { $0.reason = "AReasonThatIsLong" }

        _ = document.append([wide], at: Self.now)
        let second = String(decoding: document.append([.sample(2)], at: Self.now), as: UTF8.self)

        #expect(second.hasPrefix("shop        166m        Normal   Pulled              Pod/web-2   "))
        #expect(document.end().isEmpty)
    }

    @Test func headersCanBeLeftOutAndClustersShown() {
        let event = KubeEvent.sample(1) { $0.cluster = "prod" }

        #expect(text(.table, [event]) { $0.hasHeader = false }.hasPrefix("prod      shop        166m"))
        #expect(text(.csv, [event]) { $0.hasHeader = false }.hasPrefix("prod,shop,1970-01-01T00:00:01Z"))
        #expect(text(.table, [event]).hasPrefix("CLUSTER   NAMESPACE   LAST SEEN"))
    }

    @Test func wideCharactersTakeTwoCells() {
        let event = KubeEvent.sample(1) { $0.reason = "数据库" }

        #expect(text(.table, [event]) { $0.hasHeader = false }.contains("数据库   Pod/web-1"))
    }

    @Test func timesCanBeAbsolute() {
        let event = KubeEvent.sample(3_600) {
            $0.count = 2
            $0.firstSeen = Timestamp(seconds: 0)
        }
        func seen(_ style: TimeText.Style) -> String {
            text(.table, [event]) {
                $0.times = TimeText(style, zone: LocalZone(secondsEast: -12_600))
                $0.showsNamespace = false
                $0.hasHeader = false
            }
        }

        #expect(seen(.utc).hasPrefix("1970-01-01T01:00:00Z (x2 over 60m)   Normal"))
        #expect(seen(.local).hasPrefix("1969-12-31T21:30:00-03:30 (x2 over 60m)   Normal"))
    }

    @Test(
        arguments: [
            (0, "0s"), (119, "119s"), (120, "2m"), (121, "2m1s"), (599, "9m59s"), (600, "10m"), (10_799, "179m"),
            (10_800, "3h"), (10_860, "3h1m"), (28_799, "7h59m"), (28_800, "8h"), (172_799, "47h"), (172_800, "2d"),
            (176_400, "2d1h"), (691_199, "7d23h"), (691_200, "8d"), (63_071_999, "729d"), (63_072_000, "2y"),
            (63_158_400, "2y1d"), (252_288_000, "8y"), (-1, "0s"), (-2, "<invalid>"),
        ] as [(Int, String)]
    )
    func agesAreWordedAsByKubectl(_ seconds: Int, _ words: String) {
        #expect(age(.seconds(seconds)) == words)
    }

    @Test func aGapIsALineForPeopleOnly() {
        let gap = StreamGap(
            stream: .all,
            gap: Gap(reason: .expired, from: Timestamp(seconds: 0), to: Timestamp(seconds: 42))
        )
        var lines = EventDocument(.lines)
        var csv = EventDocument(.csv)

        #expect(
            String(decoding: lines.append(gap), as: UTF8.self)
                == "--- gap 1970-01-01T00:00:00Z to 1970-01-01T00:00:42Z (42s), all: history expired, events may be missing\n"
        )
        #expect(csv.append(gap).isEmpty)
    }

    // MARK: Formats for programs

    @Test func csvQuotesAndDisarms() {
        let event = KubeEvent.sample(1) {
            $0.message = "a \"b\", c"
            $0.reason = "=1+2"
            $0.host = "\tcmd"
            $0.component = "-x"
            $0.object.name = "\u{200B}@SUM"
        }

        let lines = text(.csv, [event]).components(separatedBy: "\r\n")

        #expect(
            lines == [
                "CLUSTER,NAMESPACE,FIRST,LAST,COUNT,TYPE,REASON,KIND,OBJECT,COMPONENT,HOST,MESSAGE,NAME,UID,VERSION",
                "," + "shop,1970-01-01T00:00:01Z,1970-01-01T00:00:01Z,1,Normal,'=1+2,Pod,'@SUM,'-x,' cmd,"
                    + "\"a \"\"b\"\", c\",web-1.17,uid-1,1",
                "",
            ]
        )
    }

    @Test func markdownEscapesWhatItWouldActOn() {
        let event = KubeEvent.sample(1) { $0.message = "a|b <img> [x](y) `z` *w* \\" }

        let lines = text(.markdown, [event]).split(separator: "\n")

        #expect(lines.count == 3)
        #expect(lines[2].hasPrefix("| shop | 1970-01-01T00:00:01Z | Normal | 1 | Pulled | Pod/web-1 | "))
        #expect(lines[2].hasSuffix(#"| a\|b \<img\> \[x\](y) \`z\` \*w\* \\ |"#))
    }

    @Test(arguments: [0, 1, 3]) func yamlIsOneListThatReadsBackAsTheJSON(_ count: Int) throws {
        let events = (0..<count).map { number in
            event(Int64(number + 1), holding: ["no", "a: b # c", "0x1F", "- x", "~", " lead", "über\nzwei"][number])
        }

        let yaml = try Yams.load(yaml: text(.yaml, events)) as? [String: Any]
        let json = try JSONSerialization.jsonObject(with: Data(text(.json, events).utf8)) as? [String: Any]

        let list = try #require(json)
        #expect((yaml as NSDictionary?) == (list as NSDictionary))
        #expect((list["items"] as? [Any])?.count == count)
    }

    @Test func textInYAMLReadsBackAsItWas() throws {
        var texts = hostileTexts(seed: 7)
        texts += [
            "y", "NO", "null", "1e3", "12:30:45", "0o7", "<<", "=", "a:", "a b", "a  b", "a #b", "!t", "&a", "*a", "",
        ]
        texts += [
            "key: value", "{a}", "[a]", "'q'", "\"q\"", "|", ">", "%d", "@x", "`x`", ".inf", "2026-01-01", "-", "?",
        ]
        for text in texts {
            let yaml = YAMLNode(json: Array("{\"a\":\(quotedJSON(text))}".utf8)).yaml

            let node = try Yams.compose(yaml: yaml)

            #expect(node?["a"]?.string == text, "\(yaml)")
            #expect(node?["a"]?.tag == Tag(.str), "\(yaml)")
        }
    }

    @Test func whatNestsTooDeeplyStaysJSON() throws {
        let json = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)

        #expect(YAMLNode(json: Array(json.utf8)).yaml == json + "\n")
        #expect(YAMLNode(json: Array(#"{"a":"\ud83d\ude00\ud83d\u0041"}"#.utf8)).yaml == "a: \"😀\u{FFFD}A\"\n")
    }

    @Test func anEventWithoutItsObjectIsWrittenFromWhatIsKnown() throws {
        let event = KubeEvent(EventRow(.sample(7) { $0.message = "\"quoted\"" }))

        let line = Data(text(.jsonl, [event]).utf8)
        let object = try #require(JSONSerialization.jsonObject(with: line) as? [String: Any])

        #expect(object["kind"] as? String == "Event")
        #expect(object["message"] as? String == "\"quoted\"")
        #expect((object["metadata"] as? [String: String])?["resourceVersion"] == "7")
        #expect((object["involvedObject"] as? [String: String])?["uid"] == "pod-7")
    }

    @Test func namesAreThoseOfKubectl() {
        #expect(text(.name, [.sample(1), .sample(2)]) == "event/web-1.17\nevent/web-2.17\n")
    }

    // MARK: Escapes

    @Test(arguments: EventFormat.allCases, [true, false])
    func noControlCharacterOfAnEventGetsThrough(_ format: EventFormat, _ hasEnd: Bool) throws {
        let events = hostileTexts(seed: 3).map { event(holding: $0) }
        var style = EventDocument.Style()
        style.showsCluster = true
        style.hasEnd = hasEnd

        var document = EventDocument(format, style: style)
        let bytes = document.append(events, at: Self.now) + document.end()

        let text = String(decoding: bytes, as: UTF8.self)
        // Its own line ends.
        let plain = format == .csv ? text.replacing("\r\n", with: "\n") : text
        let found = plain.unicodeScalars.first { scalar in
            scalar != "\n" && [.control, .format].contains(scalar.properties.generalCategory)
        }
        #expect(found == nil, "U+\(String(found?.value ?? 0, radix: 16))")
        if [.table, .wide, .lines, .csv, .markdown, .name, .jsonl].contains(format) {
            let heads = format == .markdown ? 2 : [.table, .wide, .csv].contains(format) ? 1 : 0
            #expect(plain.unicodeScalars.count { $0 == "\n" } == events.count + heads)
        }
    }
}
