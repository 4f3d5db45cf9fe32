import Basics
import Events
import Forwarding
import Glibc
import HTTP
import Journal
import Kubernetes
import LogService
import Logging

extension Application {
    /// `eventer forward`: without a screen, until SIGTERM; then drains and ends with 0.
    ///
    /// - Parameter settings: What to watch and where to send it.
    ///
    /// - Returns: The exit code.
    /// - Throws: ``AppError`` for what has to be put right first.
    package func forward(_ settings: ForwardSettings) async throws(AppError) -> ExitCode {
        // Metadata may come up after the pod: 2, 4, 8 and 16 s, 30 s in all.
        guard let sink = try await sink(settings.sink, pauses: 4) else { throw .noSink }
        let session = Session(
            members: members(try clusters(settings.cluster, plugins: .fromProtectedFiles), state: settings.state),
            clusterSettings: settings.cluster,
            view: ViewSettings(),
            sink: sink,
            start: settings.sink.start ?? .all,
            journal: settings.journal.options,
            forwardFilter: try filter(settings.sink.forwardFilter, of: "--forward-filter"),
            alerts: try alertPlan(
                settings.alerts,
                .init(flag: settings.configuration, environment: process.environment)
            )
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
        let format = settings.logFormat ?? (process.isErrorTerminal ? .text : .json)
        let log = HeadlessLog(LogOutput(format: format, now: now), version: process.version)
        let health = Health(
            version: process.version,
            countsTypes: settings.countsEventTypes,
            now: now,
            uptime: uptime()
        )
        if session.members.contains(where: { $0.cluster.skipsVerification || !$0.cluster.isEncrypted }) {
            health.noteUnverifiedServer()
        }
        let server = try await HealthServer(address: settings.healthAddress, port: settings.healthPort, health: health)
        for stream in sites.compactMap(\.source).flatMap({ $0.scope.streams(of: $0.label) }) { health.expect(stream) }
        let reporter = AlertReporter(log)
        let alerts = desk(session.alerts, sites) {
            reporter.note($0)
        } publish: { board, figures in
            reporter.note(board)
            health.note(figures)
        }
        let pipeline = Pipeline(sites: sites, alerts: alerts) { report in
            health.note(report)
            log.note(report)
        }
        let signals = await Signals([SIGTERM, SIGINT, SIGHUP])
        introduce(session, sites, log)
        log.introduce(session.alerts)
        log.main.info("listening for health checks and metrics", metadata: ["address": "\(server.place)"])
        let ending = await withLastResort(signals, log, sites) { hurry in
            await pipeline.run(drainLimit: .seconds(8)) {
                defer { hurry.ring() }
                return await untilTheEnd(signals, server, health, log, sites)
            }
        }
        let ledger = await sites.deliveryStatus.ledger
        log.main.info("stopped", metadata: ledger.fields)
        guard ending == .signal else { return .failed }
        let endangered = await sites.undelivered.unkept
        if endangered > 0 {
            log.main.error(
                "events were neither delivered nor kept",
                metadata: ["events": .stringConvertible(endangered)]
            )
            return .undelivered
        }
        return .done
    }

    /// Says what is about to happen.
    private func introduce(_ session: Session, _ sites: [Site], _ log: HeadlessLog) {
        for note in process.notes + (session.sink?.warnings ?? []) {
            log.main.warning("configuration", metadata: ["note": "\(note)"])
        }
        if let source = session.sink?.credentialSource {
            log.main.info("access key", metadata: ["source": "\(source.name)"])
        }
        for (site, member) in zip(sites, session.members) {
            for warning in member.cluster.warnings {
                log.main.warning("configuration", metadata: ["note": "\(site.labelled(warning))"])
            }
            log.main.info(
                "forwarding",
                metadata: [
                    "scope": "\(session.clusterSettings.scope)", "server": "\(site.labelled(member.cluster.server))",
                    "sink": "\(session.sink?.description ?? "")",
                ]
            )
            for note in site.formerSinks {
                log.main.warning("former sink", metadata: ["note": "\(site.labelled(note))"])
            }
            if !session.forwardFilter.isEmpty {
                log.main.info("forwarding what matches", metadata: ["filter": "\(session.forwardFilter.text)"])
            }
            log.noteSalvage(site)
            let journal: Logger.Metadata = ["state": "\(site.labelled(site.store.status.text))"]
            if case .keeping = site.store.status {
                log.journal.info("opened", metadata: journal)
            } else {
                log.journal.warning("opened; what waits when this process ends is lost", metadata: journal)
            }
        }
    }

    private enum Ending { case signal, damage }

    /// Nothing else ends the run, whatever becomes of its parts.
    private func untilTheEnd(
        _ signals: Signals,
        _ server: HealthServer,
        _ health: Health,
        _ log: HeadlessLog,
        _ sites: [Site]
    ) async -> Ending {
        await withTaskGroup(of: Ending?.self) { group in
            group.addTask {
                await server.run()
                return nil
            }
            group.addTask {
                repeat { log.note(sites.drops) } while (try? await clock.sleep(for: .seconds(60))) != nil
                return nil
            }
            group.addTask {
                var reporter = DeliveryReporter(log: log)
                var ending: Ending?
                await DeliveryWatch(sites, every: .seconds(1), clock: clock).run { look in
                    health.note(look.delivery, journal: look.journal, figures: sites.journalFigures)
                    reporter.report(look.delivery, look.journal, at: now())
                    log.tick()
                    for site in sites where site.store.journal?.isDamaged ?? false {
                        log.journal.error(
                            "damaged; what can be read is carried over at the next start",
                            metadata: ["state": "\(site.labelled(site.store.status.text))"]
                        )
                        ending = .damage
                    }
                    return ending == nil
                }
                return ending
            }
            group.addTask {
                var pause = Duration.seconds(5)
                while (try? await clock.sleep(for: pause)) != nil {
                    ResidentMemory.trim()
                    pause = .seconds(30)
                }
                return nil
            }
            group.addTask {
                guard let number = await signals.received.first(where: { $0 != SIGHUP }) else { return nil }
                log.main.info("draining", metadata: ["signal": .stringConvertible(Int(number))])
                return .signal
            }
            for await case let ending? in group {
                group.cancelAll()
                return ending
            }
            return .signal
        }
    }

    /// A clock for signs of life.
    private func uptime() -> @Sendable () -> Duration {
        let clock = SuspendingClock()
        let began = clock.now
        return { clock.now - began }
    }
}
