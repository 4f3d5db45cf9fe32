import Demo
import Foundation
import HTTP
import TestSupport
import Testing

/// The program with kube-eventer's own command line, in front of the demo's cluster and receiver.
@Suite(.timeLimit(.minutes(5))) struct DropInTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    private func start(_ arguments: [String]) throws -> Program {
        try place.start(arguments, environment: ["STATE_DIRECTORY": place.state])
    }

    private func ask(_ address: String, _ path: String) async throws -> String {
        let answer = try await CurlClient().send(HTTPRequest(url: "http://" + address + path))
        return "\(answer.head.status) " + String(decoding: answer.body, as: UTF8.self)
    }

    @Test func kubeEventersCommandLineForwards() async throws {
        let servers = try await place.startServers()
        let program = try start([
            "--source=kubernetes:http://127.0.0.1:\(await servers.cluster.port)?inClusterConfig=false",
            "-sink", servers.sink + "&internal=false", "-v=2", "--logtostderr", "-stderrthreshold", "INFO",
            "--frequency", "10s", "-event-metrics", "-max_procs=1", "-healthz-ip=127.0.0.1", "--healthz-port", "0",
        ])

        let said = await program.nextLine { $0.contains("listening for health checks") } ?? ""
        let address = try #require(said.firstMatch(of: #/"address":"(.*?)"/#)?.1)
        // The list is in the journal before a watch opens.
        _ = await program.nextLine { $0.contains("\"msg\":\"live\"") }

        #expect(try await ask(String(address), "/healtz") == "200 ok")
        #expect(try await ask(String(address), "/readyz") == "200 ok")
        let metrics = try await ask(String(address), "/metrics")
        #expect(metrics.contains("\neventer_scraper_events_total_number 150\n"))
        #expect(metrics.contains("\neventer_source_requests_total{verb=\"list\",code=\"200\"} 1\n"))
        #expect(metrics.firstMatch(of: #/\neventer_events_warning_total [1-9]/#) != nil)
        await place.wait(for: 150, at: servers)
        program.send(SIGTERM)
        let (status, rest) = await program.end()
        #expect(status == 0)
        #expect(rest.contains("\"msg\":\"stopped\""))
        let tally = await servers.tally()
        #expect(tally.received == 150)
        #expect(tally.missing == 0)
        await servers.stop()
    }

    @Test func aSecretOfTheCommandLineIsNowhereToBeSeen() async throws {
        let sink = "sls:http://127.0.0.1:1?project=p&logStore=l&regionId=r&accessKeyId=canary-id&accessKeySecret=canary"
        let program = try start(["--source=kubernetes:http://127.0.0.1:1?inClusterConfig=false", "--sink=" + sink])

        let first = await program.nextLine { $0.contains("\"msg\":\"forwarding\"") } ?? ""
        let shown = try String(contentsOfFile: "/proc/\(program.processID)/cmdline", encoding: .utf8)
        program.send(SIGTERM)
        let (status, rest) = await program.end()

        #expect(shown.contains("&accessKeyId=xxxxxxxxx&accessKeySecret=xxxxxx\0"))
        #expect(!shown.contains("canary"))
        #expect(!(first + rest).contains("canary"))
        #expect(status == 0)
    }

    @Test func aFlagThatNobodyKnowsIsAnErrorThatHelps() async throws {
        let (status, output) = try await start(["--source=kubernetes:", "-snik=sls:x"]).end()

        #expect(status == 2)
        #expect(output.contains("--snik"))
        #expect(output.contains("--sink"))
    }
}
