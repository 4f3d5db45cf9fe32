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
            try? await journal.flush()
            try? await journal.registerSink(name, start: .now)
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

    /// One watcher for each stream, from where the journal ends.
    func watchers(
        _ session: Session,
        _ client: CurlClient,
        _ store: Store,
        _ signal: RetrySignal
    ) async throws(AppError) -> [EventWatcher] {
        var watchers: [EventWatcher] = []
        for stream in streams(session.clusterSettings) {
            // Another process's journal says nothing of what this one has seen.
            let point = store.journal == nil ? nil : try? await store.reader?.resumePoint(of: stream.id)
            let start = point.map { StartPoint.resume($0.resourceVersion, keptAt: nil) } ?? .list
            watchers.append(
                watcher(
                    client,
                    session.cluster,
                    stream.namespace,
                    start: start,
                    keepsManagedFields: session.sink?.keepsManagedFields ?? false,
                    signal: signal
                )
            )
        }
        return watchers
    }

    /// Whether no stream has ever been listed into the journal.
    private func isFresh(_ session: Session, _ store: Store) async -> Bool {
        for stream in streams(session.clusterSettings)
        where (try? await store.reader?.resumePoint(of: stream.id)) != nil {
            return false
        }
        return true
    }
}
