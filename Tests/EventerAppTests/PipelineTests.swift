import Basics
import Demo
import Events
import Foundation
import HTTP
import Journal
import TestSupport
import Testing

@testable import EventerApp

/// The whole path over real sockets: the demo's cluster, watcher, journal, forwarder, the demo's receiver.
@Suite(.timeLimit(.minutes(5))) struct PipelineTests {
    private static let backlog = 40

    private struct Stage {
        let scene: DemoServers
        let application: Application
        var session: Application.Session
    }

    private func stage(start: SinkSettings.Start, directory: TemporaryDirectory) async throws -> Stage {
        let scene = try await DemoServers.start(
            DemoOptions(rate: 300, count: 240, receivedFile: directory.path + "/received.jsonl", backlog: Self.backlog)
        )
        let kubeconfig = directory.path + "/kubeconfig"
        try scene.kubeconfig.write(toFile: kubeconfig, atomically: true, encoding: .utf8)
        let application = Application(
            process: ProcessContext(
                environment: ["HOME": directory.path],
                isOutputTerminal: false,
                isInputTerminal: false,
                version: "test"
            )
        )
        var cluster = ClusterSettings()
        cluster.kubeconfig = kubeconfig
        var sink = SinkSettings()
        sink.sink = Secret(scene.sink)
        let session = Application.Session(
            members: try application.clusters(cluster).map {
                .init(cluster: $0, directory: directory.path + "/journal")
            },
            clusterSettings: cluster,
            view: ViewSettings(),
            sink: try await application.sink(sink),
            start: start
        )
        return Stage(scene: scene, application: application, session: session)
    }

    /// Runs the path until what `count` asks for has arrived, and gives the ledger.
    private func run(_ stage: Stage, until count: Int) async throws -> DeliveryLedger {
        let sites = try await stage.application.sites(stage.session, overflow: .lose, mayNarrow: true)
        let pipeline = Pipeline(sites: sites) { _ in }
        await pipeline.run(drainLimit: .seconds(300)) {
            while await sites.deliveryStatus.ledger.acknowledged < count, !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
        return await sites.deliveryStatus.ledger
    }

    @Test func everythingThatIsThereIsDelivered() async throws {
        let directory = try TemporaryDirectory()
        let stage = try await stage(start: .all, directory: directory)
        async let play: Void = stage.scene.play()

        let ledger = try await run(stage, until: 240)

        await play
        let tally = await stage.scene.tally()
        #expect(tally.emitted == 240)
        #expect(tally.missing == 0)
        #expect(tally.duplicates == 0)
        #expect(ledger.isBalanced)
        #expect(ledger.acknowledged == 240)
        await stage.scene.stop()
    }

    @Test func startingNowLeavesOutWhatTheFirstListBrings() async throws {
        let directory = try TemporaryDirectory()
        let stage = try await stage(start: .now, directory: directory)
        async let play: Void = stage.scene.play()

        let ledger = try await run(stage, until: 240 - Self.backlog)

        await play
        let tally = await stage.scene.tally()
        #expect(tally.received == 240 - Self.backlog)
        #expect(ledger.seen == 240 - Self.backlog)
        #expect(ledger.isBalanced)
        await stage.scene.stop()
    }

    @Test func restartedOneGoesOnWhereItStopped() async throws {
        let directory = try TemporaryDirectory()
        let stage = try await stage(start: .all, directory: directory)
        async let play: Void = stage.scene.play()

        _ = try await run(stage, until: 60)
        let ledger = try await run(stage, until: 240)

        await play
        let tally = await stage.scene.tally()
        #expect(tally.missing == 0)
        #expect(tally.duplicates == 0)
        #expect(ledger.acknowledged == 240)
        await stage.scene.stop()
    }

    @Test func fullJournalClosesTheWatchUntilTheSinkTakesAgain() async throws {
        let directory = try TemporaryDirectory()
        let stage = try await stage(start: .all, directory: directory)
        var session = stage.session
        // Room for the list and some more: without a point to go on from, what is listed anew lacks the versions replaced meanwhile.
        let limit = 320_000
        session.journal.maximumBytes = limit
        let full = "\(JournalError.full(limit: limit))"
        await stage.scene.inject(.serverError, probability: 1)
        let sites = try await stage.application.sites(session, overflow: .wait, mayNarrow: false)
        let states = Locked<[StreamStatus.State]>([])
        let paused = Doorbell()
        let pipeline = Pipeline(sites: sites) { report in
            guard case .update(.status(let status)) = report else { return }
            states.withLock { $0.append(status.state) }
            if case .paused = status.state { paused.ring() }
        }

        await pipeline.run(drainLimit: .seconds(300)) {
            await play(stage, until: paused)
            #expect(sites.journalStatus == .full(reason: full))
            await stage.scene.inject(.none)
            let made = await stage.scene.cluster.made
            while await sites.deliveryStatus.ledger.acknowledged < made, !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(20))
            }
            // What was missed may all be in the list that comes before the watch.
            while states.withLock({ $0.last != .live }), !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(20))
            }
        }

        let tally = await stage.scene.tally()
        #expect(tally.missing == 0)
        #expect(tally.duplicates == 0)
        #expect(await sites.deliveryStatus.ledger.isBalanced)
        let pause = try #require(states.withLock { $0.firstIndex(of: .paused(reason: full)) })
        #expect(states.withLock { $0[..<pause].contains(.live) && $0[pause...].contains(.live) })
        await stage.scene.stop()
    }

    /// Lets things happen until the bell rings.
    private func play(_ stage: Stage, until bell: Doorbell) async {
        await stage.scene.cluster.watched(within: .seconds(3600))
        await withTaskGroup { group in
            group.addTask {
                while !Task.isCancelled {
                    await stage.scene.emit(5)
                    try? await Task.sleep(for: .milliseconds(10))
                }
            }
            await bell.wait()
            group.cancelAll()
        }
    }

    @Test func whatWaitsForAFormerSinkIsTold() async throws {
        let directory = try TemporaryDirectory()
        var stage = try await stage(start: .all, directory: directory)
        await stage.scene.inject(.serverError, probability: 1)
        try await runUntilListed(stage)

        #expect(try await notes(stage).isEmpty)
        var sink = SinkSettings()
        sink.sink = Secret(stage.scene.sink.replacing("logStore=", with: "logStore=other-"))
        stage.session.sink = try await stage.application.sink(sink)
        let notes = try await notes(stage)

        #expect(notes.count == 1)
        #expect(notes.first?.hasPrefix("\(Self.backlog) events still wait for ") == true)
        #expect(notes.first?.contains("/demo/k8s-event, which is no sink of this run") == true)
        await stage.scene.stop()
    }

    private func runUntilListed(_ stage: Stage) async throws {
        let sites = try await stage.application.sites(stage.session, overflow: .wait, mayNarrow: false)
        await Pipeline(sites: sites) { _ in }.run {
            while await sites.deliveryStatus.ledger.waiting < Self.backlog, !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private func notes(_ stage: Stage) async throws -> [String] {
        let sites = try await stage.application.sites(stage.session, overflow: .wait, mayNarrow: false)
        return sites.flatMap(\.formerSinks)
    }
}
