import Basics
import Demo
import Events
import Forwarding
import Foundation
import HTTP
import Kubernetes
import LogService
import TestSupport
import Testing

@testable import EventerApp

@Suite struct RecordReaderTests {
    private let now = Timestamp(seconds: 1_795_381_700)
    private let time = Timestamp(seconds: 1_795_381_648)

    private func log(_ fields: [String: String]) -> FoundLog { FoundLog(time: time, fields: fields) }

    private func event(_ found: RecordReader.Found) throws -> KubeEvent {
        guard case .event(let event) = found else { throw Mismatch() }
        return event
    }

    private struct Mismatch: Error {}

    /// What was sent comes back as it was, in either format.
    @Test(arguments: EventLog.Format.allCases)
    func anEventComesBack(_ format: EventLog.Format) throws {
        let json =
            #"{"metadata":{"name":"web-0.1","namespace":"shop","uid":"u-1","resourceVersion":"42","#
            + #""creationTimestamp":"2026-11-22T21:07:28Z"},"involvedObject":{"kind":"Pod","namespace":"shop","#
            + #""name":"web-0","uid":"p-1"},"reason":"BackOff","message":"中文 \u003c&\"","source":{"component":"kubelet","#
            + #""host":"node-1"},"firstTimestamp":"2026-11-22T21:07:28Z","lastTimestamp":"2026-11-22T21:07:29Z","count":3,"#
            + #""type":"Warning","eventTime":null,"reportingComponent":"kubelet","reportingInstance":"node-1"}"#
        let decoder = EventDecoder()
        guard case .event(let sent) = decoder.decode(Array(json.utf8).span, received: now) else { throw Mismatch() }
        let record = EventLog(format: format).log(of: sent, at: now)
        var fields: [String: String] = [:]
        for field in record.fields {
            switch field.value {
            case .text(let text): fields[field.key] = text
            case .bytes(let bytes): fields[field.key] = String(decoding: bytes, as: UTF8.self)
            }
        }

        let found = try event(RecordReader().read(FoundLog(time: time, fields: fields), at: now))

        #expect(found == sent)
        #expect(found.key.uid == "u-1")
        #expect(found.count == 3)
    }

    @Test(.enabled(if: Recordings.areHere)) func recordsOfKubeEventerComeBack() throws {
        struct Line: Decodable {
            struct Log: Decodable {
                struct Content: Decodable {
                    var Key: String
                    var Value: String
                }

                var Time: Int64
                var Contents: [Content]
            }

            var watch: String
            var log: Log
        }
        let lines = try Recordings.bytes("sls/kube-eventer-goldens.jsonl").split(separator: 0x0A)
        let decoder = EventDecoder()
        let reader = RecordReader()
        #expect(lines.count == 160)

        for line in lines {
            let golden = try JSONDecoder().decode(Line.self, from: Data(line))
            let fields = Dictionary(golden.log.Contents.map { ($0.Key, $0.Value) }) { $1 }
            let found = try event(
                reader.read(FoundLog(time: Timestamp(seconds: golden.log.Time), fields: fields), at: now)
            )
            let watched = decoder.decodeWatchLine(Array(golden.watch.utf8).span, received: now)

            switch watched {
            case .added(let sent), .modified(let sent):
                #expect(found.key == sent.key)
                #expect(found.message == sent.message)
                #expect(found.lastSeen == sent.lastSeen)
                #expect(found.json == sent.json)
            default: Issue.record("no event: \(golden.watch.prefix(200))")
            }
        }
        #expect(reader.unreadableCount == 0)
    }

