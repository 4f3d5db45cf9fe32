import Basics
import Demo
import Forwarding
import Foundation
import HTTP
import LogService
import TestSupport
import Testing

@testable import EventerApp

@Suite(.timeLimit(.minutes(5))) struct SinkCheckTests {
    /// The part of the report that is about the sink.
    private func report(_ bench: CheckBench) async -> String {
        let report = await bench.report()
        let start = report.firstRange(of: #/(?m)^\w+ +sink /#)?.lowerBound ?? report.endIndex
        return String(report[start...])
    }

    @Test func aSinkThatIsWellIsSaidToBe() async throws {
        try await CheckBench.run { bench in
            bench.settings.sink.sink = Secret(bench.servers.sink)

            #expect(
                await report(bench) == """
                    ok    sink           project demo, logstore k8s-event, http://RECEIVER from the sink's URL, \
                    region cn-hangzhou, signature v4
                    ok    key            access key ID from the sink's URL
                    ok    signature      v4 is accepted
                    ok    logstore       keeps records for 30 days in 2 shards, answered in 1 ms
                    note  sink-tls       none: anyone on the way can read and change what is sent
                    ok    index          full text and 23 fields, all that K8s Event Center reads
                    ok    read           the logstore can be searched
                    skip  write          not tried: only a record that is sent shows whether the key may write
                    ok    sink-clock     agrees with Log Service's clock

                    """
            )
            let exitCode = try await bench.exitCode()
            #expect(exitCode == .done)
        }
    }

    @Test(
        arguments: [
            ("accessKeySecret=", "accessKeySecret=x", "401 SignatureNotMatch", .unreachable),
            ("accessKeyId=", "accessKeyId=x", "401 Unauthorized", .unreachable),
            ("logStore=", "logStore=x", "404 LogStoreNotExist: logstore xk8s-event does not exist", .failed),
            ("project=", "project=x", "404 ProjectNotExist: The Project does not exist : xdemo", .failed),
        ] as [(String, String, String, EventerApp.ExitCode)]
    )
    func aSinkThatIsRefusedSaysWhy(
        part: String,
        wrong: String,
        reason: String,
        code: EventerApp.ExitCode
    ) async throws {
        try await CheckBench.run { bench in
            bench.settings.sink.sink = Secret(bench.servers.sink.replacing(part, with: wrong))

            let report = await report(bench)

            #expect(report.contains("FAIL  logstore       cannot ask http://RECEIVER: \(reason)"))
            #expect(report.contains("skip  write          not tried: the logstore could not be asked for"))
            #expect(await !report.contains(bench.servers.receiver.identity.accessKeySecret.reveal()))
            let exitCode = try await bench.exitCode()
            #expect(exitCode == code)
        }
    }

    @Test func aSinkOutOfReachEndsWithThree() async throws {
        try await CheckBench.run { bench in
            let port = await bench.servers.receiver.port
            bench.settings.sink.sink = Secret(bench.servers.sink.replacing("127.0.0.1:\(port)", with: "127.0.0.1:1"))

            #expect(
                await report(bench).contains("FAIL  logstore       cannot ask http://127.0.0.1:1: connection refused")
            )
            let exitCode = try await bench.exitCode()
            #expect(exitCode == .unreachable)
        }
    }

    @Test func aWrongSinkIsAFinding() async throws {
        try await CheckBench.run { bench in
            bench.settings.sink.sink = Secret("sls:https://cn-hangzhou.log.aliyuncs.com?project=p")

            #expect(await report(bench).hasPrefix("FAIL  sink           the sink: the sink has no logStore\n"))
            let exitCode = try await bench.exitCode()
            #expect(exitCode == .usage)
        }
    }

    @Test func aClockThatIsFarOffIsCorrectedAndWarnedOf() async throws {
        try await CheckBench.run { bench in
            bench.settings.sink.sink = Secret(bench.servers.sink)

            let lines = await bench.lines(.sinkClock, aheadBy: .seconds(-3600))

            #expect(lines.hasPrefix("warn  sink-clock     Log Service's clock is at least 359"))
            #expect(await bench.lines(.logstore, aheadBy: .seconds(-3600)).hasPrefix("ok "))
        }
    }

    @Test func aKeyThatMayNotReadIsWorthKnowing() async throws {
        try await CheckBench.run { bench in
            bench.settings.sink.sink = Secret(bench.servers.sink)
            await bench.servers.inject(.noReadRight)

            let lines = await bench.lines(.read)

            #expect(lines.hasPrefix("note  read           the key may not search it: 401 Unauthorized"))
            #expect(lines.contains("log:GetLogStoreLogs is for :sls"))
            let exitCode = try await bench.exitCode()
            #expect(exitCode == .done)
        }
    }

    // MARK: Odd answers

    /// What is found where Log Service gives these answers.
    private func findings(
        _ answers: [(status: Int, body: String)],
        lookup: HostLookup = HostLookup { _ in .success(["192.0.2.7", "192.0.2.8"]) },
        _ change: (inout LogServiceConfiguration) -> Void = { _ in }
    ) async -> [Finding.Subject: Finding] {
        var sink = LogServiceConfiguration(
            endpoint: LogServiceEndpoint(region: "cn-hangzhou", isInternal: true),
            project: "p1",
            logstore: "l1",
            credentials: LogServiceCredentials(accessKeyID: "LTAI0123456789ab", accessKeySecret: Secret("canary")),
            region: "cn-hangzhou"
        )
        change(&sink)
        let canned = CannedHTTP(
            answers.map {
                .stream(status: $0, headers: [("x-log-requestid", "65")], chunks: [Array($1.utf8)], failure: nil)
            }
        )
        let http = CheckHTTP(canned, now: { Timestamp(seconds: 0) })
        var findings: [Finding.Subject: Finding] = [:]
        let now = { @Sendable in Timestamp(seconds: 0) }
        let check = SinkCheck(sink, http: http, now: now, stopwatch: Stopwatch { .zero }, lookup: lookup) {
            findings[$0.subject] = $0
        }
        await check.run()
        return findings
    }

    private static let logstore = (200, #"{"logstoreName":"l1","ttl":3650,"shardCount":1}"#)
    private static let denied = (
        401,
        #"{"errorCode":"Unauthorized","errorMessage":"denied by sts or ram, action: log:GetLogStore, resource: r"}"#
    )

    @Test func aKeyThatMayOnlyWriteIsNoFailure() async {
        let findings = await findings([Self.denied, Self.denied])

        #expect(findings[.logstore]?.verdict == .warning)
        #expect(findings[.index]?.verdict == .note)
        #expect(findings[.write]?.verdict == .skipped)
        #expect(Array(findings.values).exitCode == .done)
    }

    @Test(
        arguments: [
            (
                #"{"keys":{"eventId":{"type":"json"},"hostname":{},"level":{},"pod_id":{},"env":{}}}"#, .warning,
                "K8s Event Center reads what it has not: full text, eventId.count, eventId.eventTime, "
            ),
            (
                #"{"line":{},"keys":{"hostname":{}}}"#, .warning,
                "K8s Event Center reads what it has not: env, eventId, "
            ),
        ] as [(String, Finding.Verdict, String)]
    )
    func theIndexHasToCoverTheRecord(index: String, verdict: Finding.Verdict, text: String) async {
        let findings = await findings([Self.logstore, (200, index)]) { $0.labels = [.init(key: "env", value: "prod")] }

        #expect(findings[.index]?.verdict == verdict)
        #expect(findings[.index]?.text.hasPrefix(text) == true)
        #expect(findings[.logstore]?.text == "keeps records for ever in 1 shard, answered in 1 ms")
    }

    @Test func anIndexAsInitMakesItIsComplete() async throws {
        let wanted = try JSONEncoder().encode(EventIndex.wanted())

        let findings = await findings([Self.logstore, (200, String(decoding: wanted, as: UTF8.self))])

        #expect(findings[.index]?.verdict == .ok)
    }

    @Test func theEndpointsAddressIsTold() async {
        let findings = await findings([Self.logstore])
        #expect(findings[.address]?.text == "p1.cn-hangzhou-intranet.log.aliyuncs.com is 192.0.2.7, 192.0.2.8")
        #expect(findings[.signature]?.text == "v4 is accepted")

        let refused = await self.findings(
            [Self.logstore],
            lookup: HostLookup { _ in .failure(.init(text: "no such name")) }
        )

        #expect(refused[.address]?.verdict == .warning)
        #expect(refused[.address]?.text.hasSuffix(" has no address here: no such name") == true)
    }

    @Test func theSystemsResolverIsAsked() async {
        let addresses = try? await HostLookup.system.addresses("127.0.0.1").get()

        #expect(addresses == ["127.0.0.1"])
    }

    @Test func noAnswerFromTheIntranetSaysWhatThatIs() async {
        let findings = await findings([])

        #expect(findings[.logstore]?.verdict == .failure(.unreachable))
        #expect(findings[.logstore]?.hint?.contains("answers inside Alibaba Cloud only") == true)
    }

    @Test func theKeyIsNamedButNotShown() async {
        let findings = await findings([]) {
            let key = LogServiceCredentials(
                accessKeyID: "LTAI0123456789ab",
                accessKeySecret: Secret("canary"),
                securityToken: Secret("canary-token")
            )
            $0.credentialSource = .fixed(key, origin: "a test")
            $0.endpointSource = .region
        }

        #expect(findings[.key]?.text == "access key LTAI…89ab from a test, temporary with a security token")
        #expect(findings[.sink]?.text.contains("https://cn-hangzhou-intranet.log.aliyuncs.com from the region") == true)
        #expect(!"\(findings)".contains("canary"))
    }
}
