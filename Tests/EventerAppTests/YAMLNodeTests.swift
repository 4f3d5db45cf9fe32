import Events
import TestSupport
import Testing
import Yams

@testable import EventerApp

@Suite struct YAMLNodeTests {
    private static let texts =
        [
            "", " ", "a", "true", "No", "y", "null", "~", "1", "1.5", "0x1F", "1e3", ".inf", "2001-01-01", "12:30:45",
            "a: b", "a #b",
            "- a", "-", "?", "*a", "&a", "!a", "%a", "@a", "`a", "'", "\"", "\\", "{}", "[]", "a,b", "a:b", "a:",
            "sls:https://h?a=b&c=d",
            "=", "<<", "a\tb", "a\nb", " a", "a ", "\u{85}", "\u{2028}", "a\u{FEFF}", "é", "😀", "\u{0}", "\u{7F}",
            "---", "...", "a\r\nb",
        ] + HostileText.samples

    @Test(arguments: texts) func anyTextComesBackAsItWas(_ text: String) throws {
        let node: YAMLNode = ["key": .text(text), "list": [.text(text), [["k": .text(text)]]]]

        let read = try #require(try Yams.load(yaml: node.yaml) as? [String: Any])

        #expect(read["key"] as? String == text)
        #expect((read["list"] as? [Any])?.first as? String == text)
    }

    @Test func blocksAreWrittenAsPeopleWriteThem() {
        let node: YAMLNode = [
            "a": 1, "b": true, "c": ["x", ["y", "z"], ["k": "v", "l": [:]]], "d": [], "e": ["f": ["g": "on"]],
        ]

        #expect(
            node.yaml == """
                a: 1
                b: true
                c:
                  - x
                  - - "y"
                    - z
                  - k: v
                    l: {}
                d: []
                e:
                  f:
                    g: "on"

                """
        )
    }

    @Test(arguments: ["a\n", "a: 1\n  b: \"2\"\n", "a\n\nb \n", "é: 😀\n", "#x\n- |\n"])
    func linesAreWrittenAsABlock(_ text: String) throws {
        let node: YAMLNode = ["data": ["f": .block(text), "g": "x"], "list": [.block(text), "y"]]

        let yaml = node.yaml

        #expect(yaml.contains("  f: |\n    "))
        let read = try #require(try Yams.load(yaml: yaml) as? [String: Any])
        #expect((read["data"] as? [String: String]) == ["f": text, "g": "x"])
        #expect((read["list"] as? [String]) == [text, "y"])
    }

    @Test(
        arguments: texts + [
            "a", " a\n", "\n", "\na\n", "a\n\n", "a\n\n\n", "a\tb\n", "\ta\n", "a\u{85}\n", "a\r\n", "a\u{202E}\n",
        ]
    )
    func whatIsNoBlockComesBackToo(_ text: String) throws {
        let node: YAMLNode = ["key": .block(text), "next": "x"]

        let read = try #require(try Yams.load(yaml: node.yaml) as? [String: String])

        #expect(read == ["key": text, "next": "x"])
    }
}
