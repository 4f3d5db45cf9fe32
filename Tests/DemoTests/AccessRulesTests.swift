import Foundation
import HTTP
import Testing

@testable import Demo

@Suite(.timeLimit(.minutes(5))) struct AccessRulesTests {
    @Test func everythingItCanDoIsAllowed() {
        let rules = AccessRules()

        #expect(rules.allows("watch", "events", in: ""))
        #expect(rules.allows("list", "namespaces", in: ""))
        #expect(!rules.allows("delete", "events", in: ""))
        #expect(!rules.allows("list", "pods", in: ""))
    }

    @Test func aDenialHoldsWhereItSays() {
        var rules = AccessRules()
        rules.denials = [
            Denial("list", namespace: ""), Denial("watch", namespace: "shop"), Denial("get", "namespaces"),
        ]

        #expect(!rules.allows("list", "events", in: ""))
        #expect(rules.allows("list", "events", in: "shop"))
        #expect(!rules.allows("watch", "events", in: "shop"))
        #expect(rules.allows("watch", "events", in: ""))
        #expect(!rules.allows("get", "namespaces", in: "kube-system"))
    }

    @Test func whatIsDeniedIsRefused() async throws {
        try await withCluster { cluster, client in
            await cluster.deny(Denial("watch"))
            await cluster.deny(Denial("get", "namespaces"))

            let watch = try await client.refusal("/api/v1/events?watch=1")
            let namespace = try await client.refusal("/api/v1/namespaces/kube-system")

            #expect(watch.code == 403)
            #expect(watch.message.hasPrefix(#"events is forbidden: User "demo" cannot watch"#))
            #expect(namespace.message.hasPrefix(#"namespaces "kube-system" is forbidden"#))
            #expect(try await client.get("/api/v1/events?limit=1").head.status == 200)
        }
    }

    @Test(arguments: [[UInt8](), Array("{}".utf8), Array("k8s\0".utf8), Array("k8s\0".utf8) + [0x12, 0xFF, 0x01]])
    func aQuestionThatIsNoneIsRefused(_ body: [UInt8]) {
        #expect(throws: KubeStatus.self) {
            _ = try AccessRules().review("selfsubjectaccessreviews", body: body)
        }
    }

    /// In the shape in which kubectl 1.32 asks `auth can-i watch events -n shop`.
    @Test func aQuestionInProtobufIsRead() throws {
        let attributes: [UInt8] =
            field(1, "shop") + field(2, "watch") + field(3, "") + field(4, "*") + field(5, "events")
        let object = field(1, []) + field(2, field(1, attributes)) + field(3, [0x08, 0x00])
        let body = Array("k8s\0".utf8) + field(1, field(1, "authorization.k8s.io/v1")) + field(2, object) + field(3, "")
        var rules = AccessRules()

        #expect(try answer(rules, body).contains(":true"))
        rules.denials = [Denial("watch", namespace: "shop")]
        #expect(try answer(rules, body).contains(":false"))
    }

    private func answer(_ rules: AccessRules, _ body: [UInt8]) throws -> String {
        String(decoding: try rules.review("selfsubjectaccessreviews", body: body), as: UTF8.self)
    }

    private func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] { [number << 3 | 2, UInt8(bytes.count)] + bytes }

    private func field(_ number: UInt8, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }
}
