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
    private func written(_ format: EventFormat, ends: Bool, _ events: [KubeEvent]) throws -> [UInt8] {
        let pipe = Pipe()
        var style = EventDocument.Style()
        style.hasEnd = ends
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        var writer = EventWriter(format: format, style: style, descriptor: descriptor)
        let outcomes = [writer.write(events, at: Timestamp(seconds: 1_704_164_700)), writer.finish()]
        #expect(outcomes == [.written, .written])
        try pipe.fileHandleForWriting.close()
        return [UInt8](try pipe.fileHandleForReading.readToEnd() ?? Data())
    }

    @Test func lineHasTimeTypeCountNamespaceReasonAndObject() throws {
        let text = String(decoding: try written(.lines, ends: false, [Self.event]), as: UTF8.self)

        #expect(text.hasPrefix("2024-01-02T03:04:05Z  Warning  x214  shop          Pulled                Pod/web-"))
        #expect(text.count { $0 == "\n" } == 1)
    }

    @Test func closedReaderIsNoticed() throws {
        Signals.ignoreFailedWrites()
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        var writer = EventWriter(format: .lines, descriptor: pipe.fileHandleForWriting.fileDescriptor)

        let outcome = writer.write([Self.event], at: Timestamp(seconds: 0))

        #expect(outcome == .readerGone)
    }

    @Test func fullDiskIsAFailure() throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        var writer = EventWriter(format: .lines, descriptor: full.fileDescriptor)

        let outcome = writer.write([Self.event], at: Timestamp(seconds: 0))

        #expect(outcome == .failed("cannot write: No space left on device"))
    }
}
