import Basics
import Events
import TestSupport
import Testing

@testable import EventerApp

@Suite struct LifecycleTextTests {
    private static let start: Int64 = 1_700_000_000

    private func event(_ number: Int64, _ seconds: Int64, _ reason: String, _ message: String) -> KubeEvent {
        .sample(number) {
            $0.reason = reason
            $0.message = message
            $0.type = reason == "FailedScheduling" ? "Warning" : "Normal"
            $0.object = ObjectReference(kind: "Pod", namespace: "shop", name: "web-1", uid: "u")
            $0.firstSeen = Timestamp(seconds: Self.start + seconds)
            $0.lastSeen = $0.firstSeen
            $0.received = $0.firstSeen
        }
    }

    private var events: [KubeEvent] {
        [
            event(1, 0, "FailedScheduling", "0/3 nodes: Insufficient\u{1B}[31m cpu"),
            event(2, 60, "Scheduled", "Successfully assigned shop/web-1 to n1"), event(3, 62, "Started", "Started"),
        ]
    }

    private func found(_ events: [KubeEvent], _ wish: String = "po/web-1", in namespaces: [String] = []) throws
        -> LifecycleSearch
    {
        var search = LifecycleSearch(try ObjectWish(wish, namespaces: namespaces))
        search.add(events)
        return search
    }

    private func writer() throws -> LifecycleText {
        let search = try found(events)
        let object = try #require(try search.object())
        let now = Timestamp(seconds: Self.start + 120)
        let life = Lifecycle(of: object.reference, events: search.events(of: object), now: now)
        return LifecycleText(life, of: object, at: now, times: TimeText(.utc))
    }

    @Test func textTellsLossesAndPhases() throws {
        let lines = try writer().text.split(separator: "\n", omittingEmptySubsequences: false)

        #expect(lines[0] == "Pod shop/web-1")
        #expect(lines[1] == "since 2023-11-14T22:13:20Z, for 2m")
        #expect(lines[2] == "first start after 1m02s, ran 58s")
        #expect(lines[4] == "time was lost")
        #expect(lines[5] == "  waiting for a node  1m  50%  0/3 nodes: Insufficient^[[31m cpu")
        #expect(lines[6] == "  preparing           2s   2%  Successfully assigned shop/web-1 to n1")
        #expect(lines[8].hasPrefix("FROM                  TOOK     PHASE               "))
        #expect(lines[9].contains("2023-11-14T22:13:20Z    1m  !  waiting for a node  ###############   "))
        #expect(lines[11].contains("58s+     running"))
    }

    @Test func jsonHoldsTheSame() throws {
        let json = try writer().json

        #expect(json.contains(#""object": {"cluster": "", "kind": "Pod", "namespace": "shop", "name": "web-1"}"#))
        #expect(json.contains(#""secondsToFirstStart": 62.0"#))
        #expect(
            json.contains(
                #"{"step": "waiting for a node", "seconds": 60.0, "share": 0.5, "phases": 1, "why": "0/3 nodes"#
            )
        )
        #expect(json.contains(#""from": "2023-11-14T22:14:22Z", "to": null, "seconds": 58.0"#))
        #expect(!json.utf8.contains(0x1B))
    }

    @Test(arguments: ["web-1", "pod/", "/web-1", "pod/web/1"])
    func whatIsNoObjectIsRefused(text: String) {
        #expect(throws: AppError.self) { try ObjectWish(text, namespaces: []) }
    }

    @Test(arguments: ["po/web-1", "pods/web-1", "Pod/web-1", "pod.v1/web-1"])
    func kindsAreThoseOfKubectl(text: String) throws {
        #expect(try found(events, text).object()?.reference.kind == "Pod")
    }

    @Test func severalOfANameAreToBeTold() throws {
        var other = event(9, 5, "Started", "Started")
        other.object.namespace = "ml"

        #expect {
            _ = try found(events + [other]).object()
        } throws: { error in
            let error = error as? AppError
            return error?.message == "there are 2 of that name: in ml, shop" && error?.code == .usage
        }
        #expect(try found(events + [other], in: ["ml"]).object()?.reference.namespace == "ml")
    }

    @Test func whatIsNotThereIsToldWithNamesLikeIt() throws {
        let search = try found(events, "pod/wep-1")

        #expect(try search.object() == nil)
        #expect(search.nothingFound.message == "no event about Pod/wep-1")
        #expect(search.nothingFound.hint == "did you mean Pod/web-1?")
        #expect(try found(events, "pod/web").nothingFound.hint == "did you mean Pod/web-1?")
        #expect(
            try found([], "deploy/web").nothingFound.hint == "`eventer history kind:Deployment` lists what there is"
        )
        var recorded = try found([], "deploy/web")
        recorded.recording = "hour.jsonl"
        #expect(recorded.nothingFound.hint == "`eventer replay hour.jsonl kind:Deployment` lists what there is")
    }
}
