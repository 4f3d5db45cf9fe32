import Basics
import EventerApp
import Events
import Foundation
import TestSupport
import Testing

@Suite struct EventWriterTests {
    private static let event = KubeEvent.sample(1_704_164_645) {
        $0.type = "Warning"
        $0.count = 214
        $0.message = "bad\u{1B}[31m \u{9B}2J \u{202E}name\nnext"
        $0.json = Array("{\"message\":\"bad\\u001b[31m \u{9B}2J \u{202E}name\"}".utf8)
    }

    /// What the writer put into a pipe.
    private func written(_ format: OutputFormat, ends: Bool, _ events: [KubeEvent]) throws -> [UInt8] {
        let pipe = Pipe()
        var writer = EventWriter(format: format, descriptor: pipe.fileHandleForWriting.fileDescriptor, ends: ends)
        let outcomes = [writer.write(events), writer.finish()]
        #expect(outcomes == [.written, .written])
        try pipe.fileHandleForWriting.close()
        return [UInt8](try pipe.fileHandleForReading.readToEnd() ?? Data())
    }

    @Test func lineHasTimeTypeCountNamespaceReasonAndObject() throws {
        let text = String(decoding: try written(.lines, ends: false, [Self.event]), as: UTF8.self)

        #expect(text.hasPrefix("2024-01-02T03:04:05Z  Warning  x214  shop          Pulled                Pod/web-"))
        #expect(text.count { $0 == "\n" } == 1)
    }

    @Test(arguments: OutputFormat.allCases)
    func noControlCharacterGetsThrough(_ format: OutputFormat) throws {
        let bytes = try written(format, ends: true, [Self.event])

        let text = String(decoding: bytes, as: UTF8.self)
        for scalar in text.unicodeScalars where scalar != "\n" {
            #expect(
                ![.control, .format].contains(scalar.properties.generalCategory),
                "U+\(String(scalar.value, radix: 16))"
            )
        }
    }

    @Test func jsonLinesAreTheObjectsWithTheirKind() throws {
        let line = try written(.jsonl, ends: false, [Self.event])

        let object = try #require(JSONSerialization.jsonObject(with: Data(line)) as? [String: String])
        #expect(object == ["kind": "Event", "apiVersion": "v1", "message": "bad\u{1B}[31m \u{9B}2J \u{202E}name"])
    }

    @Test(arguments: [0, 1, 3])
    func jsonThatEndsIsOneList(_ count: Int) throws {
        let bytes = try written(.json, ends: true, Array(repeating: Self.event, count: count))

        let list = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(list["kind"] as? String == "List")
        #expect((list["items"] as? [Any])?.count == count)
    }

    @Test func closedReaderIsNoticed() throws {
        Signals.ignoreFailedWrites()
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        var writer = EventWriter(format: .lines, descriptor: pipe.fileHandleForWriting.fileDescriptor, ends: false)

        let outcome = writer.write([Self.event])

        #expect(outcome == .readerGone)
    }

    @Test func fullDiskIsAFailure() throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        var writer = EventWriter(format: .lines, descriptor: full.fileDescriptor, ends: false)

        let outcome = writer.write([Self.event])

        #expect(outcome == .failed("cannot write: No space left on device"))
    }
}
