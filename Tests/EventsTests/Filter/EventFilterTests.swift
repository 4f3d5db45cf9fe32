import Events
import TestSupport
import Testing

@Suite struct EventFilterTests {
    private static let event = FilterSamples.backOff

    @Test(arguments: [
        "", "   ", "ns:payments", "NS:Payments", "namespace:pay*", "ns:p?yments", "ns:(shop, payments)", "kind:po",
        "kind:pod",
        "k=Pod", "name:web-*", "obj:pod/web-*", "reason:backoff", "r:Back*", "type:Warning", "t:warning", "msg:space",
        "m:\"no space\"", "msg~/statuscode: 5\\d\\d/", "msg~STATUS|statuscode", "src:kubelet", "node:cn-hz.10.0.3.7",
        "uid:pod-uid",
        "count>100", "count:214", "n>=214", "count=214", "count<1000", "x2k4q", "-x2k4q | backoff", "restarting failed",
        "\"restarting failed\"", "^web-7d9f", "x2k4q$", "/rest.rting/", "/RESTARTING/i", "!ns:shop", "-ns:shop",
        "NOT ns:shop",
        "ns:shop | reason:BackOff", "ns:shop OR type:Warning", "ns:payments AND type:Warning",
        "(ns:shop | ns:payments) web",
        "!(ns:shop type:Normal)", "没有", "any:PAYMENTS", "ns!=shop", "msg!~nothing", "reason=BackOff", "\\!|backoff",
        "reason=backoff", "any:kubelet", "any:prod-hz", "cluster:prod-hz", "ctx:prod-*", "pod/web", "^payments$",
        "~wbx2k", "~\"w b\" | ~WEB | web", "Back-off", "ns:(pay*, !kube-*)", "ns:(!shop)", "ns:(!shop, payments)",
        "container:app", "container:spec.*", "fieldPath:*{app}", "action:restart*", "rel:node/*", "rel:no/node-7",
        "label.app:web", "label.app.kubernetes.io/name:sh*", "ann.note:\"a b\"", "annotation.note:a*", "!label.none:x",
        "label.none:\"\"", "is:critical", "is:(new, critical)", "!is:new", "!is:marked", "rate>3.6", "rate:3", "rate<4",
        "dur>57m", "dur:50m..1h", "count:100..300", "count:214..", "count:..214", "count:(1, 214)", "count!=213",
        "occ>1",
        "msg:fail*cont?iner", "msg:\"\" | ns:payments", "!msg:\"\"", "kind:pods", "kind:(po, deploy)", "text:backoff",
        "text:(x, web-)", "type:warning && ns:payments", "ns:shop || ns:payments", "\"restarting\" (web)", "msg:没有",
        "msg~\"code: 5\"", "msg~/CODE: 5/i", "msg:/code: \\d/",
    ])
    func matches(_ text: String) throws {
        let filter = try EventFilter(parsing: text)

        #expect(filter.matches(Self.event, at: FilterSamples.now))
    }

    @Test(arguments: [
        "ns:pay", "ns:shop", "kind:no", "type:Normal", "msg:absent", "count>214", "count<214",
        "^x2k4q", "web$",
        "/RESTARTING/", "!ns:payments", "-\"no space\"", "ns:payments type:Normal", "ns:(a,b)", "reason!=BackOff",
        "name:web", "failed$ ", "Restarting", "any=pay", "kubelet", "ns:(pay*, !payments)", "container:spec",
        "action:x",
        "label.app:we", "label.App:web", "ann.note:a", "rel:pod/*", "is:new", "is:(marked, snoozed)", "is:stale",
        "rate>4",
        "dur>1h", "count:1..213", "count:(1, 2)", "~bwx", "ns:\"pay*\"", "reason=BACKOFF", "text:kubelet", "msg~CODE",
        "msg~/Code: 5/", "a && nothing", "/var/log/pods",
    ])
    func doesNotMatch(_ text: String) throws {
        let filter = try EventFilter(parsing: text)

        #expect(!filter.matches(Self.event, at: FilterSamples.now))
    }

    @Test func unfinishedWordNeedOnlyBeginTheValue() throws {
        let typing = try EventFilter(parsing: "type:Warning reason:Back", completing: true)
        let done = try EventFilter(parsing: "type:Warning reason:Back")

        #expect(typing.matches(Self.event))
        #expect(!done.matches(Self.event))
    }

    @Test func emptyValueIsFineWhileTyping() throws {
        #expect(try EventFilter(parsing: "ns:", completing: true).matches(Self.event))
    }

    @Test func costlyPatternGivesUpAndMatchesNothing() throws {
        let filter = try EventFilter(parsing: "msg~/(a+)+$/")
        let event = KubeEvent.sample(1) { $0.message = String(repeating: "a", count: 60) + "!" }

        #expect(!filter.matches(event))
    }

    @Test func clusterScopedObjectHasTheEventsNamespace() throws {
        let event = KubeEvent.sample(1) {
            $0.namespace = "default"
            $0.object = ObjectReference(kind: "Node", name: "node-1")
        }

        #expect(try EventFilter(parsing: "ns:default kind:no").matches(event))
    }

    @Test func bothFiltersMustMatch() throws {
        let filter = try EventFilter(parsing: "ns:payments | ns:shop").and(EventFilter(parsing: "type:Warning"))

        #expect(filter.matches(Self.event))
        #expect(!filter.matches(KubeEvent.sample(1)))
        #expect(try EventFilter(parsing: filter.text).matches(Self.event))
    }

    @Test func randomTextNeverTraps() {
        let pieces = [
            "ns", ":", "=", "!", "(", ")", "|", "\"", "'", "/", "~", "-", " ", "a", "*", "\\", ">", "<", ",", "OR",
            "AND", "é", "^", "$",
        ]
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0..<14, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            let filter = text.joined()
            do throws(FilterError) {
                _ = try EventFilter(parsing: filter, completing: Bool.random(using: &random)).matches(Self.event)
            } catch {
                #expect(error.range.lowerBound >= 0 && error.range.upperBound <= filter.count, "\(filter): \(error)")
            }
        }
    }
}
