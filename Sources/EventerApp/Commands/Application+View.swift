import Events
import Forwarding
import Journal
import Kubernetes
import LogService
import Terminal
import Viewer

extension Application {
    /// `eventer`: the viewer, or lines.
    ///
    /// - Parameters:
    ///   - cluster: What to watch.
    ///   - view: How to show it.
    ///   - sink: Where to forward to.
    ///   - journal: How much to keep, and how long.
    ///   - state: Where to keep events; nil takes the usual place.
    /// - Returns: The exit code.
    /// - Throws: ``AppError`` for what the user has to know before or in place of a screen.
    package func view(
        cluster: ClusterSettings,
        view: ViewSettings,
        sink: SinkSettings,
        journal: JournalSettings = JournalSettings(),
        state: String?
    ) async throws(AppError) -> ExitCode {
        // What is wrong with the flags, before a cluster is looked for.
        _ = try choice(view)
        let look = try look(view)
        let forwardFilter = try filter(sink.forwardFilter, of: "--forward-filter")
        let configurations = try clusters(cluster)
        let warnings = configurations.flatMap(\.warnings)
        warnings.indices.filter { !warnings[..<$0].contains(warnings[$0]) }.forEach { say(warnings[$0]) }
        if view.writesLines(process) {
            if sink.sink != nil { say("lines are not forwarded; `eventer forward` does that") }
            return try await lines(clusters: configurations, settings: cluster, view: view)
        }
        let sinkConfiguration = try await self.sink(sink)
        sinkConfiguration?.warnings.forEach(say)
        if sinkConfiguration == nil, !forwardFilter.isEmpty { say("--forward-filter has no effect without a sink") }
        let session = Session(
            members: members(configurations, state: state),
            state: state,
            clusterSettings: cluster,
            view: try scopedForScreen(view),
            look: look,
            sink: sinkConfiguration,
            start: sink.start ?? .now,
            journal: journal.options,
            forwardFilter: forwardFilter,
            alerts: try alertPlan(view.alerts, configurationChoice(view.look)),
            label: nil
        )
        return try await run(session)
    }

    /// What a run of the viewer or the forwarder is made of.
    struct Session: Sendable {
        /// A cluster and where its journal is.
        struct Member: Sendable {
            var cluster: ClusterConfiguration
            var directory: String
        }

        var members: [Member]
        /// What `--state` said; nil takes the usual place.
        var state: String?
        var clusterSettings: ClusterSettings
        var view: ViewSettings
        var look = EffectiveConfiguration()
        var sink: LogServiceConfiguration?
        var start: SinkSettings.Start
        /// The limits of each journal.
        var journal = JournalOptions()
        var forwardFilter = EventFilter.everything
        /// Nil for a run without alerts.
        var alerts: AlertPlan?
        /// `DEMO`, for the header.
        var label: String?
        /// Whether the journals are there at the next start.
        var isKept = true
        /// Clusters that were watched before, and where their journals are.
        var visited: [Member] = []
        /// What to say once the screen is there.
        var arrivalNotice: String?
    }

    /// Gives each cluster its journal.
    func members(_ clusters: [ClusterConfiguration], state: String?) -> [Session.Member] {
        clusters.map { cluster in
            let directory = StateDirectory.path(
                flag: state,
                cluster: cluster.cluster,
                server: cluster.server,
                isShared: clusters.count > 1,
                process: process
            )
            return Session.Member(cluster: cluster, directory: directory)
        }
    }

    /// Shows the screen until the user leaves, with as many clusters one after the other as he goes to.
    func run(_ session: Session) async throws(AppError) -> ExitCode {
        var session = session
        var sites = try await sites(session, overflow: .lose, mayNarrow: true)
        sites.flatMap { site in site.formerSinks.map(site.labelled) }.forEach(say)
        let screen = try await openScreen(session.look)
        var former: ViewState?
        while true {
            let (departure, state) = await show(session, sites, screen, after: former)
            switch departure {
            case .quit(let quit):
                await screen.close()
                return await farewell(quit, session, sites)
            case .contexts(let names):
                former = state
                do throws(AppError) {
                    (session, sites) = try await go(from: session, to: names)
                } catch {
                    await screen.close()
                    throw error
                }
            }
        }
    }

    /// Watches and shows the clusters of a session.
    private func show(
        _ session: Session,
        _ sites: [Site],
        _ screen: NcursesScreen,
        after former: ViewState?
    ) async -> (Interface<NcursesScreen>.Departure, ViewState) {
        let preferences = session.look.preferences
        let mailbox = Mailbox(capacity: preferences.maximumEvents)
        let alerts = desk(session.alerts, sites) { board, _ in mailbox.post(.alerts(board)) }
        let pipeline = Pipeline(sites: sites, alerts: alerts) { mailbox.post($0) }
        let memory = PromptMemory(directory: session.members.first?.directory ?? "")
        let configuration = viewConfiguration(session, memory)
        let scene = Scene(
            screen: screen,
            mailbox: mailbox,
            sites: sites,
            memory: memory,
            session: session,
            obey: { await alerts?.obey($0) },
            delivery: DeliveryWatch(sites, every: .milliseconds(500), clock: clock)
        )
        return await pipeline.run {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await reportDelivery(scene) }
                for site in sites {
                    let limit = min(preferences.maximumEvents, 20_000) / sites.count
                    group.addTask { await preload(site, limit, into: mailbox) }
                }
                let filter = session.view.filter.isEmpty ? preferences.view.filter : session.view.filter
                let end = await interface(configuration, scene, filter, after: former)
                group.cancelAll()
                return end
            }
        }
    }

    private func farewell(_ quit: Effect.Quit, _ session: Session, _ sites: [Site]) async -> ExitCode {
        let (waiting, unkept) = await sites.undelivered
        if waiting > 0, session.isKept {
            guard unkept == 0 else {
                say("\(unkept) events were neither delivered nor kept")
                return .undelivered
            }
            say("\(waiting) events wait in the journal and are sent at the next start")
        }
        return quit == .interrupted ? .interrupted : .done
    }
}

extension ViewSettings {
    /// Whether lines take the place of the screen.
    func writesLines(_ process: ProcessContext) -> Bool {
        output != nil || once || failOn != nil || !process.isOutputTerminal
            || ["", "dumb"].contains(process.environment["TERM"] ?? "")
    }
}
