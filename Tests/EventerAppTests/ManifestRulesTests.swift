import Foundation
import TestSupport
import Testing
import Yams

@testable import EventerApp

@Suite struct ManifestRulesTests {
    private static let hooks = """
        built-in: [generic, nodes]
        rules:  # why there are some
          - {name: oom-burst, filter: "reason:OOMKilling", count: 4, ignore: "msg:\\"a\\\\b\\""}
        notify:
          - {name: chat, webhook: "https://chat.example.org/x?token=${TOKEN}", headers: {Authorization: "Bearer $KEY"}}
          - webhook-file: /etc/eventer/secrets/robot-url
            template: dingtalk
            secret-file: /etc/eventer/secrets/robot-secret
        """

    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func rules(_ text: String) throws -> ManifestRules {
        try ManifestRules(ConfigurationFile(path: "r.yaml", text: text))
    }

    private func manifest(_ text: String, secret: String? = nil) throws -> String {
        let path = directory.path + "/r.yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try ManifestBench.manifest {
            $0.alerts.rules = path
            $0.alertSecret = secret
        }
    }

    private func pod(_ yaml: String) throws -> Node {
        try #require(try ManifestBench.objects(yaml)["Deployment"]?["spec"]?["template"])
    }

    private func complaint(_ text: String) -> String {
        do {
            return "no complaint: \(try rules(text).text)"
        } catch {
            return "\(error)"
        }
    }

    // MARK: The manifest

    @Test func theFileIsInAConfigMapAndMounted() throws {
        let yaml = try manifest(Self.hooks, secret: "hooks")

        let map = try #require(try ManifestBench.objects(yaml)["ConfigMap"])
        let text = try #require(map["data"]?["rules.yaml"]?.string)
        let pod = try pod(yaml)
        let container = try #require(pod["spec"]?["containers"]?[0])
        #expect(map["metadata"]?["name"]?.string == "eventer-rules")
        #expect(map["metadata"]?["namespace"]?.string == "kube-system")
        #expect(container["args"]?.array().last?.string == "--rules=/etc/eventer/rules/rules.yaml")
        let mounts = container["volumeMounts"]?.array().compactMap { $0["mountPath"]?.string }
        #expect(mounts == ["/var/lib/eventer", "/etc/eventer/rules", "/etc/eventer/secrets"])
        #expect(pod["spec"]?["volumes"]?[1]?["configMap"]?["name"]?.string == "eventer-rules")
        #expect(!text.contains("why there are some"))
        let read = try AlertSettings(ConfigurationFile(path: "", text: text))
        let meant = try AlertSettings(ConfigurationFile(path: "", text: Self.hooks))
        #expect(read.rules == meant.rules)
        #expect(read.builtIn == meant.builtIn)
        #expect(try read.notify?.notify().hooks.map(\.name) == ["chat", "webhook"])
    }

    @Test func theSecretIsReferredTo() throws {
        let yaml = try manifest(Self.hooks, secret: "hooks")

        let pod = try pod(yaml)
        let variables = try #require(pod["spec"]?["containers"]?[0]?["env"]?.array().suffix(2))
        #expect(variables.map { $0["name"]?.string } == ["KEY", "TOKEN"])
        #expect(variables.map { $0["valueFrom"]?["secretKeyRef"]?["key"]?.string } == ["KEY", "TOKEN"])
        #expect(variables.allSatisfy { $0["valueFrom"]?["secretKeyRef"]?["name"]?.string == "hooks" })
        let secret = try #require(pod["spec"]?["volumes"]?[2]?["secret"])
        #expect(secret["secretName"]?.string == "hooks")
        #expect(secret["items"]?.array().compactMap { $0["key"]?.string } == ["robot-secret", "robot-url"])
        #expect(yaml.contains("create secret generic hooks -n kube-system"))
        #expect(yaml.contains("--from-literal=KEY=… --from-literal=TOKEN=… --from-file=robot-secret=FILE"))
    }

    @Test func anotherFileMakesAnotherPod() throws {
        func checksum(_ text: String) throws -> String? {
            try pod(manifest(text))["metadata"]?["annotations"]?["checksum/rules"]?.string
        }

        #expect(try checksum("off: [warning]") == checksum("# the same\noff:\n  - warning\n"))
        #expect(try checksum("off: [warning]") != checksum("off: [unhealthy]"))
        #expect(try checksum("off: [warning]")?.count == 64)
        #expect(try pod(ManifestBench.manifest())["metadata"]?["annotations"] == nil)
    }

    @Test func ofAConfigurationFileOnlyTheAlertsAreTaken() throws {
        let text = try rules("theme: light\nalerts: {off: [warning], built-in: none}\nbell: true").text

        #expect(text == "alerts:\n  \"off\":\n    - warning\n  built-in: none\n")
    }

    @Test func noRulesWatchWhereNoneAreWanted() throws {
        let yaml = try ManifestBench.manifest { $0.alerts.isOff = true }

        #expect(try pod(yaml)["spec"]?["containers"]?[0]?["args"]?.array().last?.string == "--no-alerts")
        #expect(try ManifestBench.objects(yaml)["ConfigMap"] == nil)
    }

    @Test func whatIsMissingIsAnError() throws {
        for change: (inout ManifestSettings) -> Void in [
            { $0.alerts.rules = "/nowhere" }, { $0.alertSecret = "hooks" },
            {
                $0.alerts.rules = "/dev/null"
                $0.alertSecret = "Hooks"
            },
        ] {
            let error = #expect(throws: AppError.self) { try ManifestBench.manifest(ManifestBench.sink, change) }
            #expect(error?.code == .usage)
        }
    }

    // MARK: What the hooks need

    @Test func aSecretThatNobodyNamedIsAskedFor() throws {
        let rules = try rules(Self.hooks)

        #expect(rules.notes.isEmpty)
        #expect(
            rules.notes(on: nil) == [
                "the hooks need KEY, TOKEN, robot-secret, robot-url: name the Secret that has them with --alert-secret"
            ]
        )
        #expect(rules.notes(on: "hooks").isEmpty)
        #expect(try self.rules("off: [warning]").notes(on: nil).isEmpty)
        #expect(try self.rules("off: [warning]").notes(on: "hooks").count == 1)
    }

    @Test func whatThePodHasAnywayIsNotTakenFromTheSecret() throws {
        let rules = try rules("notify: [{webhook: 'http://relay.example.org/$HOSTNAME'}]")

        #expect(rules.members.isEmpty)
    }

    @Test func whatTheManifestCannotBringIsSaid() throws {
        let rules = try rules(
            "notify: [{command: [/bin/page, now], rules: [nodw-down]}, {webhook-file: /run/url, name: a}]"
        )

        #expect(
            rules.notes == [
                "hook page: no rule that is on is named nodw-down",
                "/bin/page is a program of the image, which has to hold it",
                "/run/url is a path in the pod: mount the file there, or name it /etc/eventer/secrets/NAME",
            ]
        )
    }

    @Test(arguments: ["../x", "a/b", "..data", "", "x y"]) func aFileOutsideTheSecretIsNoneOfIts(_ name: String) throws
    {
        let rules = try rules("notify: [{webhook-file: '/etc/eventer/secrets/\(name)'}]")

        #expect(rules.files.isEmpty)
        #expect(rules.notes.count == 1)
    }

    // MARK: Faults

    @Test(arguments: [
        ("rules: [{name: x}]", "r.yaml:1:9: rules: a rule needs a filter"),
        ("alerts:\n  offf: [x]", "r.yaml:2:3: alerts: offf: no part of alerts; did you mean off?"),
        ("notify: [{webhook: 'ftp://a.example/'}]", "r.yaml:1:20: notify: webhook: the URL is no http or https URL"),
        (
            "notify: [{webhook: 'http://a.example/$1'}]",
            "r.yaml:1:20: notify: webhook: names a variable that no pod can have"
        ),
    ])
    func faultsAreToldAsByTheCheck(_ text: String, _ expected: String) {
        #expect(complaint(text) == expected)
    }

    private static let secrets = [
        "{webhook: 'https://oapi.dingtalk.com/robot/send?access_token=canary'}",
        "{webhook: 'https://hooks.slack.com/services/T00/B00/c4n4rycanarycanary'}",
        "{webhook: 'https://open.feishu.cn/hook/0f8fad5b-d9cb-469f-a165-canary'}",
        "{webhook: 'https://me:canary@a.example/'}",
        "{webhook: 'https://me:canary$X@a.example/'}",
        "{webhook: 'https://a.example/$X?key=canary'}",
        "{webhook: $URL, headers: {Authorization: 'Bearer canary'}}",
        "{webhook: $URL, headers: {Authorization: 'Bearer canary$X'}}",
        "{webhook: $URL, headers: {X-Api-Key: canary}}",
        "{webhook: $URL, headers: {X-Room: c4n4rycanarycanary}}",
        "{webhook: $URL, template: dingtalk, secret: SECcanary}",
        "{webhook: $URL, template: dingtalk, secret: SECcanary$X}",
        "{webhook: $URL, template: {text: '{\"routing_key\": \"c4n4rycanarycanary\"}'}}",
        "{command: [/bin/page, --key, c4n4rycanarycanary]}",
    ]

    @Test(arguments: secrets) func whatLooksLikeASecretIsRefused(_ hook: String) {
        let text = complaint("alerts: {notify: [\(hook)]}")

        #expect(text.contains(": this looks like a secret, and a manifest holds none"))
        #expect(text.hasPrefix("r.yaml:1:"))
        #expect(!text.contains("canary"))
    }

    @Test(arguments: [
        "{webhook: 'http://alerts.monitoring.svc:8080/api/v2/alerts-of-prod-2?room=ops&team=platform'}",
        "{webhook: 'https://hooks.example.org/$PATH_OF_HOOK?token=${TOKEN}&room=ops'}",
        "{webhook: 'https://me:$PASSWORD@a.example/'}",
        "{webhook: $URL, headers: {Authorization: 'Token token=$T', X-Source: eventer, Cookie: '${C}'}}",
        "{webhook: $URL, template: dingtalk, secret: '${SECRET}'}",
        "{webhook: $URL, template: {text: '{\"text\": \"{{status}}: {{summary}}\"}'}}",
        "{command: [/usr/local/bin/page, --team, platform]}",
    ])
    func whatDoesNotLookLikeOneIsTaken(_ hook: String) throws {
        #expect(throws: Never.self) { try rules("notify: [\(hook)]") }
    }

    /// What rules with that many titles of 100 KB come to, all but one of them an alias.
    private func rules(titles count: Int) -> String {
        let title = String(repeating: "long ", count: 20_000)
        let first = "rules:\n  - name: r\n    filter: x\n    title: &t '\(title)'\n"
        return (1..<count).reduce(first) { $0 + "  - name: r\($1)\n    filter: x\n    title: *t\n" }
    }

    @Test func whatNoConfigMapTakesIsRefused() {
        #expect(complaint(rules(titles: 10)).hasPrefix("no complaint"))
        #expect(complaint(rules(titles: 11)) == "r.yaml: is larger than the 1 MiB that a ConfigMap takes")
    }

    @Test func whatKubectlCannotAnnotateIsSaid() throws {
        #expect(try rules(rules(titles: 2)).notes.isEmpty)
        #expect(
            try rules(rules(titles: 3)).notes == [
                "the rules are too large for `kubectl apply`: give it --server-side"
            ]
        )
    }
}
