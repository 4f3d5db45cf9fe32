import Basics
import Events
import HTTP
import LogService

/// A search of a logstore under way: pages of logs go in, events come out, each version once.
struct LogstoreSearch {
    /// What one page came to; the newest first.
    struct Batch {
        var events: [KubeEvent] = []
        var gaps: [StreamGap] = []
    }

    private var scan: LogScan
    private let records: RecordReader
    private let now: Timestamp
    private var keys: Set<KubeEvent.Key> = []
    private var gaps: [StreamGap] = []
    /// Logs read so far.
    private(set) var logs = 0

    /// How many logs the search finds.
    var total: Int { scan.total }
    /// False when Log Service may know more than it said.
    var isComplete: Bool { scan.isComplete }
    /// Records whose event could not be read.
    var unreadable: Int { records.unreadableCount }

    /// - Parameters:
    ///   - query: What to look for, and when.
    ///   - reader: Asks the logstore.
    ///   - keepsManagedFields: As when events are forwarded.
    ///   - now: The wall clock.
    /// - Throws: ``LogServiceError``
    init(
        _ query: LogQuery,
        _ reader: LogstoreReader,
        keepsManagedFields: Bool,
        now: Timestamp
    ) async throws(LogServiceError) {
        scan = try await LogScan(query, reader)
        records = RecordReader(keepsManagedFields: keepsManagedFields)
        self.now = now
    }

    /// Reads the next page; nil at the end.
    mutating func next() async throws(LogServiceError) -> Batch? {
        guard let page = try await scan.next() else { return nil }
        var batch = Batch()
        logs += page.rows
        for log in page.logs {
            switch records.read(log, at: now) {
            case .event(let event): if keys.insert(event.key).inserted { batch.events.append(event) }
            case .gap(let gap):
                guard !gaps.contains(gap) else { continue }
                gaps.append(gap)
                batch.gaps.append(gap)
            }
        }
        return batch
    }
}

extension Application {
    /// What reads the logstore of `sink`, with a key of its own.
    func reader(of sink: LogServiceConfiguration, _ http: any HTTPClient) -> LogstoreReader {
        let keeper = CredentialKeeper(source: sink.credentialSource, http: http, now: now)
        let client = LogServiceClient(configuration: sink, http: http, credentials: keeper, now: now)
        return LogstoreReader(client: client, clock: clock)
    }
}
