import Basics
import Foundation
import HTTP
import Testing
import Zlib

@testable import Demo

@Suite(.timeLimit(.minutes(5)))
struct LogReceiverTests {
    @Test func thereAreVectors() {
        #expect(SignedVector.all.count == 15)
    }

    @Test(arguments: SignedVector.all)
    func acceptsWhatTheOfficialSDKSigned(_ vector: SignedVector) async throws {
        let isQuery = vector.name.contains("query")
        let receiver = try await TestReceiver(identity: vector.identity, hasIndex: isQuery)

        let response = try await receiver.send(vector)

        #expect(response.head.status == 200, "\(String(decoding: response.body, as: UTF8.self))")
        #expect(response.head.value("x-log-requestid")?.count == 24)
        #expect(response.head.value("x-log-time") == "1704164645")
        await receiver.stop()
    }

    @Test(arguments: SignedVector.all)
    func refusesAChangedSignature(_ vector: SignedVector) async throws {
        let receiver = try await TestReceiver(identity: vector.identity)

        let response = try await receiver.send(vector) { headers in
            var signature = headers["Authorization"] ?? ""
            let place = signature.index(signature.endIndex, offsetBy: -6)
            signature.replaceSubrange(place...place, with: signature[place] == "a" ? "b" : "a")
            headers["Authorization"] = signature
        }

        #expect(response.head.status == 401)
        #expect(errorCode(response) == "SignatureNotMatch")
        #expect(try receiver.lines.isEmpty)
        await receiver.stop()
    }

    @Test func writesEachLogAsALine() async throws {
        let receiver = try await TestReceiver()
        let body = try logGroup { group in
            var tag = Sls_LogTag()
            tag.key = "__pack_id__"
            tag.value = "AB-0"
            group.logTags = [tag]
        }

        let response = try await receiver.put(body)

        #expect(response.head.status == 200)
        #expect(response.body.isEmpty)
        let text = try String(contentsOfFile: receiver.path, encoding: .utf8)
        #expect(
            text.hasPrefix(
                #"{"__time__":1704164645,"__topic__":"demo","__source__":"","__tag__:__pack_id__":"AB-0","eventId":"{\n "#
            )
        )
        #expect(text.hasSuffix(#","level":"中文 \n"}"# + "\n"))
        let mode = try FileManager.default.attributesOfItem(atPath: receiver.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        await receiver.stop()
    }

    @Test func countsWhatComesTwice() async throws {
        let receiver = try await TestReceiver()
        for event in [1, 2, 1] { _ = try await receiver.put(try logGroup(event: event)) }
        let noEvent = try logGroup { $0.logs[0].contents.removeFirst() }
        _ = try await receiver.put(noEvent)

        let counters = await receiver.receiver.counters

        #expect(counters.requests == 4)
        #expect(counters.logs == 4)
        #expect(counters.duplicates == 1)
        #expect(counters.unidentified == 1)
        #expect(await receiver.receiver.received.count == 2)
        await receiver.stop()
    }

    @Test func readsDeflatedBodies() async throws {
        let receiver = try await TestReceiver()
        let raw = try logGroup()

        let response = try await receiver.put(try deflate(raw), rawSize: raw.count, compression: "deflate")

        #expect(response.head.status == 200)
        #expect(try receiver.lines.count == 1)
        await receiver.stop()
    }

    @Test(arguments: Wrong.allCases)
    func refuses(_ wrong: Wrong) async throws {
        let receiver = try await TestReceiver()

        let response = try await wrong.send(to: receiver)

        #expect(response.head.status == wrong.expected.status)
        #expect(errorCode(response) == wrong.expected.code)
        #expect(response.head.value("x-log-requestid") != nil)
        #expect(try receiver.lines.isEmpty)
        #expect(await receiver.receiver.counters.refused == [wrong.expected.code: 1])
        await receiver.stop()
    }

    @Test func aWriteErrorIsNotAnAcknowledgement() async throws {
        let identity = TestReceiver.identity
        let receiver = try LogReceiver(identity: identity, path: "/dev/full", now: { SignedVector.time })
        try await receiver.start()
        let test = try await TestReceiver()
        await test.stop()

        let response = try await test.redirected(to: await receiver.port).put(try logGroup())

        #expect(response.head.status == 500)
        #expect(await receiver.counters.logs == 0)
        await receiver.stop()
    }

