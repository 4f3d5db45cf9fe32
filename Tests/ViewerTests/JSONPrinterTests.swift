import Testing

@testable import Viewer

@Suite struct JSONPrinterTests {
    @Test func membersGoOnLinesOfTheirOwn() {
        let lines = JSONPrinter.lines(Array(#"{"a":{"b":[1,{"c":"{,}\""}]},"e":{},"l":[],"n":null}"#.utf8))

        #expect(
            lines == [
                "{", #"  "a": {"#, #"    "b": ["#, "      1,", "      {", #"        "c": "{,}\"""#, "      }", "    ]",
                "  },",
                #"  "e": {},"#, #"  "l": [],"#, #"  "n": null"#, "}",
            ]
        )
    }

    @Test(arguments: ["", "}", "]]]{", "\"open", "\"\\", "{\"a\":", "[[[[[["])
    func brokenJSONIsShownAsFarAsItGoes(text: String) {
        let shown = JSONPrinter.lines(Array(text.utf8)).joined().filter { $0 != " " }

        #expect(shown == text)
    }

    @Test func hugeJSONIsCutWithAWord() {
        let lines = JSONPrinter.lines(Array("[1,2,3,4]".utf8), limit: 4)

        #expect(lines.last == "... 5 bytes more")
    }
}
