import Basics
import Events
import Forwarding
import Glibc
import HTTP
import Journal
import Kubernetes
import LogService

extension Application {
    /// `eventer forward`: without a screen, until SIGTERM; then drains and ends with 0.
    ///
    /// - Parameter settings: What to watch and where to send it.
    /// - Returns: The exit code.
    /// - Throws: ``AppError`` for what has to be put right first.
    package func forward(_ settings: ForwardSettings) async throws(AppError) -> ExitCode {
        guard let sink = try self.sink(settings.sink) else {
            throw AppError(
                "no sink is given",
                hint: "set EVENTER_SINK to sls:https://ENDPOINT?project=…&logStore=…, or use --sink-file",
                code: .usage
            )
        }
        let cluster = try self.cluster(settings.cluster, plugins: .fromProtectedFiles)
        let directory = StateDirectory.path(
            flag: settings.state,
            cluster: cluster.cluster,
            server: cluster.server,
            process: process
        )
        let store = try Store.open(directory, overflow: .wait, application: self)
        if case .held(let holder) = store.status {
            throw AppError(
                "the journal in \(directory) is held by process \(holder)",
                hint: "stop that one, or give this one another --state",
                code: .held
            )
        }
        let session = Session(
            cluster: cluster,
            clusterSettings: settings.cluster,
            view: ViewSettings(),
            sink: sink,
            start: settings.sink.start ?? .all,
            directory: directory
        )
        return try await forward(session, store, settings)
    }

    private func forward(_ session: Session, _ store: Store, _ settings: ForwardSettings) async throws(AppError)
        -> ExitCode
    {
        let client = CurlClient()
        let journal = HeadlessLog(version: process.version)
        session.cluster.warnings.forEach(journal.warn)
        session.sink?.warnings.forEach(journal.warn)
        let forwarding = try await forwarding(session, client, store)
        let health = Health(version: process.version, now: now)
        let server = try await HealthServer(address: settings.healthAddress, port: settings.healthPort, health: health)
        let pipeline = Pipeline(
            watchers: try await watchers(session, client, store).watchers,
            journal: store.journal,
            forwarder: forwarding.forwarder,
            gate: forwarding.gate
        ) { update in
            if case .status(let status) = update {
                health.note(status)
                journal.note(status)
            }
        }
        journal.info(
            "forwarding \(session.clusterSettings.scope) of \(session.cluster.server) to \(session.sink?.description ?? "")"
        )
        if case .keeping = store.status {
            journal.info("journal: \(store.status.text)")
        } else {
            journal.warn("journal: \(store.status.text); what waits when this process ends is lost")
        }
        let signals = await Signals([SIGTERM, SIGINT, SIGHUP])
        let failure = await pipeline.run(drainLimit: .seconds(8)) {
            await untilSignalled(signals, server, health, journal, store, forwarding)
        }
        if let failure { throw failure }
        let ledger = await forwarding.status.ledger
        journal.info(
            "stopped: \(ledger.acknowledged) acknowledged, \(ledger.waiting) waiting in the journal, \(ledger.dead) dead"
        )
        let endangered = ledger.waiting + (store.journal?.uncommitted ?? 0)
        if endangered > 0, case .notKeeping = store.status {
            journal.warn("\(endangered) events were neither delivered nor kept")
            return .undelivered
        }
        return .done
    }

    private func untilSignalled(
        _ signals: Signals,
        _ server: HealthServer,
        _ health: Health,
        _ log: HeadlessLog,
        _ store: Store,
        _ forwarding: ForwardingSwitch
    ) async -> AppError? {
        await withTaskGroup(of: AppError?.self) { group in
            group.addTask {
                do throws(AppError) { try await server.run() } catch { return error }
                // A server that ends without an error was cancelled: the group is over.
                return nil
            }
            group.addTask {
                for await number in signals.received where number != SIGHUP {
                    log.info("signal \(number): draining")
                    return nil
                }
                return nil
            }
            group.addTask {
                var reporter = DeliveryReporter(log: log)
                repeat {
                    let status = await forwarding.status
                    health.note(status, journal: store.status)
                    reporter.report(status, store.status, at: now())
                } while (try? await clock.sleep(for: .seconds(1))) != nil
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
