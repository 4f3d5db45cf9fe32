import Basics
import Events
import Foundation
import Kubernetes
import TestSupport
import Testing

struct ReplayReaderTests {
    private func replay(_ bytes: [UInt8], chunk: Int = 1000) throws -> (events: [KubeEvent], reader: ReplayReader) {
        let reader = ReplayReader()
        let received = Timestamp(seconds: 1)
        var events: [KubeEvent] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            events += try reader.feed(Array(bytes[start..<min(start + chunk, bytes.count)]), received: received)
        }
        events += try reader.finish(received: received)
        return (events, reader)
    }

    @Test func anObjectAsKubectlPrintsItIsAnEvent() throws {
        let object = try fixture("core-v1-one.json")

        #expect(try replay(object + object).events.map(\.key.resourceVersion) == [.version(874), .version(874)])
    }

    @Test func aWatchStreamGivesEventsBeforeItsEnd() throws {
        let reader = ReplayReader()
        let line = Array(try Golden.all(in: try fixture("kube-eventer-goldens.jsonl"))[0].watch.utf8)

        #expect(try reader.feed(line + [10], received: Timestamp(seconds: 1)).count == 1)
        #expect(reader.summary == nil)
    }

    @Test(arguments: [#"{"type":"ADDED","object":{"#, #"{"type":"ADDED","obj"#, "noise", "}}"])
    func aBrokenLineDoesNotSwallowTheNext(broken: String) throws {
        let line = Array(try Golden.all(in: try fixture("kube-eventer-goldens.jsonl"))[0].watch.utf8)

        let (events, reader) = try replay(line + [10] + Array(broken.utf8) + [10] + line)

        #expect(events.count == 2)
        #expect(reader.malformed > 0)
    }

    static let refused: [(String, String)] = [
        ("", "the input is empty"), ("{}", "JSON that is no Kubernetes object"), ("{", "the last document is cut"),
        (#"{"kind":"Pod","metadata":{}}"#, "a Pod, not an event"),
        (#"{"kind":"Table","rows":[]}"#, "a Table, as `kubectl get` asks for it; record with -o json"),
        (#"{"kind":"PodList","items":[]}"#, "a PodList, not a list of events"),
        (
            #"{"kind":"Status","code":403,"reason":"Forbidden","message":"no"}"#,
            "the API server answered 403 Forbidden: no"
        ),
    ]

    @Test(arguments: refused) func whatIsNoEventIsExplained(text: String, summary: String) throws {
        #expect(try replay(Array(text.utf8)).reader.summary == summary)
    }

    @Test func anEmptyListIsNoProblem() throws {
        #expect(try replay(Array(#"{"kind":"EventList","items":[]}"#.utf8)).reader.summary == nil)
    }

    @Test(arguments: ["HTTP/1.1 200 OK\r\n", "k8s\0", "\u{1f}", "apiVersion: v1"])
    func otherFormatsAreNamed(start: String) {
        let bytes = start == "\u{1f}" ? [0x1F, 0x8B] : Array(start.utf8)

        #expect(throws: KubernetesError.self) { try replay(bytes) }
    }

    @Test(.enabled(if: Recordings.areHere)) func theSameEventsInBothAPIsAreEqual() throws {
        let core = try replay(try Recordings.bytes("real/real-controllers.core-v1.json")).events
        let events = try replay(try Recordings.bytes("real/real-controllers.events-v1.json")).events

        #expect(core == events)
        #expect(core.count > 100)
    }

    @Test(.enabled(if: Recordings.areHere), arguments: ["list", "watch", "errors", "real", "discovery", "sls"])
    func everyRecordingOpensOrIsExplained(folder: String) throws {
        for file in try Recordings.files(in: folder) where file.hasSuffix(".json") || file.hasSuffix(".jsonl") {
            let bytes = try Recordings.bytes("\(folder)/\(file)")
            do {
                let (events, reader) = try replay(bytes, chunk: 50_000)
                let isExplained = !events.isEmpty || reader.summary != nil || file.contains("empty-namespace")
                #expect(isExplained, "\(folder)/\(file)")
            } catch let error as KubernetesError {
                #expect(!error.message.isEmpty)
            }
        }
    }
}
