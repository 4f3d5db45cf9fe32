import Demo
import Foundation
import LogService
import SwiftProtobuf
import Testing
import Zlib

@Suite struct LogGroupTests {
    @Test(arguments: 0..<64)
    func randomGroupsAreWrittenAsSwiftProtobufWritesThem(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let group = LogGroup.random(using: &random)

        let bytes = group.protobuf()

        #expect(try bytes == [UInt8](group.generated.serializedData()))
        #expect(bytes.count == group.protobufSize)
    }

    @Test(arguments: [0, 1, 126, 127, 128, 129, 16_383, 16_384, 16_385, 2_097_151, 2_097_152])
    func lengthsAroundEachVarintSizeAreRight(length: Int) throws {
        let value = [UInt8](repeating: 0x61, count: length)
        let group = LogGroup(logs: [Log(time: 1, fields: [LogField("eventId", bytes: value)])])

        #expect(try group.protobuf() == [UInt8](group.generated.serializedData()))
    }

    @Test func emptyTopicAndSourceArePresent() throws {
        let decoded = try Sls_LogGroup(serializedBytes: LogGroup(logs: []).protobuf())

        #expect(decoded.hasTopic)
        #expect(decoded.hasSource)
    }

    @Test func theSDKsGroupComesOutByteForByte() throws {
        let encoding = try JSONDecoder().decode(Encoding.self, from: fixture("encoding-loggroup"))

        #expect(encoding.decoded.group.protobuf() == bytes(hex: encoding.raw_hex))
    }

    @Test func theSDKsDeflatedGroupInflatesToOurs() throws {
        let encoding = try JSONDecoder().decode(Encoding.self, from: fixture("encoding-loggroup"))

        let inflated = try inflate(bytes(hex: encoding.deflate.hex), limit: 1 << 20)

        #expect(inflated == encoding.decoded.group.protobuf())
    }
}

@Suite struct EncodedLogGroupTests {
    private let group = LogGroup(logs: [Log(time: 7, fields: [LogField("level", String(repeating: "é", count: 999))])])

    @Test func deflateInflatesToTheGroup() throws {
        let encoded = EncodedLogGroup(group)

        #expect(encoded.compression == .deflate)
        #expect(encoded.body.count < encoded.rawSize)
        #expect(encoded.logCount == 1)
        #expect(try inflate(encoded.body, limit: encoded.rawSize) == group.protobuf())
    }

    @Test(arguments: LogCompression.allCases)
    func anEncoderKeepsNothingOfTheGroupBefore(compression: LogCompression) async {
        let encoder = LogGroupEncoder(compression: compression)
        var random = SplitMix(seed: 1)
        for _ in 0..<20 {
            let group = LogGroup.random(using: &random)

            #expect(await encoder.encode(group) == EncodedLogGroup(group, compression: compression))
        }
    }

    @Test func anEncoderTakesAGroupWhoseMemoryItDoesNotKeep() async {
        let encoder = LogGroupEncoder(compression: .deflate)
        let large = LogGroup(logs: [Log(time: 7, fields: [LogField("a", String(repeating: "b", count: 3 << 20))])])

        #expect(await encoder.encode(large) == EncodedLogGroup(large))
        #expect(await encoder.encode(group) == EncodedLogGroup(group))
    }

    @Test func noneIsTheGroupItself() {
        let encoded = EncodedLogGroup(group, compression: .none)

        #expect(encoded.body == group.protobuf())
        #expect(encoded.rawSize == encoded.body.count)
    }
}

/// `encoding-loggroup.json`: one group as the official SDK encoded it.
private struct Encoding: Decodable {
    struct Packed: Decodable { var hex: String }

    struct Group: Decodable {
        struct Entry: Decodable {
            var Time: UInt32
            var Time_ns: UInt32?
            var Contents: [[String]]
        }

        var Topic: String
        var Source: String
        var LogTags: [[String]]
        var Logs: [Entry]

        var group: LogGroup {
            let logs = Logs.map { entry in
                let fields = entry.Contents.map { LogField($0[0], $0[1]) }
                return Log(time: entry.Time, nanoseconds: entry.Time_ns, fields: fields)
            }
            return LogGroup(topic: Topic, source: Source, tags: LogTags.map { LogTag($0[0], $0[1]) }, logs: logs)
        }
    }

    var raw_hex: String
    var deflate: Packed
    var decoded: Group
}

/// A small generator of numbers that repeats with its seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension LogGroup {
    fileprivate static func random(using random: inout SplitMix) -> LogGroup {
        LogGroup(
            topic: text(using: &random),
            source: text(using: &random),
            tags: (0..<Int.random(in: 0...3, using: &random)).map { _ in
                LogTag(text(using: &random), text(using: &random))
            },
            logs: (0..<Int.random(in: 0...40, using: &random)).map { _ in
                Log(
                    time: .random(in: 0...(.max), using: &random),
                    nanoseconds: Bool.random(using: &random) ? .random(in: 0...999_999_999, using: &random) : nil,
                    fields: (0..<Int.random(in: 0...9, using: &random)).map { _ in field(using: &random) }
                )
            }
        )
    }

    private static func field(using random: inout SplitMix) -> LogField {
        let key = text(using: &random)
        let value = text(using: &random)
        return Bool.random(using: &random) ? LogField(key, value) : LogField(key, bytes: Array(value.utf8))
    }

    private static func text(using random: inout SplitMix) -> String {
        let alphabet: [Character] = ["a", "Z", "0", "\"", "\n", "\u{0}", "é", "中", "😀", "\u{2028}"]
        let length = [0, 1, 5, 20, 130, 3000][Int.random(in: 0...5, using: &random)]
        return String((0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
    }

    fileprivate var generated: Sls_LogGroup {
        var result = Sls_LogGroup()
        result.topic = topic
        result.source = source
        result.logTags = tags.map { tag in
            var result = Sls_LogTag()
            result.key = tag.key
            result.value = tag.value
            return result
        }
        result.logs = logs.map(\.generated)
        return result
    }
}

extension Log {
    fileprivate var generated: Sls_Log {
        var result = Sls_Log()
        result.time = time
        if let nanoseconds { result.timeNs = nanoseconds }
        result.contents = fields.map { field in
            var content = Sls_Log.Content()
            content.key = field.key
            switch field.value {
            case .text(let text): content.value = text
            case .bytes(let bytes): content.value = String(decoding: bytes, as: UTF8.self)
            }
            return content
        }
        return result
    }
}
