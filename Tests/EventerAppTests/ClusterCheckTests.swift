import Basics
import Demo
import Foundation
import HTTP
import Kubernetes
import TestSupport
import Testing

@testable import EventerApp

@Suite(.timeLimit(.minutes(5))) struct ClusterCheckTests {
    @Test func aClusterThatIsWellIsSaidToBe() async throws {
        try await CheckBench.run { bench in
            #expect(
                await bench.report() == """
                    ok    configuration  DIR/kubeconfig, context demo, cluster demo, user demo
                    note  credentials    none
                    ok    server         Kubernetes v1.36.2 at http://CLUSTER, answered in 1 ms
                    note  tls            none: anyone on the way can read and change what is sent
                    ok    user           demo, in system:authenticated
                    ok    cluster        kube-system is 9e040421-9617-41a1-af74-45ccad6c45d6
                    ok    rights         list and watch events in all namespaces
                    ok    events         150 events in all namespaces; a list of one took 1 ms
                    ok    watch          opened within 1 ms in all namespaces
                    ok    clock          agrees with the API server's clock
                    skip  sink           no sink is given: forwarding not checked

                    """
            )
        }
    }

    @Test func eachNamespaceIsCheckedOnItsOwn() async throws {
        try await CheckBench.run { bench in
            bench.settings.cluster.namespaces = ["shop", "empty"]
            await bench.servers.cluster.deny(Denial("watch", namespace: "shop"))

            #expect(await bench.lines(.events).hasPrefix("ok    events         none in namespace empty; "))
            #expect(
                await bench.lines(.watch).hasPrefix("ok    watch          opened within 1 ms in namespace empty\nskip")
            )
            #expect(
                await bench.lines(.rights) == """
                    ok    rights         list and watch events in namespace empty
                    FAIL  rights         may not watch events in namespace shop
                                         hint: ask for this rule in a Role of namespace shop: \
                    {apiGroups: [""], resources: ["events"], verbs: ["list", "watch"]}
                    """
            )
        }
    }

    @Test func whereAllIsDeniedTheNamespaceOfTheContextIsOffered() async throws {
        try await CheckBench.run { bench in
            await bench.servers.cluster.deny(Denial("list", namespace: ""))
            await bench.servers.cluster.deny(Denial("watch", namespace: ""))

            #expect(
                await bench.lines(.rights) == """
                    FAIL  rights         may not list and watch events in all namespaces
                                         hint: -n default is allowed; for all namespaces ask for this rule in a \
                    ClusterRole: {apiGroups: [""], resources: ["events"], verbs: ["list", "watch"]}
                    """
            )
            #expect(await bench.lines(.watch) == "skip  watch          not tried: the right has to be there first")
            let code = try await bench.exitCode()
            #expect(code == .failed)
        }
    }

    @Test func whereNothingIsAllowedNothingIsOffered() async throws {
        try await CheckBench.run { bench in
            await bench.servers.cluster.deny(Denial("list"))

            #expect(await bench.lines(.rights).contains("hint: ask for this rule in a ClusterRole: "))
        }
    }

    @Test func theRightToReadKubeSystemIsNoMust() async throws {
        try await CheckBench.run { bench in
            await bench.servers.cluster.deny(Denial("get", "namespaces"))

            #expect(
                await bench.lines(.cluster)
                    == "note  cluster        namespace kube-system may not be read, and need not be"
            )
            let code = try await bench.exitCode()
            #expect(code == .done)
        }
    }

    @Test func aWrongClockIsWarnedOf() async throws {
        try await CheckBench.run { bench in
            let lines = await bench.lines(.clock, aheadBy: .seconds(3600))

            #expect(lines.hasPrefix("warn  clock          the API server's clock is at least 359"))
            #expect(lines.contains(" s behind this machine's\n                     hint: set the clocks with NTP"))
        }
    }

    @Test func aDeadPortFailsAndTheRestIsNotTried() async throws {
        try await CheckBench.run { bench in
            bench.settings.cluster.server = "http://127.0.0.1:1"

            let report = await bench.report()

            #expect(
                report.contains(
                    "FAIL  server         cannot ask the version at http://127.0.0.1:1/version: connection refused"
                )
            )
            for subject in ["user ", "cluster", "rights", "events", "watch"] {
                #expect(
                    report.contains(
                        "skip  \(subject.padding(toLength: 13, withPad: " ", startingAt: 0))  not tried: the"
                    )
                )
            }
            let code = try await bench.exitCode()
            #expect(code == .unreachable)
        }
    }

    @Test func aWrongConfigurationIsAFinding() async throws {
        try await CheckBench.run { bench in
            bench.settings.cluster.contexts = ["other"]

            #expect(
                await bench.report() == """
                    FAIL  configuration  the context other does not exist in DIR/kubeconfig
                                         hint: there are: demo
                    skip  sink           no sink is given: forwarding not checked

                    """
            )
            let code = try await bench.exitCode()
            #expect(code == .usage)
        }
    }

    @Test func findingsThatCannotBeWrittenAreAnError() async throws {
        try await CheckBench.run { bench in
            let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))

            await #expect {
                try await bench.application().check(bench.settings, to: full.fileDescriptor)
            } throws: { error in
                (error as? AppError)?.message == "cannot write: No space left on device"
            }
        }
    }

    // MARK: Odd answers

    /// What is found where the server gives these answers; `https`, so that a credential is needed.
    private func findings(_ answers: [CannedHTTP.Answer], _ credentials: Credentials = Credentials()) async -> [Finding]
    {
        let cluster = ClusterConfiguration(server: "https://api.test", source: "test", credentials: credentials)
        var findings: [Finding] = []
        let check = ClusterCheck(
            cluster,
            namespaces: [nil],
            http: CheckHTTP(CannedHTTP(answers), now: { Timestamp(seconds: 0) }),
            stopwatch: Stopwatch { .zero }
        ) { findings.append($0) }
        await check.run()
        return findings
    }

    private func answer(_ status: Int, _ body: String = "{}") -> CannedHTTP.Answer {
        .stream(status: status, headers: [], chunks: [Array(body.utf8)], failure: nil)
    }

    @Test func aTokenThatIsRefusedEndsWithThree() async {
        let findings = await findings([answer(401, #"{"kind":"Status","message":"Unauthorized","code":401}"#)])

        #expect(findings.first { $0.subject == .server }?.verdict == .failure(.unreachable))
        #expect(findings.first { $0.subject == .server }?.text.hasSuffix(": Unauthorized") == true)
        #expect(findings.exitCode == .unreachable)
    }

    @Test func aTokenThatCannotBeReadAsksNobody() async {
        var user = Credentials.User()
        user.tokenFile = "/nonexistent/token"

        let findings = await findings([], Credentials(user: user))

        #expect(findings.first { $0.subject == .credentials }?.verdict == .failure(.usage))
        #expect(findings.first { $0.subject == .server }?.verdict == .skipped)
    }

    @Test func anOldOrTaciturnServerIsStillAskedForEvents() async {
        let list = #"{"kind":"EventList","metadata":{"resourceVersion":"7"},"items":[]}"#
        let silent = (0..<6).map { _ in answer(403) }

        let findings = await findings(
            Array(silent.prefix(1)) + [
                answer(404), answer(404), answer(404), answer(403), answer(200, list), answer(200),
            ]
        )

        #expect(
            findings.map(\.verdict) == [.ok, .ok, .note, .ok, .note, .note, .note, .ok, .ok]
        )
        #expect(findings.map(\.subject).suffix(3) == [.rights, .events, .watch])
        #expect(findings.first { $0.subject == .tls }?.text == "verified with the authorities that this system trusts")
    }

    @Test func aWatchThatDoesNotOpenBlamesTheWay() async {
        let version = #"{"gitVersion":"v1"}"#
        let list = #"{"kind":"EventList","metadata":{"resourceVersion":"7"},"items":[]}"#
        let late = HTTPError(code: .timedOut, url: "https://api.test/api/v1/events", detail: "no answer within 10 s")

        let findings = await findings(
            [
                answer(200, version), answer(404), answer(404), answer(404), answer(404), answer(200, list),
                .failure(late),
            ]
        )

        #expect(findings.last?.verdict == .failure(.unreachable))
        #expect(findings.last?.hint == "a proxy in between may hold back answers that do not end")
    }

    @Test func anAnonymousUserIsWarnedOf() async {
        let user = #"{"status":{"userInfo":{"username":"system:anonymous"}}}"#

        let findings = await findings([answer(200, #"{"gitVersion":"v1"}"#), answer(201, user)])

        #expect(findings.first { $0.subject == .user }?.verdict == .warning)
    }

    @Test func noQuestionTakesLongerThanItsLimit() async throws {
        let canned = CannedHTTP([answer(200)])

        _ = try await CheckHTTP(canned, now: { Timestamp(seconds: 0) }).open(HTTPRequest(url: "https://api.test"))

        let limits = try #require(canned.requests.first?.limits)
        #expect([limits.connect, limits.head, limits.total] == [CheckHTTP.limit, CheckHTTP.limit, CheckHTTP.limit])
    }
}
