import Basics
import Demo
import Events
import Foundation
import Journal
import LogService
import TestSupport
import Testing

@testable import EventerApp

/// A gap's whole way: a cluster whose history expires while eventer is away, the watcher, the journal, and the sink.
@Suite(.timeLimit(.minutes(5))) struct GapPipelineTests {
    private let directory: TemporaryDirectory
    private let cluster = FaultyCluster()
    private let receiver: LogReceiver
    private let identity = LogReceiver.Identity(accessKeyID: "gap-key", accessKeySecret: Secret("gap-secret"))

    init() throws {
        directory = try TemporaryDirectory()
        receiver = try LogReceiver(identity: identity, path: directory.path + "/received.jsonl")
    }

    private func session(_ application: Application, _ parameters: String) async throws -> Application.Session {
        let kubeconfig = """
            {apiVersion: v1, kind: Config, current-context: c, users: [],
             clusters: [{name: c, cluster: {server: "\(await cluster.url)"}}], contexts: [{name: c, context: {cluster: c}}]}
            """
        try kubeconfig.write(toFile: directory.path + "/kubeconfig", atomically: true, encoding: .utf8)
        var settings = ClusterSettings()
        settings.kubeconfig = directory.path + "/kubeconfig"
        var sink = SinkSettings()
        sink.sink = Secret(
            """
            sls:http://127.0.0.1:\(await receiver.port)?project=\(identity.project)&logStore=\(identity.logstore)\
            &regionId=\(identity.region)&accessKeyId=gap-key&accessKeySecret=gap-secret\(parameters)
            """
        )
        return Application.Session(
            members: try application.clusters(settings).map {
                .init(cluster: $0, directory: directory.path + "/journal")
            },
            clusterSettings: settings,
            view: ViewSettings(),
            sink: try await application.sink(sink),
            start: .all
        )
    }

    /// Runs until `count` events are acknowledged, and gives the counts.
    private func run(_ session: Application.Session, _ application: Application, until count: Int) async throws
        -> DeliveryStatus
    {
        let sites = try await application.sites(session, overflow: .wait, mayNarrow: false)
        await Pipeline(sites: sites) { _ in }.run(drainLimit: .seconds(60)) {
            while await sites.deliveryStatus.ledger.acknowledged < count, !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
        return await sites.deliveryStatus
    }

    @Test(arguments: [("&gapRecords=true", 1), ("", 0)])
    func expiredHistoryIsTold(parameters: String, gaps: Int) async throws {
        try await cluster.start()
        try await receiver.start()
        let application = Application(
            process: ProcessContext(
                environment: ["HOME": directory.path],
                isOutputTerminal: false,
                isInputTerminal: false,
                version: "test"
            )
        )
        let session = try await session(application, parameters)
        #expect(session.sink?.warnings.contains { $0.contains("gapRecords") } == false)

        await cluster.emit(20)
        _ = try await run(session, application, until: 20)
        await cluster.emit(10)
        await cluster.compact()
        let status = try await run(session, application, until: 30)

        let lines = try String(contentsOfFile: directory.path + "/received.jsonl", encoding: .utf8)
            .split(separator: "\n")
        let records = lines.indices.filter { lines[$0].contains("EventerGap") }
        // After what came before it, and before what it brought back.
        #expect(records == (gaps == 1 ? [20] : []))
        #expect(lines.count == 30 + gaps)
        #expect(lines[20].contains("events may be missing from") == (gaps == 1))
        #expect(status.counters.gapRecords == gaps)
        #expect(status.ledger.acknowledged == 30)
        #expect(status.ledger.isBalanced)
        await cluster.stop()
        await receiver.stop()
    }
}
