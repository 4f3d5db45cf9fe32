import Basics
import Events
import Glibc
import HTTP
import Journal
import Kubernetes
import LogService
import Terminal
import TextGrid
import Viewer

/// The screen and what is around it.
extension Application {
    /// Takes over the terminal, whose keys come from `path` where standard input is no terminal.
    ///
    /// - Throws: ``AppError`` when it cannot show a screen.
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
        /// Does what a person wants of an alert.
        var obey: @Sendable (AlertOrder) async -> Void = { _ in }
        /// Nil for a replay, which delivers nothing.
        var delivery: DeliveryWatch?
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

    /// What stays as it is while the screen shows the clusters of `session`.
    func viewConfiguration(_ session: Session, _ memory: PromptMemory) -> ViewConfiguration {
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

    /// Tells the screen of delivery and journals, when something changed.
    func reportDelivery(_ scene: Scene) async {
        var last: DeliveryWatch.Look?
        await scene.delivery?.run { look in
            if look.delivery != last?.delivery { scene.mailbox.post(.delivery(look.delivery)) }
            if look.journal != last?.journal { scene.mailbox.post(.journal(look.journal)) }
            last = look
            return true
        }
    }

    /// Fills the table with what the journal of a site still knows, and the gaps in it.
    func preload(_ site: Site, _ limit: Int, into mailbox: Mailbox) async {
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

    /// Those of the demo end with it, as its events do.
    private func savedViews(of session: Session?) -> SavedViews {
        guard let session, !session.isKept, let directory = session.members.first?.directory else {
            return SavedViews(process: process)
        }
        return SavedViews(path: directory + "/views.yaml")
    }

    private func services(_ scene: Scene, capacity: Int) -> InterfaceServices {
        let (sites, now, process) = (scene.sites, now, process)
        let desk = scene.session?.sink.map { sink in
            LogstoreDesk(sink: sink, now: now) { reader(of: sink, CurlClient()) }
        }
        return InterfaceServices(
            setForwarding: { isOn in
                await sites.setForwarding(isOn)
                scene.delivery?.news.ring()
            },
            retryStreams: { sites.retry() },
            object: { key, cluster in
                var found = await sites.object(for: key, cluster: cluster)
                if found.json == nil { found.json = await desk?.object(key) }
                return found
            },
            timeline: { await sites.timeline(of: $0, cluster: $1, post: $2) },
            history: { await sites.readHistory(since: $0, limit: capacity, deliver: $1) },
            logstore: desk,
            tallies: { await sites.tallies($0, from: $1, to: $2) },
            deadLetters: { await sites.deadLetters(limit: 100) },
            retryForwarding: {
                defer { scene.delivery?.news.ring() }
                return await sites.retryForwarding()
            },
            flush: { await sites.drain(within: $0) },
            drop: { await sites.drop() },
            alert: scene.obey,
            export: { await sites.export($0, besides: desk, process: process, at: $1) },
            objects: { await sites.text(of: $0, besides: desk, as: $1, at: $2) },
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
