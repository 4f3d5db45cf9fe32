import Events
import Testing

@Suite struct IndentedEventJSONTests {
    private func indented(_ text: String) -> String {
        String(decoding: indentedEventJSON(Array(text.utf8)), as: UTF8.self)
    }

    @Test(arguments: [
        ("", ""), ("{}", "{}"), ("[]", "[]"), ("7", "7"), (#""a""#, #""a""#),
        (#"{"a":{},"b":[],"c":null}"#, "{\n \"a\": {},\n \"b\": [],\n \"c\": null\n}"),
        (#"[1,[2,true]]"#, "[\n 1,\n [\n  2,\n  true\n ]\n]"),
        (#"{"a":"{,:}[]"}"#, "{\n \"a\": \"{,:}[]\"\n}"),
    ])
    func looksAsGoWritesIt(compact: String, text: String) {
        #expect(indented(compact) == text)
    }

    @Test(arguments: 0..<20)
    func stringsEndAtTheirQuoteWhereverItLies(length: Int) {
        let string = "\"" + String(repeating: "é", count: length) + #"\"\\\\\","# + "\""

        #expect(indented("[\(string),\(string)]") == "[\n \(string),\n \(string)\n]")
    }

    @Test func deepTextGetsAllItsSpaces() {
        let depth = 100
        let compact = String(repeating: "[", count: depth) + "0,1" + String(repeating: "]", count: depth)

        let opened = (0..<depth).map { String(repeating: " ", count: $0) + "[\n" }.joined()
        let inner = String(repeating: " ", count: depth)
        let closed = (0..<depth).reversed().map { "\n" + String(repeating: " ", count: $0) + "]" }.joined()
        #expect(indented(compact) == opened + inner + "0,\n" + inner + "1" + closed)
    }
}