    @Test func anUnwritableFileIsAnError() {
        #expect(throws: DemoError.self) {
            try LogReceiver(identity: TestReceiver.identity, path: "/nowhere/received.jsonl")
        }
    }
}

/// What a client can get wrong, and what Log Service says to it.
enum Wrong: String, CaseIterable, CustomTestStringConvertible {
    case project, logstore, key, date, digest, version, rawSize, rawSizeMissing, contentType, compression, broken,
        notProtobuf
    case bomb, tooLarge, noLogs, noContents, past, future, reservedKey, longKey, emptyKey, longTopic, noCredential,
        notUTF8

    var testDescription: String { rawValue }

    var expected: (status: Int, code: String) {
        switch self {
        case .project: (404, "ProjectNotExist")
        case .logstore: (404, "LogStoreNotExist")
        case .key: (401, "Unauthorized")
        case .date: (400, "RequestTimeExpired")
        case .digest: (400, "ParameterInvalid")
        case .version: (400, "InvalidAPIVersion")
        case .rawSize: (400, "InvalidBodyRawSize")
        case .rawSizeMissing: (400, "MissingBodyRawSize")
        case .contentType: (415, "InvalidContentType")
        case .compression: (400, "InvalidCompressType")
        case .broken, .bomb: (400, "PostBodyUncompressError")
        case .tooLarge: (413, "PostBodyTooLarge")
        case .reservedKey, .longKey, .emptyKey: (400, "InvalidKey")
        case .noCredential: (400, "MissAccessKeyId")
        case .notUTF8: (400, "InvalidEncoding")
        case .notProtobuf, .noLogs, .noContents, .past, .future, .longTopic: (400, "PostBodyInvalid")
        }
    }

    func send(to receiver: TestReceiver) async throws -> HTTPAnswer {
        let now = SignedVector.time
        let good = try logGroup()
        switch self {
        case .project: return try await receiver.put(good) { $0["Host"] = "other.cn-hangzhou.log.aliyuncs.com" }
        case .logstore:
            return try await receiver.put(good, logstore: "other")
        case .key: return try await receiver.put(good, keyID: "nobody")
        case .date: return try await receiver.put(good) { $0["Date"] = now.advanced(by: .seconds(901)).httpDate }
        case .digest: return try await receiver.put(good) { $0["Content-MD5"] = "00" }
        case .version: return try await receiver.put(good) { $0["x-log-apiversion"] = "0.4.0" }
        case .rawSize: return try await receiver.put(good, rawSize: good.count + 1)
        case .rawSizeMissing: return try await receiver.put(good) { $0["x-log-bodyrawsize"] = nil }
        case .contentType: return try await receiver.put(good) { $0["Content-Type"] = "text/plain" }
        case .compression: return try await receiver.put(good, compression: "gzip")
        case .broken: return try await receiver.put(good, compression: "deflate")
        case .notProtobuf: return try await receiver.put([0xFF, 0xFF, 0xFF])
        case .bomb:
            let bomb = try deflate([UInt8](repeating: 0, count: 30 << 20), level: 9)
            return try await receiver.put(bomb, rawSize: 100, compression: "deflate")
        case .tooLarge: return try await receiver.put([UInt8](repeating: 0, count: (10 << 20) + 1))
        case .noLogs: return try await receiver.put(try logGroup { $0.logs = [] })
        case .noContents: return try await receiver.put(try logGroup { $0.logs[0].contents = [] })
        case .past: return try await receiver.put(try logGroup(time: now.advanced(by: .seconds(-7 * 86_400 - 1))))
        case .future: return try await receiver.put(try logGroup(time: now.advanced(by: .seconds(901))))
        case .reservedKey: return try await receiver.put(try logGroup { $0.logs[0].contents[0].key = "__time__" })
        case .longKey:
            return try await receiver.put(
                try logGroup { $0.logs[0].contents[0].key = String(repeating: "k", count: 129) }
            )
        case .emptyKey: return try await receiver.put(try logGroup { $0.logs[0].contents[0].key = "" })
        case .longTopic: return try await receiver.put(try logGroup { $0.topic = String(repeating: "t", count: 129) })
        case .noCredential:
            let vector = try #require(SignedVector.all.first { $0.name == "v1-02-putlogs-raw" })
            return try await receiver.send(vector) { $0["Authorization"] = nil }
        case .notUTF8:
            var body = good
            let place = try #require(body.firstRange(of: Array("level".utf8)))
            body[place.lowerBound] = 0xFF
            return try await receiver.put(body)
        }
    }
}
