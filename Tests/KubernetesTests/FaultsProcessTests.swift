import Basics
import Events
import Foundation
import HTTP
import Kubernetes
import TestSupport
import Testing

/// A server that is stopped by a signal, as far as its kernel knows alive: row 11 of the fault table, with a real process.
@Suite(.enabled(if: DemoProcess.isBuilt), .timeLimit(.minutes(5)))
struct FaultsProcessTests {
    @Test(arguments: ["0.01", "50"])
    func aServerUnderSIGSTOPIsNoticedAndReadOnAfterSIGCONT(rate: String) async throws {
        let server = try DemoProcess(rate: rate)
        let witness = Witness()
        let http = CurlClient()
        let watcher = EventWatcher(
            client: http,
            cluster: ClusterConfiguration(server: server.url),
            clock: FastClock(.scaled(60)),
            patience: Patience(silence: .seconds(30), probe: .milliseconds(400))
        )
        let watching = Task { await watcher.run { witness.take($0) } }
        #expect(await witness.wait { $0.isLive })

        server.send(SIGSTOP)
        #expect(await witness.wait { $0.isWaiting })

        server.send(SIGCONT)
        #expect(await witness.wait { $0.isLive })
        #expect(witness.account.repeated == [])
        #expect(witness.account.status?.counters.lists == 1)

        watching.cancel()
        _ = await watching.value
        http.shutdown()
        await server.end()
    }
}

/// `eventer demo --serve`.
private struct DemoProcess {
    private static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "eventer")
    static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: program.path) }

    let url: String
    private let process: Program

    init(rate: String) throws {
        process = try Program(Self.program.path, ["demo", "--serve", "--rate", rate])
        let line = Data((process.line { $0.hasPrefix("{") } ?? "").utf8)
        let places = try JSONDecoder().decode([String: String].self, from: line)
        let config = try String(contentsOfFile: places["kubeconfig"] ?? "", encoding: .utf8)
        url =
            config.split(separator: "\n").first { $0.contains("server: ") }
            .map { $0.replacing("server:", with: "").trimmingCharacters(in: .whitespaces) } ?? ""
    }

    func send(_ signal: Int32) {
        process.send(signal)
    }

    func end() async {
        send(SIGTERM)
        _ = await process.end()
    }
}
