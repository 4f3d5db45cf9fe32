import Basics
import Events
import Forwarding
import Glibc
import HTTP
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
    ///   - state: Where to keep events; nil takes the usual place.
    /// - Returns: The exit code.
    /// - Throws: ``AppError`` for what the user has to know before or in place of a screen.
    package func view(
        cluster: ClusterSettings,
        view: ViewSettings,
        sink: SinkSettings,
        state: String?
    ) async throws(AppError) -> ExitCode {
        _ = try filter(view.filter, of: "filter")
        let configuration = try self.cluster(cluster)
        configuration.warnings.forEach(say)
        if view.writesLines(process) {
            if sink.sink != nil { say("lines are not forwarded; `eventer forward` does that") }
            return try await lines(cluster: configuration, settings: cluster, view: view)
        }
        let sinkConfiguration = try self.sink(sink)
        sinkConfiguration?.warnings.forEach(say)
        let directory = StateDirectory.path(
            flag: state,
            cluster: configuration.cluster,
            server: configuration.server,
            process: process
        )
        let session = Session(
            cluster: configuration,
            clusterSettings: cluster,
            view: view,
            sink: sinkConfiguration,
            start: sink.start ?? .now,
            directory: directory,
            label: nil
        )
        return try await run(session)
    }

    /// What a run of the viewer is made of.
    struct Session: Sendable {
        var cluster: ClusterConfiguration
        var clusterSettings: ClusterSettings
        var view: ViewSettings
        var sink: LogServiceConfiguration?
        var start: SinkSettings.Start
        var directory: String
        /// `DEMO`, for the header.
        var label: String?
        /// Whether the journal is there at the next start.
        var isKept = true
    }

    /// Shows the screen until the user leaves.
    func run(_ session: Session) async throws(AppError) -> ExitCode {
        let client = CurlClient()
        let store = try Store.open(session.directory, overflow: .lose, application: self)
        let forwarding = try await forwarding(session, client, store)
        let mailbox = Mailbox(capacity: session.view.maximumEvents)
        let (watchers, signals) = try await watchers(session, client, store)
        let pipeline = Pipeline(
            watchers: watchers,
            journal: store.journal,
            forwarder: forwarding.forwarder,
            gate: forwarding.gate
        ) { mailbox.post($0) }
        let initial = viewConfiguration(session, forwarding)
        let screen = try await openScreen(session.view)
        let quit = await pipeline.run {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await reportDelivery(store, forwarding, to: mailbox) }
                group.addTask { await preload(store, session, into: mailbox) }
                let quit = await interface(initial, screen, mailbox, store, forwarding, signals, session.view.filter)
                group.cancelAll()
                return quit
            }
        }
        await screen.close()
        return await farewell(quit, session, store, forwarding)
    }

    private func viewConfiguration(_ session: Session, _ forwarding: ForwardingSwitch) -> ViewConfiguration {
        ViewConfiguration(
            context: session.cluster.context.isEmpty ? session.cluster.cluster : session.cluster.context,
            scope: session.clusterSettings.scope,
            label: session.label,
            zoneOffset: localZoneOffset(),
            sink: forwarding.sink.map { .init(target: $0.project + "/" + $0.logstore, endpoint: "\($0.endpoint)") },
            isASCII: session.view.ascii,
            showsNamespace: session.clusterSettings.namespaces.count != 1,
            maximumEvents: session.view.maximumEvents
        )
    }

    @MainActor
    func openScreen(_ view: ViewSettings, input path: String? = nil) throws(AppError) -> NcursesScreen {
        var input = STDIN_FILENO
        if let path {
            input = open(path, O_RDWR | O_CLOEXEC)
            guard input >= 0 else {
                throw AppError("cannot open \(path) for the keys", hint: "use -o lines", code: .failed)
            }
        }
        do {
            return try NcursesScreen(
                input: input,
                colours: view.noColour || process.forbidsColour ? .none : .auto
            )
        } catch {
            throw AppError("\(error)", hint: "set TERM, or use -o lines", code: .failed)
        }
    }

    @MainActor
    func interface(
        _ configuration: ViewConfiguration,
        _ screen: NcursesScreen,
        _ mailbox: Mailbox,
        _ store: Store,
        _ forwarding: ForwardingSwitch,
        _ signals: [RetrySignal],
        _ filter: String
    ) async -> Effect.Quit {
        let state = ViewState(configuration: configuration, size: screen.size, now: now(), filter: filter)
        mailbox.post(.journal(store.status))
        let services = Interface<NcursesScreen>.Services(
            setForwarding: { await forwarding.set($0) },
            retryStream: { for signal in signals { signal.poke() } },
            object: { try? await store.reader?.object(for: $0) },
            flush: { limit in await forwarding.forwarder?.drain(within: limit) ?? true },
            drop: { try? await forwarding.forwarder?.drop() }
        )
        let interface = Interface(state: state, screen: screen, mailbox: mailbox, services: services, now: now)
        return await interface.run(input: screen.input)
    }

    /// Tells the screen of delivery and journal twice a second, when something changed.
    private func reportDelivery(_ store: Store, _ forwarding: ForwardingSwitch, to mailbox: Mailbox) async {
        var last: DeliveryStatus?
        var lastJournal = store.status
        repeat {
            let status = await forwarding.status
            if status != last { mailbox.post(.delivery(status)) }
            last = status
            if store.status != lastJournal {
                lastJournal = store.status
                mailbox.post(.journal(lastJournal))
            }
        } while (try? await clock.sleep(for: .milliseconds(500))) != nil
    }

    /// Fills the table with what the journal still knows.
    private func preload(_ store: Store, _ session: Session, into mailbox: Mailbox) async {
        let limit = min(session.view.maximumEvents, 20_000)
        guard let events = try? await store.reader?.events(newest: limit), !events.isEmpty else { return }
        let namespaces = Set(session.clusterSettings.namespaces)
        let wanted = namespaces.isEmpty ? events : events.filter { namespaces.contains($0.namespace) }
        mailbox.post(.received(events: wanted, gaps: []))
    }

    private func farewell(
        _ quit: Effect.Quit,
        _ session: Session,
        _ store: Store,
        _ forwarding: ForwardingSwitch
    ) async -> ExitCode {
        let waiting = await forwarding.status.ledger.waiting + (store.journal?.uncommitted ?? 0)
        guard waiting > 0, session.isKept else { return quit == .interrupted ? .interrupted : .done }
        guard forwarding.sink != nil else { return quit == .interrupted ? .interrupted : .done }
        guard case .keeping = store.status else {
            say("\(waiting) events were neither delivered nor kept")
            return .undelivered
        }
        say("\(waiting) events wait in the journal and are sent at the next start")
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
