import Basics
import Events
import Foundation
import Kubernetes
import TestSupport
import Testing

/// Broken lists, statuses, kubeconfigs and texts; fewer than lines, because each costs more or says less.
struct InputMutationTests {
    private static let received = Timestamp(seconds: 1_800_000_000)

    /// Lists of a few events, their metadata before, behind and between.
    private static func lists() throws -> [[UInt8]] {
        let objects = try Golden.all(in: try fixture("kube-eventer-goldens.jsonl")).prefix(4).map {
            $0.watch.drop { $0 != "," }.dropFirst(#","object":"#.utf8.count).dropLast()
        }
        let metadata = #""metadata":{"resourceVersion":"77","continue":"abc","remainingItemCount":3}"#
        let kind = #""kind":"EventList","apiVersion":"v1""#
        let items = "\"items\":[\(objects.joined(separator: ","))]"
        return [
            "{\(kind),\(metadata),\(items)}", "{\(items),\(kind),\(metadata)}", "{\(kind),\(items),\n \(metadata)}\n",
        ]
        .map { Array($0.utf8) }
    }

    @Test func brokenListsAreCutAlikeHoweverTheyCome() throws {
        var mutator = Mutator(try Self.lists(), seed: 11)
        for _ in 0..<Mutator.fewer / 5 {
            let list = mutator.next()
            var chunks: [[UInt8]] = []
            var start = 0
            while start < list.count {
                let end = min(list.count, start + mutator.number(in: 1...3000))
                chunks.append(Array(list[start..<end]))
                start = end
            }
            let whole = Self.split([list])

            #expect(Self.split(chunks) == whole)
            let oracle = try? JSONSerialization.jsonObject(with: Data(list)) as? [String: Any]
            if let items = oracle?["items"] as? [Any], Self.count(of: #""items""#, in: list) == 1 {
                #expect(whole.frames.filter { $0.frame == .item }.count == items.count)
            }
        }
    }

    private struct Piece: Equatable {
        var frame: JSONSplitter.Frame
        var bytes: [UInt8]
    }

    private struct Split: Equatable {
        var frames: [Piece] = []
        var rest: [UInt8] = []
    }

    private static func split(_ chunks: [[UInt8]]) -> Split {
        var splitter = JSONSplitter()
        var result = Split()
        for chunk in chunks {
            splitter.feed(chunk.span) { frame, bytes in
                result.frames.append(Piece(frame: frame, bytes: bytes.withUnsafeBufferPointer(Array.init)))
            }
        }
        result.rest = splitter.finish()
        return result
    }

    private static func count(of text: String, in bytes: [UInt8]) -> Int {
        String(decoding: bytes, as: UTF8.self).components(separatedBy: text).count - 1
    }

    /// Also what an exec plugin prints is read by path.
    @Test func brokenStatusesReadAsFoundationReadsThem() throws {
        let samples = [
            #"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"m","reason":"Expired","code":410}"#,
            #"{"kind":"Status","message":"Too large resource version: 9, current: 8","reason":"Timeout","details":{"causes":[{"reason":"ResourceVersionTooLarge","message":"Too large"}],"retryAfterSeconds":1},"code":504}"#,
            #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t","expirationTimestamp":"2026-11-22T00:00:00Z"}}"#,
        ]
        var mutator = Mutator(samples.map { Array($0.utf8) }, seed: 12)
        let decoder = EventDecoder(limit: 64 << 10)
        for _ in 0..<Mutator.fewer {
            let bytes = mutator.next()
            // Foundation leaves a byte order mark out of texts and keys.
            if String(decoding: bytes, as: UTF8.self).unicodeScalars.contains("\u{FEFF}") { continue }
            guard case .bothAccept = Verdict(of: bytes, by: decoder),
                let oracle = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
                    as? [String: Any]
            else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            let status = decoder.decodeStatus(bytes)
            let nested = oracle["status"] as? [String: Any]

            #expect((status != nil) == (oracle["kind"] as? String == "Status"), "\(text)")
            #expect(status == nil || status?.message == oracle["message"] as? String ?? "", "\(text)")
            #expect(status?.causes.count ?? 0 <= 16)
            #expect(decoder.text(at: "status", "token", in: bytes) == nested?["token"] as? String, "\(text)")
        }
    }

    @Test func brokenKubeconfigsAreReadOrExplained() throws {
        let folder = TemporaryFolder()
        var mutator = Mutator([Array(KubeconfigTests.plain.utf8)], seed: 13)
        var refused = 0
        let count = Mutator.fewer / 5
        for _ in 0..<count {
            let path = try folder.write(String(decoding: mutator.next(), as: UTF8.self), to: "config")
            do throws(KubernetesError) {
                _ = try ClusterConfiguration.resolve(.init(explicitPath: path), ClusterOverrides())
            } catch {
                refused += 1
                #expect(!error.message.isEmpty)
            }
        }
        #expect((count / 10..<count).contains(refused))
    }

    /// Two readers of times, written apart, agree.
    @Test func brokenTimesAreReadAlikeInSwiftAndInC() throws {
        let samples = [
            "2026-11-22T21:07:28Z", "2026-02-29T00:00:00Z", "2024-02-29T23:59:60.123456789+14:30",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999-23:59", "0000-01-01t00:00:00z", "2026-11-22 21:07:28.5Z",
        ]
        var mutator = Mutator(samples.map { Array($0.utf8) }, seed: 14)
        let decoder = EventDecoder()
        var read = 0
        for _ in 0..<Mutator.fewer {
            let text = String(decoding: mutator.next(), as: UTF8.self)
            let quoted = try JSONEncoder().encode(text)
            let line =
                #"{"kind":"Event","metadata":{"resourceVersion":"9","creationTimestamp":"#.utf8 + quoted + "}}".utf8
            guard case .event(let event) = decoder.decode(Array(line).span, received: Self.received) else {
                Issue.record("\(text)")
                continue
            }
            let time = Timestamp(rfc3339: text).flatMap { Self.isWritable($0) ? $0 : nil }
            if time != nil { read += 1 }
            #expect(event.firstSeen == time ?? Self.received, "\(text)")
        }
        #expect(read > 0)
    }

    /// Within the years 0 to 9999, and not the one that Go takes for none.
    private static func isWritable(_ time: Timestamp) -> Bool {
        time.microseconds != -62_135_596_800_000_000
            && (-62_167_219_200_000_000..<253_402_300_800_000_000).contains(time.microseconds)
    }

    @Test func brokenVersionsAreThemselvesOrNothing() {
        var mutator = Mutator(
            ["1", "874", "9223372036854775807", "18446744073709551615"].map { Array($0.utf8) },
            seed: 15
        )
        for _ in 0..<Mutator.fewer {
            let text = String(decoding: mutator.next(), as: UTF8.self)
            let isVersion = Int64(text).map { $0 > 0 && String($0) == text } ?? false
            #expect(ResourceVersion(parsing: text)?.description == (isVersion ? text : nil), "\(text)")
        }
    }

    @Test func brokenRetryAfterIsADayAtMost() {
        let samples = ["0", "1", "120", "99999999999999999999", "Wed, 21 Oct 2026 07:28:00 GMT"]
        var mutator = Mutator(samples.map { Array($0.utf8) }, seed: 16)
        for _ in 0..<Mutator.fewer {
            let text = String(decoding: mutator.next(), as: UTF8.self)
            let pause = RetryAfter.parse(text, date: Timestamp(httpDate: "Wed, 21 Oct 2026 07:27:00 GMT"))
            #expect(pause.map { (.zero ... .seconds(86400)).contains($0) } ?? true, "\(text)")
            if text.wholeMatch(of: #/[0-9]+/#) != nil { #expect(pause != nil, "\(text)") }
        }
    }
}
