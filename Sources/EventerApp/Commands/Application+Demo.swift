import Alerts
import Basics
import Demo
import Events
import FoundationEssentials
import Glibc
import HTTP
import Journal
import Kubernetes

extension Application {
    /// `eventer demo`: an embedded cluster and an embedded receiver, with or without viewer and forwarder.
    ///
    /// - Parameters:
    ///   - settings: What the cluster plays and the receiver does.
    ///   - view: How to show it.
    /// - Returns: The exit code.
    /// - Throws: ``AppError``.
    package func demo(_ settings: DemoSettings, view: ViewSettings) async throws(AppError) -> ExitCode {
        if settings.mode == .viewer {
            _ = try choice(view)
            _ = try look(view)
        }
        let isOnScreen = settings.mode == .viewer && !view.writesLines(process)
        let view = isOnScreen ? try scopedForScreen(view) : view
        let scene = try await DemoScene.start(settings)
        let outcome = await withTaskGroup(of: Void.self) { group in
            // Served alone, the play waits longer for whoever comes: what is superseded before the first watch is seen by nobody.
            group.addTask { await scene.servers.play(grace: .seconds(settings.mode == .serve ? 10 : 3)) }
            let outcome = await play(settings, view, scene)
            group.cancelAll()
            return outcome
        }
        await scene.servers.stop()
        scene.cleanUp()
        return try outcome.get()
    }

    private func play(
        _ settings: DemoSettings,
        _ view: ViewSettings,
        _ scene: DemoScene
    ) async -> Result<ExitCode, AppError> {
        do throws(AppError) {
            switch settings.mode {
            case .serve: return .success(await serve(scene))
            case .headless: return .success(try await headless(settings, view, scene))
            case .viewer where view.writesLines(process):
                let session = try await session(settings, view, scene)
                return .success(
                    try await lines(
                        clusters: session.members.map(\.cluster),
                        settings: session.clusterSettings,
                        view: view
                    )
                )
            case .viewer:
                let code = try await run(session(settings, view, scene))
                let tally = await scene.servers.tally()
                say("the receiver got \(tally.received) of \(tally.emitted) event versions: \(scene.received)")
                return .success(code)
            }
        } catch {
            return .failure(error)
        }
    }

    private func session(
        _ settings: DemoSettings,
        _ view: ViewSettings,
        _ scene: DemoScene
    ) async throws(AppError) -> Session {
        var cluster = ClusterSettings()
        cluster.kubeconfig = scene.kubeconfig
        var sink = SinkSettings()
        sink.sink = Secret(scene.servers.sink)
        return Session(
            members: try clusters(cluster).map { found in
                .init(cluster: found, directory: settings.state ?? scene.folder + "/journal")
            },
            clusterSettings: cluster,
            view: view,
            look: settings.mode == .viewer ? try look(view) : EffectiveConfiguration(),
            sink: try await self.sink(sink),
            start: .all,
            alerts: try demoAlerts(view),
            label: "DEMO",
            isKept: settings.state != nil
        )
    }

    /// What is played calls nobody, unless a configuration file is named for it.
    private func demoAlerts(_ view: ViewSettings) throws(AppError) -> AlertPlan? {
        let choice = configurationChoice(view.look)
        var plan = try alertPlan(view.alerts, choice)
        if choice == .usual, plan?.hooks.isEmpty == false {
            plan?.hooks = []
            plan?.notes = ["the demo calls no hooks, unless --config names the file that has them"]
        }
        return plan
    }

    /// The servers alone, until SIGTERM.
    private func serve(_ scene: DemoScene) async -> ExitCode {
        let signals = await Signals([SIGTERM, SIGINT])
        let identity = await scene.servers.identity.origin
        printJSON([
            "kubeconfig": .text(scene.kubeconfig), "sink": .text(scene.servers.sink), "received": .text(scene.received),
            "keylessSink": .text(scene.servers.keylessSink), "metadata": .text(identity), "sts": .text(identity),
            "credentialsURI": .text(identity + "/credentials"), "roleARN": .text(IdentityServer.roleARN),
            "oidcProviderARN": .text(IdentityServer.providerARN), "oidcTokenFile": .text(scene.tokenFile),
        ])
        _ = await signals.received.first { _ in true }
        return .done
    }

    private func requireOwn(_ store: Store, _ directory: String) throws(AppError) {
        if case .held(let holder) = store.status {
            throw AppError(
                "the journal in \(directory) is held by process \(holder)",
                hint: "give this one another --state",
                code: .held
            )
        }
        guard store.journal?.newestID == 0 else {
            throw AppError(
                "the journal in \(directory) is of an earlier run, whose events this one would count",
                hint: "give --headless an empty directory, or none",
                code: .usage
            )
        }
    }

    /// Servers, forwarder and rules, until SIGTERM or until every version of a play of known length is accounted for.
    private func headless(
        _ settings: DemoSettings,
        _ view: ViewSettings,
        _ scene: DemoScene
    ) async throws(AppError) -> ExitCode {
        let session = try await session(settings, view, scene)
        session.alerts?.notes.forEach(say)
        let sites = try await sites(session, overflow: .wait, mayNarrow: false)
        for (site, member) in zip(sites, session.members) { try requireOwn(site.store, member.directory) }
        // Those that `eventer alerts` lists.
        let incidents = Locked<Set<String>>([])
        let alerts = desk(session.alerts, sites) { change in
            if change.incident.severity > .low { incidents.withLock { _ = $0.insert(change.incident.id) } }
        } publish: { _, _ in
        }
        let pipeline = Pipeline(sites: sites, alerts: alerts) { _ in }
        let signals = await Signals([SIGTERM, SIGINT])
        let began = clock.now
        await pipeline.run(drainLimit: .seconds(8)) {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = await signals.received.first { _ in true } }
                group.addTask { await untilAccounted(for: settings.count, sites) }
                await group.next()
                group.cancelAll()
            }
        }
        let seconds = (clock.now - began).seconds
        let ledger = await sites.deliveryStatus.ledger
        let tally = await scene.servers.tally()
        printJSON([
            "emitted": .number(tally.emitted), "seen": .number(ledger.seen),
            "acknowledged": .number(ledger.acknowledged),
            "waiting": .number(ledger.waiting), "dead": .number(ledger.dead), "filtered": .number(ledger.filtered),
            "dropped": .number(ledger.dropped), "lost": .number(ledger.lost), "received": .number(tally.received),
            "missing": .number(tally.missing), "duplicates": .number(tally.duplicates),
            "alerts": .number(incidents.withLock(\.count)), "seconds": .decimal((seconds * 1000).rounded() / 1000),
        ])
        return tally.missing == ledger.waiting + ledger.dead + ledger.dropped + ledger.lost || settings.count == nil
            ? .done : .failed
    }

    private func untilAccounted(for count: Int?, _ sites: [Site]) async {
        while (try? await clock.sleep(for: .milliseconds(50))) != nil {
            guard let count else { continue }
            let ledger = await sites.deliveryStatus.ledger
            if ledger.seen >= count, ledger.waiting == 0 { return }
        }
    }

    private enum JSONValue {
        case text(String)
        case number(Int)
        case decimal(Double)
    }

    private func printJSON(_ members: KeyValuePairs<String, JSONValue>) {
        let parts = members.map { name, value in
            switch value {
            case .text(let text): "\"\(name)\":\(quotedJSON(text))"
            case .number(let number): "\"\(name)\":\(number)"
            case .decimal(let number): "\"\(name)\":\(number)"
            }
        }
        let line = Array(("{" + parts.joined(separator: ",") + "}\n").utf8)
        line.withUnsafeBytes { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}
