import ArgumentParser
import EventerApp
import Testing

@testable import eventer

@Suite struct ClusterOptionsTests {
    private func settings(_ arguments: String...) throws -> ClusterSettings {
        try ClusterOptions.parse(arguments).settings
    }

    @Test func namespacesAndContextsAreRepeatedOrParted() throws {
        let settings = try settings("-n", "a,b", "--namespace", "c", "-n", "a", "--context", "x,y", "--context", "z")

        #expect(settings.namespaces == ["a", "b", "c"])
        // Whether a comma is part of a name, only the kubeconfig tells.
        #expect(settings.contexts == ["x,y", "z"])
        #expect(settings.allNamespaces == false)
        #expect(try self.settings("-A").allNamespaces)
    }

    @Test(arguments: ["a/b", "A", "-a", "a-", "a..b", "ä", "a b", String(repeating: "a", count: 64), "../secrets"])
    func whatIsNoNamespaceIsRefusedBeforeAnythingIsAsked(name: String) throws {
        #expect(throws: (any Error).self) { try settings("-n=" + name) }
        #expect(throws: (any Error).self) { try settings("-n=ok," + name) }
        #expect(try settings("-n=" + String(repeating: "a", count: 63)).namespaces.count == 1)
    }
}
