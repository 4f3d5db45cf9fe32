import Basics
import Events
import Kubernetes
import TestSupport
import Testing

/// The canonical JSON and the record's fields, against what kube-eventer wrote.
struct CanonicalEventTests {
    @Test func committedGoldensAreByteEqual() throws {
        try expectEqual(try Golden.all(in: try fixture("kube-eventer-goldens.jsonl")))
    }

    @Test(.enabled(if: Recordings.areHere)) func everyRecordedGoldenIsByteEqual() throws {
        try expectEqual(try Golden.all(in: try Recordings.bytes("sls/kube-eventer-goldens.jsonl")))
    }

    private func expectEqual(_ goldens: [Golden]) throws {
        #expect(!goldens.isEmpty)
        let decoder = EventDecoder(keepsManagedFields: true)
        for golden in goldens {
            let frame = decoder.decodeWatchLine(Array(golden.watch.utf8).span, received: .init(seconds: 0))
            let event = try #require(frame.event)
            #expect(String(decoding: indentedEventJSON(event.json), as: UTF8.self) == golden["eventId"])
            #expect(event.host == golden["hostname"])
            #expect(event.type == golden["level"])
            let isPod = event.object.kind == "Pod"
            #expect((isPod ? event.object.uid : nil) == golden["pod_id"])
            #expect((isPod ? event.object.name : nil) == golden["pod_name"])
        }
    }

    static let written: [(given: String, canonical: String)] = [
        (
            #"{"kind":"Event","metadata":{"resourceVersion":"1"}}"#,
            #"{"metadata":{"resourceVersion":"1","creationTimestamp":null},"involvedObject":{},"source":{},"#
                + #""firstTimestamp":null,"lastTimestamp":null,"eventTime":null,"reportingComponent":"","reportingInstance":""}"#
        ),
        (
            #"{"involvedObject":{"kind":"Node"},"metadata":{"resourceVersion":"1","labels":{"b":"2","a":"1"},"x":1},"count":0,"#
                + #""series":{},"related":{},"message":"<\u0000\b\f\n\t\u007f\u2028\u00e9>&"}"#,
            #"{"metadata":{"resourceVersion":"1","creationTimestamp":null,"labels":{"a":"1","b":"2"}},"#
                + #""involvedObject":{"kind":"Node"},"message":"\u003c\u0000\u0008\u000c\n\t"# + "\u{7f}"
                + #"\u2028é\u003e\u0026","source":{},"firstTimestamp":null,"lastTimestamp":null,"eventTime":null,"#
                + #""series":{"lastObservedTime":null},"related":{},"reportingComponent":"","reportingInstance":""}"#
        ),
        (
            #"{"kind":"Event","metadata":{"resourceVersion":"1","creationTimestamp":"2026-01-02T05:04:05+02:00","#
                + #""deletionGracePeriodSeconds":0,"labels":{},"finalizers":["a",null],"ownerReferences":[{"name":"o","controller":true}]},"#
                + #""firstTimestamp":"0001-01-01T00:00:00Z","lastTimestamp":"2026-01-02T03:04:05.999Z","#
                + #""eventTime":"2026-01-02T03:04:05.12Z"}"#,
            #"{"metadata":{"resourceVersion":"1","creationTimestamp":"2026-01-02T03:04:05Z","deletionGracePeriodSeconds":0,"#
                + #""ownerReferences":[{"apiVersion":"","kind":"","name":"o","uid":"","controller":true}],"finalizers":["a",""]},"#
                + #""involvedObject":{},"source":{},"firstTimestamp":null,"lastTimestamp":"2026-01-02T03:04:05Z","#
                + #""eventTime":"2026-01-02T03:04:05.120000Z","reportingComponent":"","reportingInstance":""}"#
        ),
        (
            #"{"kind":"Event","apiVersion":"events.k8s.io/v1","metadata":{"resourceVersion":"1"},"note":"n","regarding":{"name":"x"},"#
                + #""deprecatedCount":3,"deprecatedSource":{"host":"h"},"reportingController":"c"}"#,
            #"{"metadata":{"resourceVersion":"1","creationTimestamp":null},"involvedObject":{"name":"x"},"message":"n","#
                + #""source":{"host":"h"},"firstTimestamp":null,"lastTimestamp":null,"count":3,"eventTime":null,"#
                + #""reportingComponent":"c","reportingInstance":""}"#
        ),
    ]

    @Test(arguments: written) func jsonIsWrittenAsGoWritesIt(given: String, canonical: String) throws {
        let document = EventDecoder().decode(Array(given.utf8).span, received: .init(seconds: 0))
        guard case .event(let event) = document else {
            Issue.record("\(document)")
            return
        }
        #expect(String(decoding: event.json, as: UTF8.self) == canonical)
    }

    @Test func managedFieldsAreRemovedUnlessKept() throws {
        let golden = try #require(try Golden.all(in: try fixture("kube-eventer-goldens.jsonl")).first)
        let event = EventDecoder().decodeWatchLine(Array(golden.watch.utf8).span, received: .init(seconds: 0)).event

        let json = String(decoding: try #require(event).json, as: UTF8.self)

        #expect(golden.watch.contains("managedFields"))
        #expect(!json.contains("managedFields"))
    }
}

extension WatchFrame {
    var event: KubeEvent? {
        switch self {
        case .added(let event), .modified(let event): event
        default: nil
        }
    }
}
