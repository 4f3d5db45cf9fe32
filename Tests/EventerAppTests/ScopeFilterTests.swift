import Testing

@testable import EventerApp

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
