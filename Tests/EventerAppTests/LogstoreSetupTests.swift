import Basics
import Demo
import Forwarding
import HTTP
import LogService
import TestSupport
import Testing

@testable import EventerApp

/// `eventer init` against the demo's receiver.
@Suite(.timeLimit(.minutes(5))) struct LogstoreSetupTests {
    private func run(
        _ settings: InitSettings,
        _ sink: LogServiceConfiguration,
        _ http: any HTTPClient = PatientClient()
    ) async -> [Finding] {
        let application = Application(
            process: ProcessContext(environment: [:], isOutputTerminal: false, isInputTerminal: false, version: "test")
        )
        var findings: [Finding] = []
        await application.setup(settings, sink, http) { findings.append($0) }.run()
        return findings
    }

    /// A receiver without a logstore, and the sink that leads to it.
    private func withReceiver(
        _ body: (LogServiceConfiguration, LogServiceClient) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        let identity = LogReceiver.Identity(accessKeyID: "ID", accessKeySecret: Secret("canary"))
        let receiver = try LogReceiver(identity: identity, path: directory.path + "/received", hasLogstore: false)
        try await receiver.start()
        let sink = LogServiceConfiguration(
            endpoint: LogServiceEndpoint(scheme: .http, host: "127.0.0.1", port: await receiver.port),
            project: identity.project,
            logstore: identity.logstore,
            credentials: LogServiceCredentials(accessKeyID: "ID", accessKeySecret: Secret("canary")),
            region: identity.region,
            labels: [.init(key: "env", value: "prod")]
        )
        try await body(sink, LogServiceClient(configuration: sink, http: PatientClient()))
        await receiver.stop()
    }

    private let settings = InitSettings(sink: SinkSettings())

    @Test func createsBothAndFindsNothingToDoAfterwards() async throws {
        try await withReceiver { sink, client in
            var settings = settings
            settings.retentionDays = 7

            let first = await run(settings, sink)

            #expect(first.map(\.verdict) == [.ok, .ok, .ok])
            #expect(first[1].text == "created, to keep records for 7 days in 2 shards")
            #expect(first[2].text.hasPrefix("created: 24 fields and full text"))
            let logstore = try await client.getLogstore()
            #expect(logstore.retentionDays == 7)
            let index = try await client.getIndex()
            #expect(index?.paths.isSuperset(of: ["env", "eventId.reason", "pod_id"]) == true)
            let second = await run(settings, sink)
            #expect(second[1].text == "is there: keeps records for 7 days; nothing changed")
            #expect(second[2].text == "is there with all that is needed; nothing changed")
        }
    }

    @Test func aDryRunChangesNothing() async throws {
        try await withReceiver { sink, client in
            var settings = settings
            settings.isDryRun = true

            let findings = await run(settings, sink)

            #expect(findings.map(\.verdict) == [.ok, .skipped, .skipped])
            let error = await #expect(throws: LogServiceError.self) { _ = try await client.getLogstore() }
            #expect(error?.code == "LogStoreNotExist")
        }
    }

    @Test func anIndexThatIsThereKeepsWhatItHas() async throws {
        try await withReceiver { sink, client in
            try await client.createLogstore(retentionDays: 90, shardCount: 1)
            let own: LogstoreIndex = LogstoreIndex([
                "keys": [
                    "own": ["type": "long", "doc_value": true, "alias": "reason"],
                    "level": ["type": "text", "token": [","], "caseSensitive": true],
                ],
                "log_reduce": true,
            ])
            try await client.putIndex(own, isNew: true)

            let findings = await run(settings, sink)

            #expect(findings.last?.text.hasPrefix("extended: full text, env, eventId, eventId.count, ") == true)
            let paths = try #require(try await client.getIndex()?.paths)
            #expect(paths.isSuperset(of: ["own", "level", "hostname", "eventId.message"]))
        }
    }

    // MARK: Odd answers

    private func answer(_ status: Int, _ body: String) -> CannedHTTP.Answer {
        .stream(status: status, headers: [("x-log-requestid", "65")], chunks: [Array(body.utf8)], failure: nil)
    }

    @Test func aMissingRightIsNamed() async throws {
        let denied = #"{"errorCode":"Unauthorized","errorMessage":"denied by sts or ram, action: log:CreateLogStore"}"#
        let http = CannedHTTP([answer(404, #"{"errorCode":"LogStoreNotExist"}"#), answer(401, denied)])

        try await withReceiver { sink, _ in
            let findings = await run(settings, sink, http)

            #expect(findings[1].verdict == .failure(.failed))
            #expect(findings[1].hint?.contains("log:CreateLogStore") == true)
            #expect(findings[1].hint?.contains("project/demo/logstore/k8s-event") == true)
            #expect(findings[2].verdict == .skipped)
            #expect(findings.exitCode == .failed)
        }
    }

    @Test func whoeverWasFasterIsWelcome() async throws {
        let there = #"{"logstoreName":"k8s-event","ttl":30,"shardCount":2}"#
        let missing = #"{"errorCode":"LogStoreNotExist"}"#
        let http = CannedHTTP([
            answer(404, missing), answer(400, #"{"errorCode":"LogStoreAlreadyExist"}"#), answer(404, missing),
            answer(200, there), answer(404, #"{"errorCode":"IndexConfigNotExist"}"#), answer(200, ""),
        ])

        try await withReceiver { sink, _ in
            let findings = await run(settings, sink, http)

            #expect(findings.exitCode == .done)
            #expect(http.requests.last?.url.hasSuffix("/logstores/k8s-event/index") == true)
        }
    }
}

@Suite struct LogstoreIndexTests {
    @Test func whatIsThereIsNeitherRemovedNorChanged() {
        var index = LogstoreIndex([
            "line": ["token": [" "]], "lastModifyTime": 5, "log_reduce": true,
            "keys": [
                "level": ["type": "long"],
                "eventId": ["type": "json", "json_keys": ["reason": ["type": "text", "alias": "why"]]],
            ],
        ])

        let addition = index.add(EventIndex.wanted())

        #expect(index.definition["line"] == ["token": [" "]])
        #expect(index.definition["log_reduce"] == true)
        #expect(index.definition["lastModifyTime"] == nil)
        let keys = index.definition["keys"]?.members
        #expect(keys?["level"] == ["type": "long"])
        #expect(
            keys?["eventId"]?.members?["json_keys"]?.members?["reason"] == ["type": "text", "alias": "why"]
        )
        #expect(!addition.added.contains("full text") && !addition.added.contains("eventId.reason"))
        #expect(addition.added.contains("eventId.message"))
        #expect(index.add(EventIndex.wanted()).added.isEmpty)
    }

    @Test func aFieldOfAnotherTypeIsToldAndStays() {
        var index = LogstoreIndex(["keys": ["eventId": ["type": "text"]]])

        #expect(index.add(EventIndex.wanted()).differing == ["eventId"])
        #expect(index.definition["keys"]?.members?["eventId"] == ["type": "text"])
    }

    @Test func noAliasIsTheNameOfAField() {
        var index = LogstoreIndex(["keys": ["message": ["type": "text"]]])

        _ = index.add(EventIndex.wanted(labels: ["reason"]))

        let paths = index.definition["keys"]?.members?["eventId"]?.members?["json_keys"]?.members
        #expect(paths?["reason"]?.members?["alias"] == nil)
        #expect(paths?["message"]?.members?["alias"] == nil)
        #expect(paths?["involvedObject.name"]?.members?["alias"] == "object-name")
    }

    @Test func anAliasIsGivenOnce() {
        var index = LogstoreIndex(["keys": ["cause": ["type": "text", "alias": "reason"]]])

        _ = index.add(EventIndex.wanted())

        let paths = index.definition["keys"]?.members?["eventId"]?.members?["json_keys"]?.members
        #expect(paths?["reason"]?.members?["alias"] == nil)
        #expect(paths?["message"]?.members?["alias"] == "message")
    }
}
