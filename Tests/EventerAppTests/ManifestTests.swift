import Basics
import Events
import Foundation
import TestSupport
import Testing
import Yams

@testable import EventerApp

@Suite struct ManifestTests {
    private static let url = ManifestBench.url

    private func manifest(
        _ sink: String = ManifestBench.sink,
        _ change: (inout ManifestSettings) -> Void = { _ in }
    ) throws(AppError) -> String {
        try ManifestBench.manifest(sink, change)
    }

    private func objects(_ yaml: String) throws -> [String: Node] { try ManifestBench.objects(yaml) }

    /// `EVENTER_GOLDEN=1` writes the file anew.
    @Test func theManifestIsAsReviewed() throws {
        let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/manifest.yaml")
        let yaml = try manifest {
            $0.createsNamespace = true
            $0.namespace = "observability"
            $0.key = .secret(isPrinted: true)
            $0.volumeSize = "2Gi"
        }
        if ProcessInfo.processInfo.environment["EVENTER_GOLDEN"] != nil {
            try yaml.write(to: golden, atomically: true, encoding: .utf8)
        }

        #expect(try yaml == String(contentsOf: golden, encoding: .utf8))
    }

    @Test(arguments: [ManifestSettings.Key.secret(isPrinted: false), .secret(isPrinted: true), .role("sls"), .node])
    func noKeyIsEverPrinted(_ key: ManifestSettings.Key) throws {
        #expect(try !manifest { $0.key = key }.contains("canary"))
        #expect(try !manifest(Self.url + "&access%4BeySecret=canary") { $0.key = key }.contains("canary"))
        #expect(try !manifest(Self.url + ";accessKeySecret=canary") { $0.key = key }.contains("canary"))
        #expect(try !manifest(Self.url + "&accessKeyIdFile=/canary") { $0.key = key }.contains("canary"))
    }

    @Test func whatIsForwardedIsChosen() throws {
        let yaml = try manifest {
            $0.sink.start = .now
            $0.sink.forwardFilter = "type:Warning msg:$(HOME)"
        }
        let deployment = try #require(try objects(yaml)["Deployment"])
        let container = try #require(deployment["spec"]?["template"]?["spec"]?["containers"]?[0])
        let arguments = container["args"]?.array().compactMap(\.string)

        #expect(
            arguments == [
                "forward", "--state=/var/lib/eventer", "--journal-limit=1024Mi", "--start=now",
                "--forward-filter=type:Warning msg:$$(HOME)",
            ]
        )
        #expect(throws: AppError.self) { try manifest { $0.sink.forwardFilter = "type:(" } }
    }

    @Test func theKeyIsReferredTo() throws {
        let deployment = try #require(try objects(manifest())["Deployment"])
        let container = try #require(deployment["spec"]?["template"]?["spec"]?["containers"]?[0])
        let environment = try #require(container["env"]?.array())

        #expect(
            environment.map { $0["name"]?.string } == [
                "EVENTER_SINK", "SQLITE_TMPDIR", "AccessKeyId", "AccessKeySecret",
            ]
        )
        #expect(environment[0]["value"]?.string == Self.url)
        #expect(environment[3]["valueFrom"]?["secretKeyRef"]?["name"]?.string == "eventer-sls")
    }

    @Test func aRoleTakesThePlaceOfTheSecret() throws {
        let objects = try objects(
            manifest {
                $0.key = .role("events-writer")
                $0.createsNamespace = true
                $0.namespace = "obs"
            }
        )

        let annotations = objects["ServiceAccount"]?["metadata"]?["annotations"]
        #expect(annotations?["pod-identity.alibabacloud.com/role-name"]?.string == "events-writer")
        #expect(
            objects["Namespace"]?["metadata"]?["labels"]?["pod-identity.alibabacloud.com/injection"]?.string == "on"
        )
        #expect(objects["Secret"] == nil)
        #expect(try !manifest { $0.key = .role("events-writer") }.contains("secretKeyRef"))
    }

    @Test(arguments: [(nil, "1024Mi"), ("10Gi", "5120Mi"), ("1G", "476Mi"), ("1Mi", "4Mi")])
    func theJournalTakesHalfOfItsVolume(_ volume: String?, limit: String) throws {
        let container = try objects(manifest { $0.volumeSize = volume })["Deployment"]?["spec"]?["template"]?["spec"]?[
            "containers"
        ]?[0]

        #expect(container?["args"]?.array().contains { $0.string == "--journal-limit=" + limit } == true)
    }

    @Test func rightsAreTheLeast() throws {
        let rules = try #require(try objects(manifest())["ClusterRole"]?["rules"]?.array())

        #expect(rules.map { $0["verbs"]?.array().compactMap(\.string) } == [["list", "watch"], ["get"]])
        #expect(rules.map { $0["resources"]?.array().compactMap(\.string) } == [["events"], ["namespaces"]])
        #expect(rules[1]["resourceNames"]?.array().compactMap(\.string) == ["kube-system"])
    }

    @Test func variablesOfKubernetesAreNotMeant() throws {
        let container = try objects(manifest(Self.url + "&topic=$(HOME)${TOPIC}"))["Deployment"]?["spec"]?["template"]?[
            "spec"
        ]?["containers"]?[0]

        #expect(container?["env"]?[0]?["value"]?.string?.hasSuffix("&topic=$$(HOME)$${TOPIC}") == true)
    }

    @Test func whatKubernetesWouldRefuseIsRefused() {
        let changes: [(inout ManifestSettings) -> Void] = [
            { $0.name = "Eventer" }, { $0.name = "" }, { $0.name = "a\nb" }, { $0.namespace = "a_b" },
            { $0.image = "a b" }, { $0.image = "a\"b" }, { $0.volumeSize = "two" }, { $0.volumeSize = "0Gi" },
            { $0.key = .role("acs:ram::1:role/a") },
        ]
        for change in changes {
            let error = #expect(throws: AppError.self) { try manifest(Self.url, change) }
            #expect(error?.code == .usage)
        }
        #expect(throws: AppError.self) { try manifest("sls:https://cn-beijing.log.aliyuncs.com?project=p") }
    }

    @Test func theContainerFileIsInTheProgram() {
        let process = ProcessContext(environment: [:], isOutputTerminal: false, isInputTerminal: false, version: "")

        let text = Application(process: process).containerfile

        #expect(text.contains("\nUSER 65532:65532\n"))
        #expect(text.hasSuffix("\nENTRYPOINT [\"/usr/local/bin/eventer\"]\n"))
    }
}