    @Test func aGapComesBackAsAGap() throws {
        let gap =
            #"{"metadata":{"name":"eventer-gap.x","namespace":"shop","uid":"ns/shop/2026-11-22T14:02:49.5Z/"#
            + #"2026-11-22T14:03:31Z","resourceVersion":"0"},"involvedObject":{},"reason":"EventerGap","message":"events may "#
            + #"be missing from 2026-11-22T14:02:49Z to 2026-11-22T14:03:31Z (paused)","source":{"component":"eventer"}}"#

        let found = RecordReader().read(log(["eventId": gap, "level": "Warning"]), at: now)

        let from = try #require(Timestamp(rfc3339: "2026-11-22T14:02:49.5Z"))
        let to = try #require(Timestamp(rfc3339: "2026-11-22T14:03:31Z"))
        #expect(
            found
                == .gap(StreamGap(stream: .namespace("shop"), gap: Gap(reason: .paused, from: from, to: to)))
        )
    }

    /// A program that calls itself eventer gets no gap for a uid that is none.
    @Test(arguments: ["", "x", "ns/shop/yesterday/today", "//"]) func whatIsNoGapIsShown(_ uid: String) throws {
        let gap =
            #"{"metadata":{"uid":"\#(uid)","resourceVersion":"0"},"reason":"EventerGap","#
            + #""source":{"component":"eventer"}}"#

        let found = try event(RecordReader().read(log(["eventId": gap]), at: now))

        #expect(found.reason == RecordReader.unreadable)
    }

    @Test(
        arguments: [
            "", "{", "null", "[]", "7", "text", #"{"metadata":{}}"#, #"{"metadata":{"resourceVersion":"x"}}"#,
            #"{"kind":"Pod","metadata":{"resourceVersion":"1"}}"#, String(repeating: "[", count: 10_000),
            #"{"type":"ADDED","object":{"metadata":{"resourceVersion":"1"},"involvedObject":{}}}"#,
        ]
    )
    func whatHoldsNoEventIsShownByItsFields(_ eventID: String) throws {
        let fields = [
            "eventId": eventID, "level": "Warning", "pod_name": "web-0", "pod_id": "p-1", "hostname": "node-1",
        ]
        let reader = RecordReader()

        let found = try event(reader.read(log(fields), at: now))

        #expect(found.reason == RecordReader.unreadable)
        #expect(found.type == "Warning")
        #expect(found.object == ObjectReference(kind: "Pod", name: "web-0", uid: "p-1"))
        #expect(found.host == "node-1")
        #expect(found.lastSeen == time)
        #expect(found.message.contains("pod_name=web-0"))
        #expect(found.message.count <= 2000)
        #expect(reader.unreadableCount == 1)
    }

    @Test func aForeignRecordIsTheSameWhenItComesTwice() throws {
        let reader = RecordReader()
        let first = try event(reader.read(log(["content": "a"]), at: now))
        let again = try event(reader.read(log(["content": "a"]), at: now))
        let other = try event(reader.read(log(["content": "b"]), at: now))

        #expect(first.key == again.key)
        #expect(first.key != other.key)
        #expect(first.type == "Normal")
        #expect(first.object.kind.isEmpty)
    }

    @Test(arguments: [Int64.min, -1, 9_999_999_999, .max]) func aTimeThatCannotBeIsBroughtNear(_ seconds: Int64) throws
    {
        let found = try event(
            RecordReader().read(FoundLog(time: Timestamp(seconds: seconds), fields: ["content": "a"]), at: now)
        )

        #expect(found.lastSeen == (seconds < 0 ? Timestamp(seconds: 0) : now))
    }

    @Test func managedFieldsStayOnRequest() throws {
        let json =
            #"{"metadata":{"uid":"u","resourceVersion":"1","managedFields":[{"manager":"m"}]},"involvedObject":{}}"#

        let bare = try event(RecordReader().read(log(["eventId": json]), at: now))
        let whole = try event(RecordReader(keepsManagedFields: true).read(log(["eventId": json]), at: now))

        #expect(!String(decoding: bare.json, as: UTF8.self).contains("manager"))
        #expect(String(decoding: whole.json, as: UTF8.self).contains("manager"))
    }
}

