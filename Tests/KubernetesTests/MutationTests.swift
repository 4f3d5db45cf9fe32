import Basics
import Events
import Foundation
import Kubernetes
import TestSupport
import Testing

/// Broken watch lines through framing and decoding, the same for every run: 5,000, or as many as `EVENTER_MUTATIONS` says.
struct MutationTests {
    private static let count = ProcessInfo.processInfo.environment["EVENTER_MUTATIONS"].flatMap { Int($0) } ?? 5000
    private static let shards = 4

    /// Lines of all kinds: from the recordings where they are, else the committed ones.
    private static func samples() throws -> [[UInt8]] {
        guard Recordings.areHere else {
            return try Golden.all(in: try fixture("kube-eventer-goldens.jsonl")).map { Array($0.watch.utf8) }
        }
        let files = try ["watch", "errors"].flatMap { folder in
            try Recordings.files(in: folder).map { "\(folder)/\($0)" }
        }
        return try files.filter { $0.hasSuffix(".jsonl") || $0.hasSuffix(".json") }.flatMap { file in
            let lines = try Recordings.bytes(file).split(separator: UInt8(ascii: "\n")).map(Array.init)
            return lines.indices.filter { $0.isMultiple(of: max(1, lines.count / 60)) }.map { lines[$0] }
        }
    }

    @Test func brokenLinesAreFramedAndJudgedAsTheyShould() async throws {
        let samples = try Self.samples()
        let verdicts = try await withThrowingTaskGroup { group in
            for shard in 0..<Self.shards {
                group.addTask { try await Self.run(shard, of: samples) }
            }
            return try await group.reduce(into: [Verdict: Int]()) { $0.merge($1) { $0 + $1 } }
        }

        #expect(verdicts.values.reduce(0, +) == Self.count / Self.shards * Self.shards)
        #expect(verdicts[.unexplained] == nil)
        print("mutations: \(verdicts.map { "\($0.value) \($0.key)" }.sorted().joined(separator: ", "))")
    }

    private static func run(_ shard: Int, of samples: [[UInt8]]) async throws -> [Verdict: Int] {
        var mutator = Mutator(samples, seed: UInt64(shard))
        var verdicts: [Verdict: Int] = [:]
        var left = Self.count / Self.shards
        let decoder = EventDecoder(keepsManagedFields: true)
        while left > 0 {
            let lines = (0..<min(left, 50)).map { _ in mutator.next() }
            for line in lines {
                let verdict = Verdict(of: line, by: decoder)
                verdicts[verdict, default: 0] += 1
                if verdict == .unexplained { Issue.record("\(String(decoding: line, as: UTF8.self))") }
                expectBoundedFields(line, decoder)
            }
            expectSameFrames(lines, &mutator, decoder)
            left -= lines.count
            await Task.yield()
        }
        return verdicts
    }

    /// No field is larger than its line allows, and what is written is JSON.
    private static func expectBoundedFields(_ line: [UInt8], _ decoder: EventDecoder) {
        guard let event = decoder.decodeWatchLine(line.span, received: Timestamp(seconds: 1)).event else { return }
        let object = event.object
        let fields = [
            event.namespace, event.name, event.type, event.reason, event.message, event.component, event.host,
            object.kind,
            object.namespace, object.name, object.uid, object.fieldPath,
        ]
        let size = fields.reduce(0) { $0 + $1.utf8.count }
        // One byte may become the three of U+FFFD, or the six of an escape.
        if size > 3 * line.count || event.json.count > 6 * line.count + 512 {
            Issue.record(
                "\(size) bytes of fields, \(event.json.count) of JSON: \(String(decoding: line, as: UTF8.self))"
            )
        }
        if (try? JSONSerialization.jsonObject(with: Data(event.json))) == nil {
            Issue.record("no JSON: \(String(decoding: event.json, as: UTF8.self))")
        }
    }

    /// However the bytes are cut, none is lost and none invented, and every frame that is valid JSON comes as it is.
    ///
    /// Only where something follows a whole value in its line may the cut matter: at the end of a chunk that is not known.
    private static func expectSameFrames(_ lines: [[UInt8]], _ mutator: inout Mutator, _ decoder: EventDecoder) {
        let bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
        let whole = frames([bytes])
        var chunks: [[UInt8]] = []
        var start = 0
        let size = mutator.number(in: 1...4000)
        while start < bytes.count {
            let end = min(bytes.count, start + mutator.number(in: 1...size))
            chunks.append(Array(bytes[start..<end]))
            start = end
        }
        let cut = frames(chunks)
        guard cut != whole else { return }
        if cut.joined().filter({ !isSpace($0) }) != whole.joined().filter({ !isSpace($0) }) {
            Issue.record("the cut changes the bytes of \(String(decoding: bytes, as: UTF8.self))")
        }
        var place = cut.startIndex
        for frame in whole where decoder.decode(frame.span, received: Timestamp(seconds: 1)).isJSON {
            guard let found = cut[place...].firstIndex(of: frame) else {
                Issue.record("the cut loses \(String(decoding: frame, as: UTF8.self))")
                return
            }
            place = found + 1
        }
    }

    private static func frames(_ chunks: [[UInt8]]) -> [[UInt8]] {
        var reader = FrameReader()
        var frames: [[UInt8]] = []
        for chunk in chunks {
            reader.feed(chunk) { _, bytes in frames.append(bytes.withUnsafeBufferPointer(Array.init)) }
        }
        return frames + [reader.finish()]
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }
}

extension KubernetesDocument {
    fileprivate var isJSON: Bool {
        if case .malformed = self { false } else { true }
    }
}
