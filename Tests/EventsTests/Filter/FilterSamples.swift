import Basics
import Events
import TestSupport

/// Events and filters that several suites ask.
enum FilterSamples {
    /// 14:03:27 on a Sunday in UTC.
    static let now = Timestamp(rfc3339: "2026-11-22T14:03:27Z") ?? Timestamp(seconds: 0)
    static let clock = FilterClock(now: now)

    static let backOff = KubeEvent.sample(7) {
        $0.type = "Warning"
        $0.reason = "BackOff"
        $0.message = "Back-off restarting failed container: 没有空间 no space left (statuscode: 503)"
        $0.namespace = "payments"
        $0.object = ObjectReference(
            kind: "Pod",
            namespace: "payments",
            name: "web-7d9f-x2k4q",
            uid: "pod-uid",
            fieldPath: "spec.containers{app}"
        )
        $0.host = "cn-hz.10.0.3.7"
        $0.cluster = "prod-hz"
        $0.count = 214
        $0.firstSeen = now.advanced(by: .seconds(-3600))
        $0.lastSeen = now.advanced(by: .seconds(-120))
        $0.received = now.advanced(by: .seconds(-119))
        $0.json =
            Array(
                #"{"metadata":{"name":"web","labels":{"app":"web","app.kubernetes.io/name":"shop"},"#.utf8
            ) + Array(#""annotations":{"note":"a b"}},"involvedObject":{},"action":"Restarting","#.utf8)
            + Array(#""related":{"kind":"Node","name":"node-7"},"reportingComponent":"kubelet"}"#.utf8)
    }

    /// Random filters that can be read, made by the grammar.
    static func randomFilter(using random: inout SeededGenerator, depth: Int = 3) -> String {
        let separators = [" ", " ", " AND ", " | ", " OR ", "  ", " && "]
        let count = Int.random(in: 1...3, using: &random)
        let terms = (0..<count).map { _ in randomUnary(using: &random, depth: depth) }
        return terms.dropFirst().reduce(terms[0]) { $0 + (separators.randomElement(using: &random) ?? " ") + $1 }
    }

    private static func randomUnary(using random: inout SeededGenerator, depth: Int) -> String {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: ["!", "NOT ", "!!"].randomElement(using: &random).map { $0 + randomTerm(using: &random) } ?? "a"
        case 1 where depth > 0: "(" + randomFilter(using: &random, depth: depth - 1) + ")"
        case 2 where depth > 0: "!(" + randomFilter(using: &random, depth: depth - 1) + ")"
        default: randomTerm(using: &random)
        }
    }

    private static func randomTerm(using random: inout SeededGenerator) -> String {
        let values = [
            "payments", "shop", "kube-system", "\"no space\"", "'it''s'", "k*e-?ystem", "\\*", "a\\ b", "Größe", "Pod",
            "\"a\\\"b\\\\\"", "/re.x/", "/Re\\/x/i", "x,y", "\\!no", "-x", "\"\"", "\"*\"",
        ]
        let bare = [
            "word", "Word", "^pre", "suf$", "^all$", "~fz", "\"two words\"", "/re.x/", "/R e/", "10.0.0.1:6443",
            "\\(x\\)",
            "/var/log/x", "a*b", "x$y", "-x2k", "^\"two words\"", "~\"a b\"",
        ]
        let measures = [
            "count>5", "count:5..10", "n=3", "count:(1, 5.., ..2)", "rate>=1.5", "dur>10m", "dur:1m..1h30m",
            "last:15m", "last>15m", "last:(5m, 1h)", "last:-1h..-30m", "last:14:00..14:10", "first>2026-11-22T10:00",
            "last:\"yesterday 23:10\"", "first:2026-11-20..2026-11-21", "last:..14:00", "last:5m..15m", "last>-15m",
            "is:new", "is:(critical, marked)", "occ<=7", "rate:..9", "last:10:00..", "last:-2h..13:00",
        ]
        let fields = [
            "ns", "kind", "obj", "r", "type", "msg", "any", "text", "container", "label.a/b-c", "ann.x", "rel",
        ]
        let value = values.randomElement(using: &random) ?? "a"
        let field = fields.randomElement(using: &random) ?? "ns"
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return bare.randomElement(using: &random) ?? "a"
        case 1: return measures.randomElement(using: &random) ?? "a"
        case 2: return field + "=" + value
        case 3: return field + "!=" + value
        case 4:
            let list = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                (Bool.random(using: &random) ? "" : "!")
                    + (values.filter { $0 != "x,y" && $0 != "'it''s'" }.randomElement(using: &random) ?? "a")
            }
            return field + ":(" + list.joined(separator: ", ") + ")"
        case 5:
            return field + "~"
                + ["abc", "/a b/", "/A\\/b/i", "\"x y\"", "5\\d\\d"][Int.random(in: 0..<5, using: &random)]
        default: return field + ":" + value
        }
    }
}
