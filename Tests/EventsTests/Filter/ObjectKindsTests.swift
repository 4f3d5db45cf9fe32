import Testing

@testable import Events

@Suite struct ObjectKindsTests {
    @Test(arguments: [
        ("po", "Pod"), ("PODS", "Pod"), ("sts", "StatefulSet"), ("deployments", "Deployment"), ("ingresses", "Ingress"),
        ("ep", "Endpoints"), ("endpoints", "Endpoints"), ("jobs", "Job"), ("Widget", "Widget"), ("", ""),
    ])
    func takesTheNamesOfKubectl(_ name: String, kind: String) {
        #expect(ObjectKinds.kind(of: name) == kind)
    }
}