@Suite(.timeLimit(.minutes(5))) struct LogstoreSearchTests {
    private let now = Timestamp(seconds: 1_704_164_645)
    private var query: LogQuery { LogQuery("*", from: now.advanced(by: .seconds(-100)), to: now) }

    private func reader(_ http: CannedHTTP) -> LogstoreReader {
        let configuration = LogServiceConfiguration(
            endpoint: LogServiceEndpoint(region: "cn-hangzhou", isInternal: false),
            project: "p1",
            logstore: "l1",
            credentials: LogServiceCredentials(accessKeyID: "ID", accessKeySecret: Secret("S"))
        )
        return LogstoreReader(
            client: LogServiceClient(configuration: configuration, http: http, now: { [now] in now }),
            clock: FastClock(.rushed),
            random: { 0 }
        )
    }

    private func histogram(_ bars: (from: Int64, count: Int)..., progress: String = "Complete") -> CannedHTTP.Answer {
        let start = now.seconds - 100
        let body = bars.map {
            #"{"from":\#(start + $0.from),"to":\#(start + $0.from + 50),"count":\#($0.count),"progress":"\#(progress)"}"#
        }
        return answer("[" + body.joined(separator: ",") + "]", progress)
    }

    private func page(_ numbers: some Sequence<Int>, progress: String = "Complete") -> CannedHTTP.Answer {
        let rows = numbers.map { number in
            let json = #"{\"metadata\":{\"uid\":\"u\#(number)\",\"resourceVersion\":\"7\"},\"involvedObject\":{}}"#
            return #"{"__time__":"1704164600","eventId":"\#(json)"}"#
        }
        return answer(
            #"{"meta":{"progress":"\#(progress)"},"data":["# + rows.joined(separator: ",") + "]}",
            progress
        )
    }

    private func answer(_ body: String, _ progress: String) -> CannedHTTP.Answer {
        .stream(
            status: 200,
            headers: [("x-log-requestid", "1"), ("x-log-progress", progress)],
            chunks: [Array(body.utf8)],
            failure: nil
        )
    }

    private func all(_ http: CannedHTTP) async throws -> (uids: [String], search: LogstoreSearch) {
        var search = try await LogstoreSearch(query, reader(http), keepsManagedFields: false, now: now)
        var uids: [String] = []
        while let batch = try await search.next() { uids += batch.events.map(\.key.uid) }
        return (uids, search)
    }

    private func asked(_ http: CannedHTTP) throws -> [[String: Any]] {
        try http.requests.dropFirst().map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.body)) as? [String: Any])
        }
    }

    @Test func pagesAreReadUntilOneIsNotFull() async throws {
        let http = CannedHTTP([histogram((0, 60), (50, 90)), page(0..<100), page(100..<150)])

        let (uids, search) = try await all(http)

        #expect(uids.count == 150)
        #expect(search.total == 150)
        #expect(search.logs == 150)
        #expect(search.isComplete)
        #expect(try asked(http).compactMap { $0["offset"] as? Int } == [0, 100])
    }

    /// So that no page is far behind the beginning of what it is a page of.
    @Test func aLongTimeIsReadInWindowsTheNewestFirst() async throws {
        let http = CannedHTTP([histogram((0, 4000), (50, 4001)), page(0..<1), page(1..<2)])

        let (uids, _) = try await all(http)

        let start = Int(now.seconds - 100)
        #expect(uids == ["u0", "u1"])
        #expect(try asked(http).compactMap { $0["from"] as? Int } == [start + 50, start])
        #expect(try asked(http).compactMap { $0["to"] as? Int } == [start + 100, start + 50])
    }

    @Test func whereThereIsNothingNoPageIsAskedFor() async throws {
        let http = CannedHTTP([histogram((0, 0), (50, 0))])

        let (uids, search) = try await all(http)

        #expect(uids.isEmpty)
        #expect(search.total == 0)
        #expect(http.requests.count == 1)
    }

    /// A histogram that is not complete may leave logs out.
    @Test func anIncompleteHistogramIsNotTrusted() async throws {
        let counts = Array(repeating: histogram((0, 1), progress: "Incomplete"), count: 5)
        let http = CannedHTTP(counts + [page(0..<3)])

        let (uids, search) = try await all(http)

        #expect(uids.count == 3)
        #expect(!search.isComplete)
    }

    @Test func aVersionThatComesTwiceIsGivenOnce() async throws {
        let http = CannedHTTP([histogram((0, 150)), page(0..<100), page(90..<140)])

        let (uids, search) = try await all(http)

        #expect(uids.count == 140)
        #expect(search.logs == 150)
    }

    @Test func anIncompletePageIsNotTheLast() async throws {
        let short = Array(repeating: page(0..<10, progress: "Incomplete"), count: 5)
        let http = CannedHTTP([histogram((0, 150))] + short + [page(10..<20)])

        let (uids, search) = try await all(http)

        #expect(uids.count == 20)
        #expect(!search.isComplete)
    }
}
