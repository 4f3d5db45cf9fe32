import Basics
import Events
import Forwarding
import Glibc
import HTTP
import Journal
import Kubernetes
import LogService
import Terminal
import TextGrid
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
        let pipeline = Pipeline(sites: sites) { mailbox.post($0) }
        let memory = PromptMemory(directory: session.members.first?.directory ?? "")
        let configuration = viewConfiguration(session, memory)
        let scene = Scene(screen: screen, mailbox: mailbox, sites: sites, memory: memory, session: session)
        return await pipeline.run {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await reportDelivery(sites, to: mailbox) }
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

    private func viewConfiguration(_ session: Session, _ memory: PromptMemory) -> ViewConfiguration {
        let names = session.members.map(\.cluster.title)
        let preferences = session.look.preferences
        var configuration = ViewConfiguration(
            context: names.joined(separator: ","),
            clusters: names.count > 1 ? names : [],
            scope: session.clusterSettings.scope,
            label: session.label,
            zone: preferences.view.zone.rules(around: now()),
            sink: session.sink.map {
                .init(
                    target: $0.project + "/" + $0.logstore,
                    endpoint: "\($0.endpoint)",
                    endpointOrigin: $0.endpointSource.name,
                    keyOrigin: $0.credentialSource.name
                )
            },
            isASCII: preferences.isASCII || preferences.ambiguousWidth == 2,
            showsNamespace: session.clusterSettings.namespaces.count != 1,
            maximumEvents: preferences.maximumEvents
        )
        configuration.preferences = preferences.view
        configuration.usesMouse = preferences.mouse
        configuration.contexts = contexts(of: session)
        configuration.history = memory.load()
        configuration.views = savedViews(of: session).load(beside: preferences.view.views)
        configuration.version = process.version
        return configuration
    }

    @MainActor
    func openScreen(_ look: EffectiveConfiguration, input path: String? = nil) throws(AppError) -> NcursesScreen {
        var input = STDIN_FILENO
        if let path {
            input = open(path, O_RDWR | O_CLOEXEC)
            guard input >= 0 else {
                throw AppError("cannot open \(path) for the keys", hint: "use -o lines", code: .failed)
            }
        }
        do {
            let wish = ColourWish(look, environment: process.environment)
            var options = TerminalOptions()
            options.colours = wish.depth
            options.theme = look.preferences.theme
            options.ambiguousWidth = look.preferences.ambiguousWidth
            options.names = wish.terminals(process.environment["TERM"] ?? "dumb")
            let screen = try NcursesScreen(input: input, options: options)
            screen.setMouse(look.preferences.mouse)
            CrashGuard.install()
            return screen
        } catch {
            throw AppError("\(error)", hint: "set TERM, or use -o lines", code: .failed)
        }
    }

    /// What is around the interface.
    struct Scene: Sendable {
        var screen: NcursesScreen
        var mailbox: Mailbox
        var sites: [Site]
        var memory: PromptMemory?
        /// Nil for a replay, which has no clusters.
        var session: Session?
    }

    /// Shows the screen until it is left, and tells how it looked then.
    @MainActor
    func interface(
        _ configuration: ViewConfiguration,
        _ scene: Scene,
        _ filter: String,
        after former: ViewState? = nil
    ) async -> (Interface<NcursesScreen>.Departure, ViewState) {
        let screen = scene.screen
        scene.mailbox.post(.journal(scene.sites.journalStatus))
        if let notice = scene.session?.arrivalNotice { scene.mailbox.post(.notice(notice)) }
        return await AmbiguousWidth.$cells.withValue(screen.ambiguousWidth) {
            let state =
                former?.continued(with: configuration, size: screen.size, now: now())
                ?? ViewState(configuration: configuration, size: screen.size, now: now(), filter: filter)
            let interface = Interface(
                state: state,
                screen: screen,
                mailbox: scene.mailbox,
                services: services(scene, capacity: configuration.maximumEvents),
                now: now
            )
            let departure = await interface.run(input: screen.input)
            return (departure, interface.state)
        }
    }

    /// Those of the demo end with it, as its events do.
    private func savedViews(of session: Session?) -> SavedViews {
        guard let session, !session.isKept, let directory = session.members.first?.directory else {
            return SavedViews(process: process)
        }
        return SavedViews(path: directory + "/views.yaml")
    }

    private func services(_ scene: Scene, capacity: Int) -> InterfaceServices {
        let (sites, now, process) = (scene.sites, now, process)
        return InterfaceServices(
            setForwarding: { await sites.setForwarding($0) },
            retryStreams: { sites.retry() },
            object: { await sites.object(for: $0, cluster: $1) },
            timeline: { await sites.timeline(of: $0, cluster: $1, post: $2) },
            history: { await sites.readHistory(since: $0, limit: capacity, deliver: $1) },
            deadLetters: { await sites.deadLetters(limit: 100) },
            retryForwarding: { await sites.retryForwarding() },
            flush: { await sites.drain(within: $0) },
            drop: { await sites.drop() },
            export: { await sites.export($0, process: process, at: now()) },
            objects: { await sites.text(of: $0, as: $1, at: now()) },
            remember: { scene.memory?.add($1, at: $0) },
            saveView: { view in
                do throws(ExportFile.Problem) {
                    try savedViews(of: scene.session).save(view)
                    return nil
                } catch {
                    return "the view is not kept: \(error)"
                }
            },
            prepare: { await prepare($0, scene) }
        )
    }

    /// Tells the screen of delivery and journals twice a second, when something changed.
    private func reportDelivery(_ sites: [Site], to mailbox: Mailbox) async {
        var last: DeliveryStatus?
        var lastJournal = sites.journalStatus
        repeat {
            let status = await sites.deliveryStatus
            if status != last { mailbox.post(.delivery(status)) }
            last = status
            let journal = sites.journalStatus
            if journal != lastJournal {
                lastJournal = journal
                mailbox.post(.journal(journal))
            }
        } while (try? await clock.sleep(for: .milliseconds(500))) != nil
    }

    /// Fills the table with what the journal of a site still knows, and the gaps in it.
    private func preload(_ site: Site, _ limit: Int, into mailbox: Mailbox) async {
        guard let reader = site.store.reader, let scope = site.source?.scope,
            let kept = try? await reader.events(newest: limit), let oldest = kept.first?.received
        else { return }
        let namespaces = Set(scope.namespaces)
        var events = kept.filter { event in
            (namespaces.isEmpty || namespaces.contains(event.namespace)) && scope.selector?.mayMatch(event) ?? true
        }
        for index in events.indices { events[index].cluster = site.label }
        let streams = Set(scope.candidates(of: site.label))
        let gaps = ((try? await reader.gaps(cluster: site.label)) ?? []).filter {
            $0.gap.to >= oldest && streams.contains($0.stream)
        }
        mailbox.post(.received(events: events, gaps: gaps))
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

extension ViewPreferences.Zone {
    /// Its offsets, with the changes of the system's zone around `now`.
    func rules(around now: Timestamp) -> LocalZone {
        switch self {
        case .local: .system(around: now)
        case .offset(let seconds): LocalZone(secondsEast: seconds)
        }
    }
}

extension ViewSettings {
    /// Whether lines take the place of the screen.
    func writesLines(_ process: ProcessContext) -> Bool {
        output != nil || once || failOn != nil || !process.isOutputTerminal
            || ["", "dumb"].contains(process.environment["TERM"] ?? "")
    }
}
