import Events
import TestSupport
import Testing

@Suite struct EventFilterTests {
    static let event = KubeEvent.sample(7) {
        $0.type = "Warning"
        $0.reason = "BackOff"
        $0.message = "Back-off restarting failed container: 没有空间 no space left (statuscode: 503)"
        $0.namespace = "payments"
        $0.object = ObjectReference(kind: "Pod", namespace: "payments", name: "web-7d9f-x2k4q", uid: "pod-uid")
        $0.host = "cn-hz.10.0.3.7"
        $0.count = 214
    }

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
    ])
    func matches(_ text: String) throws {
        let filter = try EventFilter(parsing: text)

        #expect(filter.matches(Self.event))
    }

    @Test(arguments: [
        "ns:pay", "ns:shop", "reason=BACKOFF", "kind:no", "type:Normal", "msg:absent", "count>214", "count<214",
        "^x2k4q", "web$",
        "/RESTARTING/", "!ns:payments", "-\"no space\"", "ns:payments type:Normal", "ns:(a,b)", "reason!=BackOff",
        "name:web",
    ])
    func doesNotMatch(_ text: String) throws {
        let filter = try EventFilter(parsing: text)

        #expect(!filter.matches(Self.event))
    }

    @Test(arguments: [
        ("resaon:BackOff", 0..<6, "unknown field \"resaon\"; did you mean \"reason\"?"),
        ("ns:a resaon:BackOff", 5..<11, "unknown field \"resaon\"; did you mean \"reason\"?"),
        ("count>lots", 6..<10, "count needs a number, got \"lots\""),
        ("(ns:a", 0..<1, "\"(\" is not closed"),
        ("ns:a |", 5..<6, "nothing after \"|\""),
        ("ns:a)", 4..<5, "\")\" closes nothing here"),
        ("ns:", 3..<3, "a value is missing after ns"),
        ("msg:\"open", 4..<5, "the quote is not closed; \\\" or \\' is the character itself"),
        ("| a", 0..<1, "a term is missing here"),
        ("!", 1..<1, "a term is missing here"),
        ("ns:a ()", 5..<7, "there is nothing between the parentheses"),
        ("ns:(a", 3..<4, "\"(\" is not closed"),
        ("ns:()", 3..<5, "the list is empty"),
        ("ns>a", 2..<4, "ns is no number; use ns:a"),
        ("msg~/[a-/", 4..<9, "regular expression: unclosed [ at offset 0"),
    ])
    func faultIsNamedWhereItIs(_ text: String, range: Range<Int>, message: String) {
        let error = #expect(throws: FilterError.self) { try EventFilter(parsing: text) }

        #expect(error?.range == range)
        #expect(error?.message == message)
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
