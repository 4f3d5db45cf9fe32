import Basics
import Events
import Foundation
import Kubernetes
import TestSupport
import Testing

struct EventDecoderTests {
    private let received = Timestamp(seconds: 1_800_000_000)

    private func line(_ text: String) -> WatchFrame {
        EventDecoder().decodeWatchLine(Array(text.utf8).span, received: received)
    }

    @Test func fieldsOfCommittedEventsEqualFoundations() throws {
        let lines = try Golden.all(in: try fixture("kube-eventer-goldens.jsonl")).map { Array($0.watch.utf8) }
        try expectFieldsEqual(lines)
    }

    @Test(
        .enabled(if: Recordings.areHere),
        arguments: [
            "watch/core-v1.bookmarks.jsonl", "watch/core-v1.shop.sendInitialEvents.jsonl",
            "watch/core-v1.ttl-expiry.excerpt.jsonl",
            "watch/core-v1.watchcache-on.bookmarks.jsonl", "watch/core-v1.shop.rv-unset.jsonl",
        ]
    )
    func fieldsOfRecordedEventsEqualFoundations(file: String) throws {
        let lines = try Recordings.bytes(file).split(separator: UInt8(ascii: "\n")).map(Array.init)
        try expectFieldsEqual(lines)
    }

    private func expectFieldsEqual(_ lines: [[UInt8]]) throws {
        #expect(!lines.isEmpty)
        let decoder = EventDecoder()
        for line in lines {
            let oracle = try JSONDecoder().decode(OracleLine.self, from: Data(line))
            let frame = decoder.decodeWatchLine(line.span, received: received)
            #expect(frame.event?.withoutJSON == oracle.event(received: received))
            if oracle.type == "DELETED", case .deleted(let version) = frame {
                #expect(version.description == oracle.object.metadata.resourceVersion)
            }
            #expect((frame.event == nil) == (oracle.type != "ADDED" && oracle.type != "MODIFIED"))
        }
    }

    @Test func validityEqualsFoundationsOnDamagedLines() throws {
        let golden = try #require(try Golden.all(in: try fixture("kube-eventer-goldens.jsonl")).first)
        let decoder = EventDecoder()
        for damaged in Damage.variants(of: Array(golden.watch.utf8)) {
            let isValid = (try? JSONSerialization.jsonObject(with: Data(damaged))) != nil
            let document = decoder.decode(damaged.span, received: received)
            var isRefused = false
            if case .malformed(let reason) = document { isRefused = reason.hasPrefix("no JSON") }
            #expect(isRefused != isValid, "\(document) \(String(decoding: damaged, as: UTF8.self))")
        }
    }

