import Basics
import Events
import Forwarding
import HTTP
import Journal
import Kubernetes
import LogService

extension Application {
    /// The forwarder of the session's sink, with its cursor made known to the journal.
    func forwarding(
        _ session: Session,
        _ client: CurlClient,
        _ store: Store
    ) async throws(AppError) -> ForwardingSwitch {
        guard let sink = session.sink, let journal = store.journal else {
            return ForwardingSwitch(sink: session.sink, forwarder: nil, gate: DeliveryGate(waitingFor: []))
        }
        let name = "\(sink.endpoint)/\(sink.project)/\(sink.logstore)"
        let isFresh = await isFresh(session, store)
        let waitsForList = session.start == .now && isFresh
        if !waitsForList {
            do {
                try await journal.registerSink(name, start: session.start == .all ? .all : .now)
            } catch {
                throw AppError("\(error)", code: .failed)
            }
        }
        let forwarder = Forwarder(
            journal: journal,
            sinkName: name,
            sink: LogServiceClient(configuration: sink, http: client, now: now),
            options: options(of: sink),
            clock: clock,
            now: now,
            random: { Double.random(in: 0..<1) }
        )
        let gate = DeliveryGate(waitingFor: waitsForList ? streams(session.clusterSettings).map(\.id) : []) {
            // Without its sink in the journal delivery could never acknowledge, so this goes on until the disk takes it.
            while !Task.isCancelled {
                if (try? await journal.flush()) != nil, (try? await journal.registerSink(name, start: .now)) != nil {
                    return
                }
                try? await clock.sleep(for: .seconds(1))
            }
        }
        return ForwardingSwitch(sink: sink, forwarder: forwarder, gate: gate)
    }

    private func options(of sink: LogServiceConfiguration) -> ForwardingOptions {
        var options = ForwardingOptions()
        options.target = sink.project + "/" + sink.logstore
        options.endpoint = "\(sink.endpoint)"
        options.topic = sink.topic
        options.compression = sink.compression
        options.mapping = EventLog(
            format: sink.eventIDFormat == .compact ? .compact : .indented,
            labels: sink.labels.map { ($0.key, $0.value) }
        )
        return options
    }

    /// One watcher for each stream, from where the journal ends, and what ends the pause of each.
    func watchers(
        _ session: Session,
        _ client: CurlClient,
        _ store: Store
    ) async throws(AppError) -> (watchers: [EventWatcher], signals: [RetrySignal]) {
        await tie(store, to: session.cluster)
        var watchers: [EventWatcher] = []
        var signals: [RetrySignal] = []
        for stream in streams(session.clusterSettings) {
            let signal = RetrySignal()
            signals.append(signal)
            watchers.append(
                watcher(
                    client,
                    session.cluster,
                    stream.namespace,
                    start: await startPoint(of: stream.id, store),
                    keepsManagedFields: session.sink?.keepsManagedFields ?? false,
                    signal: signal
                )
            )
        }
        return (watchers, signals)
    }

    private func startPoint(of stream: StreamID, _ store: Store) async -> StartPoint {
        // Another process's journal says nothing of what this one has seen.
        guard store.journal != nil, let reader = store.reader, let point = try? await reader.resumePoint(of: stream)
        else {
            return .list
        }
        let newest = try? await reader.events(newest: 1).first
        return .resume(point, keptAt: newest?.received)
    }

    /// Forgets where to resume when the journal was written for another API server: its versions mean nothing here.
    private func tie(_ store: Store, to cluster: ClusterConfiguration) async {
        guard let journal = store.journal else { return }
        let known = try? await journal.reader.property(Self.serverProperty)
        guard known != cluster.server else { return }
        if known != nil { try? await journal.forgetResumePoints() }
        try? await journal.setProperty(Self.serverProperty, to: cluster.server)
    }

    private static let serverProperty = "server"

    /// Whether no stream has ever been listed into the journal.
    private func isFresh(_ session: Session, _ store: Store) async -> Bool {
        for stream in streams(session.clusterSettings)
        where (try? await store.reader?.resumePoint(of: stream.id)) != nil {
            return false
        }
        return true
    }
}
