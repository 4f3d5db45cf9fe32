import Basics
import Events
import Journal
import Kubernetes

/// What the journal holds of a stream's past.
enum History: Sendable {
    /// Nothing to resume from.
    case none
    case kept(JournalReader)
    /// That of another cluster, until then.
    case ofAnotherCluster(Timestamp?)

    func start(of stream: StreamID) async -> StartPoint {
        switch self {
        case .none: return .list
        case .ofAnotherCluster(let keptAt): return .clusterChanged(keptAt: keptAt)
        case .kept(let reader):
            guard let point = try? await reader.resumePoint(of: stream) else { return .list }
            return .resume(point, keptAt: try? await reader.events(newest: 1).first?.received)
        }
    }
}

/// Whether the cluster that answers is the one that the journal was written for: its versions mean nothing to any other.
///
/// Told by the uid of the namespace kube-system, which survives new names, addresses and certificates; without the right to
/// read it, by the server's URL. A cluster recreated under the same URL is then noticed by the journal's anchor.
struct ClusterIdentity: Sendable {
    private static let uidProperty = "cluster-uid"
    private static let serverProperty = "server"
    private static let uidLimit = 128

    let source: ClusterSource
    /// Nil when nothing is kept, or another process keeps it: then there is nothing to compare, and nothing to resume from.
    let journal: Journal?

    /// Compares, as long as it takes to get an answer; at once when the journal has nothing to resume from.
    ///
    /// - Parameter deliver: Is told why the streams have not begun yet.
    /// - Returns: Where the streams begin; nil when the task was cancelled.
    func settle(_ deliver: ClusterSource.Deliver) async -> History? {
        guard let journal, (try? await journal.reader.hasResumePoints()) == true else { return History.none }
        for stream in source.scope.streams(of: source.label) { await deliver(status(of: stream, .connecting)) }
        guard let found = await ask(deliver) else { return nil }
        let kept = (
            uid: await property(Self.uidProperty, journal), server: await property(Self.serverProperty, journal)
        )
        let isSame = Self.isSame(
            found: found.uid,
            server: source.cluster.server,
            keptUID: kept.uid,
            keptServer: kept.server
        )
        var history = History.kept(journal.reader)
        if !isSame {
            history = .ofAnotherCluster(try? await journal.reader.events(newest: 1).first?.received)
            // Were the points kept and the new cluster noted, the next start would take the one's for the other's.
            guard (try? await journal.forgetResumePoints()) != nil else { return history }
        }
        await keep(found.uid ?? (isSame ? kept.uid : nil), journal)
        return history
    }

    /// Learns the identity beside streams that did not have to wait for it.
    func learn() async {
        guard let journal, let found = await ask({ _ in }) else { return }
        await keep(found.uid, journal)
    }

    static func isSame(found: String?, server: String, keptUID: String?, keptServer: String?) -> Bool {
        if let found, let keptUID { return found == keptUID }
        return keptServer == nil || keptServer == server
    }

    private func property(_ name: String, _ journal: Journal) async -> String? {
        let value = try? await journal.reader.property(name)
        return value?.isEmpty == false ? value : nil
    }

    private func keep(_ uid: String?, _ journal: Journal) async {
        try? await journal.setProperty(Self.uidProperty, to: uid ?? "")
        try? await journal.setProperty(Self.serverProperty, to: source.cluster.server)
    }

    private struct Answer {
        var uid: String?
    }

    /// Asks until there is an answer; nil when the task was cancelled.
    private func ask(_ deliver: ClusterSource.Deliver) async -> Answer? {
        let client = ClusterClient(http: source.client, cluster: source.cluster)
        var failures = 0
        while !Task.isCancelled {
            do throws(KubernetesError) {
                return Answer(
                    uid: try await client.uid().flatMap { (1...Self.uidLimit).contains($0.utf8.count) ? $0 : nil }
                )
            } catch {
                guard error.mayPass else { return Answer() }
                failures += 1
                await pause(after: error, failures, deliver)
            }
        }
        return nil
    }

    private func pause(after error: KubernetesError, _ failures: Int, _ deliver: ClusterSource.Deliver) async {
        let isRefused = error.kind == .unauthorized || error.kind == .credentials
        let backoff =
            isRefused || error.kind == .untrusted
            ? Backoff(initial: .seconds(5), maximum: .seconds(60), jitter: 0.1) : Backoff()
        let wanted = backoff.delay(afterFailures: failures, random: .random(in: 0..<1))
        let pause = max(wanted, min(error.retryAfter ?? .zero, .seconds(60)))
        let retryAt = source.now().advanced(by: pause)
        for stream in source.scope.streams(of: source.label) {
            await deliver(
                status(
                    of: stream,
                    isRefused
                        ? .denied(reason: error.message, retryAt: retryAt)
                        : .waiting(reason: error.message, retryAt: retryAt)
                )
            )
        }
        await source.identitySignal.sleep(for: pause, on: source.clock)
    }

    private func status(of stream: StreamID, _ state: StreamStatus.State) -> SourceReport {
        .update(.status(StreamStatus(stream: stream, state: state, since: source.now())))
    }
}

extension KubernetesError {
    /// Whether asking again may help, so that waiting is better than going on without an answer.
    fileprivate var mayPass: Bool {
        switch kind {
        case .unreachable, .timedOut, .broken, .untrusted, .unauthorized, .credentials: true
        case .refused(let code): code == 429 || [500, 502, 503, 504].contains(code)
        default: false
        }
    }
}
