import TestSupport
import Testing

@testable import Events

@Suite struct RareFieldsTests {
    @Test func givesALineForEach() {
        let text = RareFields.text(in: FilterSamples.backOff.json)

        #expect(
            text == """
                label.app=web
                label.app.kubernetes.io/name=shop
                ann.note=a b
                action=Restarting
                rel=Node/node-7

                """
        )
    }

    @Test(arguments: [
        "", "{}", #"{"metadata":{"name":"x"},"message":"a \"action\":\"b\" \"labels\":{\"x\":\"y\"}"}"#,
        #"{"metadata":{"managedFields":[{"fieldsV1":{"f:labels":{}}}]}}"#, #"{"metadata":{"labels":{}},"action":""}"#,
        #"{"involvedObject":{"labels":{"a":"b"}}}"#,
    ])
    func whatHasNoneGivesNone(_ json: String) {
        let text = RareFields.text(in: Array(json.utf8)).replacing("action=\n", with: "")

        #expect(text == "")
    }

    @Test func escapesAreReadAndNoValueForgesALine() {
        let json = #"{"metadata":{"labels":{"a=b\nlabel.x":"1\nlabel.y=2","u":"\u00e9\ud83d\ude00\\\"\/\ud83d"}}}"#

        let text = RareFields.text(in: Array(json.utf8))

        #expect(text == "label.a b label.x=1 label.y=2\nlabel.u=é😀\\\"/\u{FFFD}\n")
    }

    @Test func hugeValuesAreCut() {
        let value = String(repeating: "x", count: 3000)
        let labels = (0..<100).map { #""k\#($0)":"\#(value)""# }.joined(separator: ",")

        let text = RareFields.text(in: Array(#"{"metadata":{"annotations":{\#(labels)}}}"#.utf8))

        #expect(text.utf8.count < 18 * 1024)
        #expect(text.hasPrefix("ann.k0=xxx"))
    }

    @Test func damagedJSONNeverTraps() {
        var random = SeededGenerator(seed: 3)
        let whole = FilterSamples.backOff.json
        for _ in 0..<20_000 {
            var json = Array(whole.prefix(Int.random(in: 0...whole.count, using: &random)))
            for _ in 0..<Int.random(in: 0..<4, using: &random) where !json.isEmpty {
                json[Int.random(in: json.indices, using: &random)] =
                    "\"\\{}[],:x".utf8.randomElement(using: &random) ?? 0
            }

            #expect(RareFields.text(in: json).utf8.count <= 2 * whole.count)
        }
    }
}
