import Basics
import Kubernetes
import TestSupport
import Testing

struct FrameReaderTests {
    private func frames(_ chunks: [[UInt8]], limit: Int = EventDecoder.frameLimit) -> (frames: [String], rest: [UInt8])
    {
        var reader = FrameReader(limit: limit)
        var found: [String] = []
        for chunk in chunks {
            reader.feed(chunk) { frame, bytes in
                let text = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
                found.append(frame == .document ? text : "\(frame)")
            }
        }
        return (found, reader.finish())
    }

    private func frames(_ text: String) -> [String] {
        frames([Array(text.utf8)]).frames
    }

    @Test func aLineIsAFrame() {
        #expect(frames("{\"type\":1}\n{\"type\":2}\r\n") == ["{\"type\":1}", "{\"type\":2}"])
    }

    @Test func blankLinesAreNothing() {
        #expect(frames("\n\r\n  \n{\"type\":1}\n\n") == ["{\"type\":1}"])
    }

    @Test func prettyPrintedDocumentsAreFramesWithoutWhiteSpace() {
        let text = "{\n \"type\": \"ADDED\",\n \"object\": {\"a\": \"}{\\\" \"}\n}\n{\"b\":[\n]}\n"

        #expect(frames(text) == [#"{"type":"ADDED","object":{"a":"}{\" "}}"#, #"{"b":[]}"#])
    }

    @Test func twoDocumentsOnALineAreTwoFrames() {
        #expect(frames("{\"a\":1}{\"a\":2} 3\n") == [#"{"a":1}"#, #"{"a":2}"#, "3"])
    }

    @Test func twoWatchFramesOnALineAreTwoFrames() {
        let text = #"{"type":"ADDED","object":{"a":"}{\"type\":"}}{"type":"MODIFIED"}"#

        #expect(frames(text + "\n") == [#"{"type":"ADDED","object":{"a":"}{\"type\":"}}"#, #"{"type":"MODIFIED"}"#])
    }

