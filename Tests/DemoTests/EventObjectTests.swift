import Basics
import Foundation
import Testing

@testable import Demo

/// Held against lines of a real watch, byte for byte.
struct EventObjectTests {
    private static let lines = try? String(
        contentsOf: Bundle.module.bundleURL.appending(path: "Fixtures/real-watch-lines.jsonl"),
        encoding: .utf8
    ).split(separator: "\n").map(String.init)

    @Test(arguments: 0..<4)
    func writesWhatTheRealServerWrites(_ number: Int) throws {
        let line = try #require(Self.lines?[number])
        let recorded = try JSONDecoder().decode(Recorded.self, from: Data(line.utf8))

        var times = TimeTexts()
        var text = #"{"type":"\#(recorded.type)","object":{"kind":"Event","apiVersion":"v1","#
        text += String(decoding: try recorded.object.event.encoded(times: &times), as: UTF8.self) + "}"

        // The rig's kubelet and scheduler had names of their own.
        let expected = line.replacing("hollow-kubelet", with: "kubelet")
            .replacing("default-scheduler-vm", with: "default-scheduler-cn-hangzhou.10.0.3.2")
        #expect(text == expected)
    }

    private struct Recorded: Decodable {
        struct Object: Decodable {
            struct Metadata: Decodable { var name, namespace, uid, resourceVersion: String }
            struct Subject: Decodable {
                var kind, name: String
                var namespace, uid, apiVersion, resourceVersion, fieldPath: String?
            }
            struct Source: Decodable { var component, host: String? }
            struct Series: Decodable {
                var count: Int
                var lastObservedTime: String
            }

            var metadata: Metadata
            var involvedObject: Subject
            var reason, message, type: String
            var source: Source
            var count: Int?
            var firstTimestamp, lastTimestamp, eventTime, action: String?
            var series: Series?

            var event: EventObject {
                get throws {
                    let first = try #require((eventTime ?? firstTimestamp).flatMap { Timestamp(rfc3339: $0) })
                    let lastText = series?.lastObservedTime ?? lastTimestamp ?? eventTime
                    return EventObject(
                        draft: draft,
                        resourceVersion: try #require(Int64(metadata.resourceVersion)),
                        count: series?.count ?? count ?? 1,
                        first: first,
                        last: try #require(lastText.flatMap { Timestamp(rfc3339: $0) })
                    )
                }
            }

            private var draft: EventDraft {
                EventDraft(
                    uid: metadata.uid,
                    namespace: metadata.namespace,
                    name: metadata.name,
                    subject: EventDraft.Subject(
                        kind: involvedObject.kind,
                        namespace: involvedObject.namespace ?? "",
                        name: involvedObject.name,
                        uid: involvedObject.uid ?? "",
                        apiVersion: involvedObject.apiVersion ?? "",
                        resourceVersion: involvedObject.resourceVersion ?? "",
                        fieldPath: involvedObject.fieldPath ?? ""
                    ),
                    reason: reason,
                    message: message,
                    type: type,
                    reporter: reporter
                )
            }

            private var reporter: EventDraft.Reporter {
                if let action { return .scheduler(action: action) }
                if let host = source.host { return .node(component: source.component ?? "", host: host) }
                return .controller(component: source.component ?? "", manager: "kube-controller-manager")
            }
        }

        var type: String
        var object: Object
    }
}

struct JSONTextTests {
    @Test(arguments: [
        ("", "\"\""),
        ("plain", "\"plain\""),
        ("a\"b\\c\n\r\t\u{8}\u{c}", #""a\"b\\c\n\r\t\b\f""#),
        ("\u{0}\u{1f}\u{1b}[31m", #""\u0000\u001f\u001b[31m""#),
        ("<&>", #""\u003c\u0026\u003e""#),
        ("é\u{2028}x\u{2029}", #""é\u2028x\u2029""#),
        ("数据库 — ✅ \u{2020}", "\"数据库 — ✅ \u{2020}\""),
    ])
    func escapesAsGoDoes(_ text: String, _ expected: String) {
        var json = JSONText()

        json.string(text)

        #expect(String(decoding: json.bytes, as: UTF8.self) == expected)
    }
}
