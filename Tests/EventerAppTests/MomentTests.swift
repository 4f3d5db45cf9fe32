import Basics
import Testing

@testable import EventerApp

@Suite struct MomentTests {
    /// Half past eleven in the night in a zone two hours east.
    private static let now = Timestamp(rfc3339: "2026-11-22T21:30:00Z")

    private func parse(_ text: String) throws -> String? {
        let now = try #require(Self.now)
        return Moment.parse(text, now: now) { _ in 7200 }?.rfc3339()
    }

    @Test(arguments: [
        ("2h", "2026-11-22T19:30:00Z"), ("90s", "2026-11-22T21:28:30Z"), ("1h30m", "2026-11-22T20:00:00Z"),
        ("7d", "2026-11-15T21:30:00Z"), ("1d12h", "2026-11-21T09:30:00Z"), ("0d", "2026-11-22T21:30:00Z"),
        ("23:30", "2026-11-22T21:30:00Z"), ("23:31", "2026-11-21T21:31:00Z"), ("00:10:05", "2026-11-21T22:10:05Z"),
        ("2026-11-20", "2026-11-19T22:00:00Z"), ("2026-11-20T08:15", "2026-11-20T06:15:00Z"),
        ("2026-11-20 08:15:30", "2026-11-20T06:15:30Z"), ("2026-11-20T08:15:30Z", "2026-11-20T08:15:30Z"),
        ("2026-11-20T08:15:30+08:00", "2026-11-20T00:15:30Z"),
    ])
    func timesAreReadAsPeopleWriteThem(_ text: String, _ time: String) throws {
        #expect(try parse(text) == time)
    }

    @Test(arguments: [
        "", "d", "h", "-2h", "2", "25:00", "14:70", "1d2", "yesterday", "2026-13-01", "2026-11-20T", "99999999d", "ä",
    ])
    func whatIsNoTimeIsRefused(_ text: String) throws {
        #expect(try parse(text) == nil)
    }

    @Test func theOffsetIsThatOfTheTimeItself() throws {
        let now = try #require(Self.now)
        // Summer time ended in between.
        let change = try #require(Timestamp(rfc3339: "2026-10-25T01:00:00Z"))

        let time = Moment.parse("2026-10-24T12:00", now: now) { $0 < change ? 7200 : 3600 }

        #expect(time?.rfc3339() == "2026-10-24T10:00:00Z")
    }
}

@Suite struct ScopeFilterTests {
    @Test(arguments: [
        ("pod/web-0", "kind:pod name=\"web-0\""), ("Pods/web-0", "kind:(pods,pod) name=\"web-0\""),
        ("deployments.apps/web", "kind:(deployments,deployment) name=\"web\""),
        ("leases/a", "kind:(leases,lease,leas) name=\"a\""),
        ("networkpolicies/a", "kind:(networkpolicies,networkpolicy) name=\"a\""),
        ("ingress/a", "kind:ingress name=\"a\""), ("clusterrole/system:node", "kind:clusterrole name=\"system:node\""),
    ])
    func forBecomesAFilter(_ text: String, _ filter: String) throws {
        #expect(try ScopeFilter.about(text) == filter)
    }

    @Test(arguments: ["", "/", "pod", "pod/", "/web", "a/b/c", "pod/\"x\"", "po d/x", "pod/a b"])
    func whatIsNoObjectIsRefused(_ text: String) {
        #expect(throws: AppError.self) { try ScopeFilter.about(text) }
    }

    @Test func partsAreJoinedWithTheirAlternativesApart() throws {
        #expect(try ScopeFilter.types(["warning", "Normal", "Warning"]) == "type:(Warning,Normal)")
        #expect(try ScopeFilter.types([]) == "")
        #expect(ScopeFilter.all(["a | b", " ", "", "type:Normal"]) == "(a | b) type:Normal")
        #expect(ScopeFilter.all(["a | b", ""]) == "a | b")
        #expect(ScopeFilter.all([]) == "")
    }
}
