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
        guard let sink = try await self.sink(settings.sink) else {
            throw AppError(
                "no sink is given",
                hint: "set EVENTER_SINK to sls:https://ENDPOINT?project=…&logStore=…, or use --sink-file",
                code: .usage
            )
        }
        let session = Session(
            members: members(try clusters(settings.cluster, plugins: .fromProtectedFiles), state: settings.state),
            clusterSettings: settings.cluster,
            view: ViewSettings(),
            sink: sink,
            start: settings.sink.start ?? .all
        )
        let sites = try await sites(session, overflow: .wait, mayNarrow: false)
        for (site, member) in zip(sites, session.members) {
            guard case .held(let holder) = site.store.status else { continue }
            throw AppError(
                "the journal in \(member.directory) is held by process \(holder)",
                hint: "stop that one, or give this one another --state",
                code: .held
            )
        }
        return try await forward(session, sites, settings)
    }

    private func forward(_ session: Session, _ sites: [Site], _ settings: ForwardSettings) async throws(AppError)
        -> ExitCode
    {
        let log = HeadlessLog(version: process.version)
        let health = Health(version: process.version, now: now)
        let server = try await HealthServer(address: settings.healthAddress, port: settings.healthPort, health: health)
        for stream in sites.compactMap(\.source).flatMap({ $0.scope.streams(of: $0.label) }) { health.expect(stream) }
        let pipeline = Pipeline(sites: sites) { report in
            health.note(report)
            log.note(report)
        }
        introduce(session, sites, log)
        let signals = await Signals([SIGTERM, SIGINT, SIGHUP])
        let failure = await pipeline.run(drainLimit: .seconds(8)) {
            await untilSignalled(signals, server, health, log, sites)
        }
        if let failure { throw failure }
        let ledger = await sites.deliveryStatus.ledger
        log.info(
            "stopped: \(ledger.acknowledged) acknowledged, \(ledger.waiting) waiting in the journal, \(ledger.dead) dead"
        )
        let endangered = await sites.undelivered.unkept
        if endangered > 0 {
            log.warn("\(endangered) events were neither delivered nor kept")
            return .undelivered
        }
        return .done
    }

    /// Says what is about to happen.
    private func introduce(_ session: Session, _ sites: [Site], _ log: HeadlessLog) {
        session.sink?.warnings.forEach(log.warn)
        if let source = session.sink?.credentialSource { log.info("access key: from \(source.name)") }
        for (site, member) in zip(sites, session.members) {
            member.cluster.warnings.forEach { log.warn(site.labelled($0)) }
            let scope = session.clusterSettings.scope
            log.info(
                site.labelled("forwarding \(scope) of \(member.cluster.server) to \(session.sink?.description ?? "")")
            )
            let journal = site.labelled("journal: \(site.store.status.text)")
            if case .keeping = site.store.status {
                log.info(journal)
            } else {
                log.warn(journal + "; what waits when this process ends is lost")
            }
        }
    }

    private func untilSignalled(
        _ signals: Signals,
        _ server: HealthServer,
        _ health: Health,
        _ log: HeadlessLog,
        _ sites: [Site]
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
                    let (status, journal) = (await sites.deliveryStatus, sites.journalStatus)
                    health.note(status, journal: journal)
                    reporter.report(status, journal, at: now())
                } while (try? await clock.sleep(for: .seconds(1))) != nil
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