    @Test func aWholeValueIsHandedOnBeforeItsNewline() {
        let one = #"{"type":"ADDED","object":{"a":"}\\\"}"}}"#
        let two = #"{"type":"MODIFIED"}"#
        var reader = FrameReader()
        var found: [String] = []
        func feed(_ text: String) -> [String] {
            found = []
            reader.feed(Array(text.utf8)) { frame, bytes in
                found.append(bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
            }
            return found
        }

        #expect(feed(one) == [one])
        #expect(feed("\r\n" + one.prefix(30)) == [])
        #expect(feed(one.dropFirst(30) + two + two.prefix(5)) == [one, two])
        #expect(feed(two.dropFirst(5) + " ") == [two])
        #expect(feed("\n" + two + "\n") == [two])
    }

    @Test func aValueInsideADocumentIsNotTakenForALine() {
        let chunks = ["{\"a\":[\n", #"{"type":1}"#, ",\n", "2]}\n"]

        #expect(frames(chunks.map { Array($0.utf8) }).frames == [#"{"a":[{"type":1},2]}"#])
    }

    @Test func aStreamWithoutNewlinesIsReadOnPastAnOversizeValue() {
        let huge = #"{"type":""# + String(repeating: "x", count: 5000) + #""}"#
        let chunks = stride(from: 0, to: huge.utf8.count, by: 700).map { Array(huge.utf8.dropFirst($0).prefix(700)) }

        let found = frames(chunks + [Array(#"{"type":1}{"type":2}"#.utf8)], limit: 1000)

        #expect(found.frames == ["oversize", #"{"type":1}"#, #"{"type":2}"#])
        #expect(found.rest.isEmpty)
    }

    @Test(arguments: [#"{"type":""#, #"{ "a":""#, "<", "{\"a\":[\n{\"type\":\""])
    func ofALineWithoutEndTheHeadIsHeld(start: String) {
        var reader = FrameReader(limit: 256 << 10)
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 17)
        var frames = 0
        reader.feed(Array(start.utf8)) { _, _ in frames += 1 }
        for _ in 0..<8 { reader.feed(piece) { _, _ in frames += 1 } }

        #expect(frames == 0)
        #expect((64 << 10...65 << 10).contains(reader.finish().count))
    }

    @Test func wordsDoNotGrowTogether() {
        #expect(frames("{\"a\":[1\n 2, tr\nue , 3 ,\"a\" 4 ]}\n") == [#"{"a":[1 2,tr ue,3,"a"4]}"#])
    }

    @Test func aLongStringPastTheLimitDoesNotTrap() {
        let text =
            "{\"a\":\"" + String(repeating: "x", count: 70 << 10) + "\",\"b\":\""
            + String(repeating: "y", count: 200 << 10)

        #expect(frames([Array((text + "\"}\n{\"c\":1}\n").utf8)], limit: 128 << 10).frames.last == #"{"c":1}"#)
    }

    @Test func aBrokenLineDoesNotSwallowTheNext() {
        let whole = #"{"type":"ADDED","object":{}}"#

        #expect(frames("{\"type\":\"ADD\n\(whole)\n").last == whole)
        #expect(frames("{\"type\":\"ADDED\",\"object\":{\n\(whole)\n").last == whole)
        #expect(frames("<html \"a\n\(whole)\n").last == whole)
        #expect(frames("}}]\n\(whole)\n").last == whole)
    }

    @Test func aCutLastFrameIsReportedApart() {
        let (found, rest) = frames([Array("{\"type\":1}\n{\"type\":".utf8), Array("2".utf8)])

        #expect(found == ["{\"type\":1}"])
        #expect(rest == Array("{\"type\":2".utf8))
    }

    @Test(arguments: ["{\"type\":\"", "{ \"a\" : \""])
    func anOversizeFrameIsDrainedAndTheNextArrives(start: String) {
        let chunks =
            [Array(start.utf8)] + Array(repeating: Array(repeating: UInt8(ascii: "x"), count: 50_000), count: 10)

        let (found, rest) = frames(chunks + [Array("\"}\n{\"type\":1}\n".utf8)], limit: 100_000)

        #expect(found == ["oversize", "{\"type\":1}"])
        #expect(rest.isEmpty)
    }

    @Test func framesDoNotDependOnTheChunks() throws {
        let bytes = Array(
            try Golden.all(in: try fixture("kube-eventer-goldens.jsonl")).map { $0.watch + "\n" }.joined().utf8
        )
        let whole = frames([bytes]).frames
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20 {
            var chunks: [[UInt8]] = []
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + Int.random(in: 1...4000, using: &generator))
                chunks.append(Array(bytes[start..<end]))
                start = end
            }
            #expect(frames(chunks).frames == whole)
        }
        #expect(whole.count == 18)
    }
}

struct JSONSplitterTests {
    private func split(_ text: String) -> [String] {
        var splitter = JSONSplitter()
        var found: [String] = []
        splitter.feed(Array(text.utf8).span) { frame, bytes in
            found.append("\(frame) " + bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
        }
        return found
    }

    static let documents: [(String, [String])] = [
        (
            #"{"kind":"List","items":[{"a":[1,{}]}, {"b":2}],"x":1}"#,
            [
                #"item {"a":[1,{}]}"#, #"item {"b":2}"#, #"document {"kind":"List","items":[],"x":1}"#,
            ]
        ),
        (#"{"items":[]}{"items":[ ]}"#, [#"document {"items":[]}"#, #"document {"items":[]}"#]),
        (#"{"items":[1,"a,]",null]}"#, ["item 1", #"item "a,]""#, "item null", #"document {"items":[]}"#]),
        (
            #"{"a":{"items":[1]},"items":2,"b":"items","c":[3]}"#,
            [
                #"document {"a":{"items":[1]},"items":2,"b":"items","c":[3]}"#
            ]
        ),
        (#"[{"items":[1]}]"#, [#"document [{"items":[1]}]"#]),
        ("{\"a\n{\"b\":1}", [#"document {"a"#, #"document {"b":1}"#]),
        (#"{"items": null}"#, [#"document {"items":null}"#]),
        (#"{"items":[1 , 2 3]}"#, ["item 1", "item 2 3", #"document {"items":[]}"#]),
        (
            #"{"items":[{"a":1}}]{"items":[2]}"#,
            ["item {\"a\":1}}]", #"document {"items":["#, "item 2", #"document {"items":[]}"#]
        ),
    ]

    @Test(arguments: documents) func itemsComeOneByOneThenTheirList(text: String, frames: [String]) {
        #expect(split(text) == frames)
    }

    @Test func anOversizeDocumentThatBreaksOffIsOversize() {
        var splitter = JSONSplitter(limit: 100)
        var found: [JSONSplitter.Frame] = []
        splitter.feed(Array(#"{"a":"\#(String(repeating: "x", count: 200))"#.utf8).span) { frame, _ in
            found.append(frame)
        }

        splitter.abandon { frame, _ in found.append(frame) }

        #expect(found == [.oversize])
    }
}