    @Test func depthBombsAndHugeLinesAreMalformed() {
        let nested = { #"{"a":"# + String(repeating: "[", count: $0) + "1" + String(repeating: "]", count: $0) + "}" }

        #expect(line(nested(63)) == .malformed(reason: "a JSON document that is no watch line"))
        #expect(line(nested(64)) == .malformed(reason: "nested deeper than 64"))
        #expect(line(nested(100_000)) == .malformed(reason: "nested deeper than 64"))
        #expect(line(String(repeating: " ", count: (16 << 20) + 1)) == .malformed(reason: "larger than the limit"))
    }

    @Test func aMillionKeysAreReadAndTheNextLineToo() {
        let keys = (0..<1_000_000).map { "\"k\($0)\":0" }.joined(separator: ",")
        let decoder = EventDecoder()
        let event = #""kind":"Event","metadata":{"resourceVersion":"9"}"#

        let first = decoder.decodeWatchLine(
            Array(#"{"type":"ADDED","object":{\#(keys),\#(event)}}"#.utf8).span,
            received: received
        )
        let second = decoder.decodeWatchLine(
            Array(#"{"type":"ADDED","object":{\#(event)}}"#.utf8).span,
            received: received
        )

        #expect(first.event?.key.resourceVersion == .nine)
        #expect(first == second)
    }

    /// Wherever a line too large was cut, its version is the true one or unknown.
    @Test func theStartOfALineTellsItsVersion() throws {
        let decoder = EventDecoder()
        for golden in try Golden.all(in: try fixture("kube-eventer-goldens.jsonl")).prefix(3) {
            let line = Array(golden.watch.utf8)
            let version = try #require(
                decoder.decodeWatchLine(line.span, received: received).event?.key.resourceVersion
            )
            let shown = try #require(golden.watch.range(of: #""resourceVersion":"\#(version)","#))
            let first = golden.watch.utf8.distance(from: golden.watch.startIndex, to: shown.upperBound)
            for count in line.indices {
                let found = decoder.version(ofCutLine: line.span.extracting(first: count))
                #expect(found == (count >= first ? version : nil), "\(count)")
            }
        }
    }

    @Test(arguments: [
        #"{"type":"NEW","object":{"metadata":{"resourceVersion":"9","a":1"#, "", "<html", #"{"type":"ADDED""#,
        #"{"type":"ERROR","object":{"kind":"Status","metadata":{"resourceVersion":"9","a":1"#, "}],[",
    ])
    func theStartOfALineThatMustNotCountTellsNone(head: String) {
        #expect(EventDecoder().version(ofCutLine: Array(head.utf8).span) == nil)
    }

    @Test func invalidUTF8IsReplacedOncePerByteAndCounted() throws {
        let decoder = EventDecoder()
        var bytes = Array(
            #"{"type":"ADDED","object":{"kind":"Event","metadata":{"resourceVersion":"7"},"message":"a"#.utf8
        )
        bytes += [0xFF, 0xE2, 0x82] + Array(#"\ud800 \ud83d\ude00"}}"#.utf8)

        let event = try #require(decoder.decodeWatchLine(bytes.span, received: received).event)

        #expect(event.message == "a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD} 😀")
        #expect(decoder.scrubbed == 1)
    }

    @Test func nulStaysAnEscapeInTheJSON() throws {
        let event = line(
            #"{"type":"ADDED","object":{"kind":"Event","metadata":{"resourceVersion":"7"},"message":"\u0000"}}"#
        ).event

        #expect(try #require(event).message == "\0")
        #expect(String(decoding: try #require(event).json, as: UTF8.self).contains(#""message":"\u0000""#))
    }

    static let frames: [(String, WatchFrame)] = [
        (#"{"type":"DELETED","object":{"kind":"Event","metadata":{"resourceVersion":"9"}}}"#, .deleted(.nine)),
        (
            #"{"type":"BOOKMARK","object":{"kind":"Event","metadata":{"resourceVersion":"9"}}}"#,
            .bookmark(.nine, endsInitialEvents: false)
        ),
        (
            #"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9","annotations":{"k8s.io/initial-events-end":"true"}}}}"#,
            .bookmark(.nine, endsInitialEvents: true)
        ),
        (#"{"type":"NEW","object":{"metadata":{"resourceVersion":"9"}}}"#, .unknown(type: "NEW")),
        (#"{"type":"ADDED","object":{"kind":"Table","rows":[]}}"#, .malformed(reason: "no event but of kind Table")),
        (
            #"{"type":"ADDED","object":{"kind":"Event","metadata":{"resourceVersion":"0"}}}"#,
            .malformed(reason: "an event without a usable resourceVersion")
        ),
        (
            #"{"type":"ADDED","object":{"kind":"Event","metadata":null}}"#,
            .malformed(reason: "no event but of kind Event")
        ),
        (
            #"{"type":"ADDED","object":{"kind":"Status","code":410,"reason":"Expired","message":"m"}}"#,
            .status(KubernetesStatus(code: 410, reason: "Expired", message: "m"))
        ),
        (
            #"{"type":"ERROR","object":{"kind":"Status","code":504,"details":{"causes":[{"reason":"r","message":"m"}],"retryAfterSeconds":1}}}"#,
            .status(
                KubernetesStatus(
                    code: 504,
                    reason: "",
                    message: "",
                    retryAfter: .seconds(1),
                    causes: [.init(reason: "r", message: "m")]
                )
            )
        ),
        (#"{"a":1}"#, .malformed(reason: "a JSON document that is no watch line")),
        (#"[1]"#, .malformed(reason: "a JSON document that is no watch line")),
    ]

    @Test(arguments: frames) func everyFrameHasItsCase(text: String, frame: WatchFrame) {
        #expect(line(text) == frame)
    }

    @Test(.enabled(if: Recordings.areHere)) func recordedStatusesAreRead() throws {
        let decoder = EventDecoder()
        let expired = try #require(decoder.decodeStatus(try Recordings.bytes("errors/410-list-continue-expired.json")))
        let future = try #require(decoder.decodeStatus(try Recordings.bytes("errors/504-list-future-rv.json")))

        #expect(expired.isExpired)
        #expect(future.isFromTheFuture)
        #expect(decoder.decodeStatus(try Recordings.bytes("errors/400-http-to-https.txt")) == nil)
    }
}
