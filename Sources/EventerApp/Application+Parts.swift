import Basics
import Events
import Forwarding
import HTTP
import Journal
import Kubernetes
import LogService

extension Application {
    /// Opens what each cluster of the session needs.
    ///
    /// - Parameters:
    ///   - session: The clusters and the sink.
    ///   - overflow: What a journal does when the disk refuses for long.
    ///   - mayNarrow: Whether to make do with the context's namespace where all are forbidden.
    /// - Returns: One for each, in the order of the session.
    /// - Throws: ``AppError`` for a journal that must not be touched, or cannot take the sink.
    func sites(
        _ session: Session,
        overflow: JournalOptions.Overflow,
        mayNarrow: Bool
    ) async throws(AppError) -> [Site] {
        var sites: [Site] = []
        for member in session.members {
            var options = session.journal
            options.overflow = overflow
            let store = try Store.open(member.directory, options: options, application: self)
            // One client each: what curl's thread waits for, such as a slow name server, holds up one cluster only.
            let client = CurlClient()
            let source = ClusterSource(
                label: session.members.count > 1 ? member.cluster.title : "",
                cluster: member.cluster,
                scope: Scope(session.clusterSettings, member.cluster, mayNarrow: mayNarrow),
                client: client,
                keepsManagedFields: session.sink?.keepsManagedFields ?? false,
                patience: overflow == .wait ? .headless : Patience(),
                clock: clock,
                now: now
            )
            let forwarding = try await forwarding(session, source, client, store)
            var site = Site(label: source.label, store: store, forwarding: forwarding, source: source)
            site.alerts = keeper(
                session.alerts,
                label: source.label,
                title: member.cluster.title,
                store,
                directory: member.directory
            )
            sites.append(site)
        }
        return sites
    }

    /// The forwarder of the session's sink, with its cursor made known to the journal.
    private func forwarding(
        _ session: Session,
        _ source: ClusterSource,
        _ client: CurlClient,
        _ store: Store
    ) async throws(AppError) -> ForwardingSwitch {
        guard let sink = session.sink, let journal = store.journal else {
            return ForwardingSwitch(sink: session.sink, forwarder: nil, gate: DeliveryGate(waitingFor: []))
        }
        let name = sink.journalName
        await takeOver(name, sink, journal)
        let isFresh = await isFresh(source, store)
        let waitsForList = session.start == .now && isFresh
        if !waitsForList {
            try await register(name, session.start == .all ? .all : .now, journal)
        }
        let keeper = CredentialKeeper(source: sink.credentialSource, http: client, clock: clock, now: now)
        let forwarder = Forwarder(
            journal: journal,
            sinkName: name,
            sink: LogServiceClient(configuration: sink, http: client, credentials: keeper, now: now),
            options: options(of: sink, session, source),
            clock: clock,
            now: now,
            random: { Double.random(in: 0..<1) }
        )
        let gate = DeliveryGate(waitingFor: waitsForList ? source.scope.streams(of: source.label) : []) {
            // Without its sink in the journal delivery could never acknowledge, so this goes on until the disk takes it.
            while !Task.isCancelled {
                if (try? await journal.flush()) != nil, (try? await journal.registerSink(name, start: .now)) != nil {
                    return
                }
                try? await clock.sleep(for: .seconds(1))
            }
        }
        return ForwardingSwitch(sink: sink, forwarder: forwarder, keeper: keeper, gate: gate)
    }

    /// A disk that refuses once may take it the next time: no reason to end.
    private func register(_ name: String, _ start: SinkStart, _ journal: Journal) async throws(AppError) {
        for attempt in 1...5 {
            do throws(JournalError) {
                return try await journal.registerSink(name, start: start)
            } catch {
                guard attempt < 5 else { throw AppError("\(error)", code: .failed) }
                try? await clock.sleep(for: .milliseconds(200))
            }
        }
    }

    /// Takes over the cursor that the sink had under another of its names, if it has none under this one.
    func takeOver(_ name: String, _ sink: LogServiceConfiguration, _ journal: Journal) async {
        guard journal.cursor(of: name) == nil else { return }
        let names = [sink.formerJournalName] + journal.sinks
        guard let former = names.first(where: { journal.sinks.contains($0) && sink.isNamed($0) }) else { return }
        try? await journal.renameSink(former, to: name)
    }

    private func options(
        of sink: LogServiceConfiguration,
        _ session: Session,
        _ source: ClusterSource
    ) -> ForwardingOptions {
        var options = ForwardingOptions()
        options.filter = session.forwardFilter
        options.cluster = source.label
        options.target = sink.project + "/" + sink.logstore
        options.endpoint = "\(sink.endpoint)"
        options.sendsGapRecords = sink.sendsGapRecords
        options.topic = sink.topic
        options.compression = sink.compression
        options.mapping = EventLog(
            format: sink.eventIDFormat == .compact ? .compact : .indented,
            labels: sink.labels.map { ($0.key, $0.value) }
        )
        return options
    }

    /// Whether none of the streams has ever been listed into the journal.
    private func isFresh(_ source: ClusterSource, _ store: Store) async -> Bool {
        for stream in source.scope.candidates(of: source.label)
        where (try? await store.reader?.resumePoint(of: stream)) != nil {
            return false
        }
        return true
    }
}

extension ClusterConfiguration {
    /// The context's name, or what stands in for it.
    var title: String { context.isEmpty ? cluster : context }
}

extension Patience {
    /// Where nobody looks on: four wake-ups a second, and each brings a commit of the journal at once.
    fileprivate static let headless = Patience(gathering: .milliseconds(250))
}
