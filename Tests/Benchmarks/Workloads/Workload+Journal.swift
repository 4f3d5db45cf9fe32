import Basics
import Events
import Journal
import TestSupport

extension Workload {
    /// The journal: a real file that is synchronised at each commit.
    static var journal: [Workload] {
        [
            Workload("journal: append", size: 50_000, counted: 2048) { size in
                let batches = WatchLines.events(size).batches
                return {
                    let file = try JournalFile()
                    return { try await file.append(batches) }
                }
            },
            Workload("journal: read", size: 50_000, counted: 2048) { size in
                let file = try JournalFile()
                try await file.append(WatchLines.events(size).batches)
                return { { try await file.read() } }
            },
        ]
    }
}

/// A journal in a directory that goes with it.
private struct JournalFile: Sendable {
    private let directory: TemporaryDirectory
    private let journal: Journal

    init() throws {
        directory = try TemporaryDirectory()
        journal = try Journal.open(directory: directory.path, clock: ContinuousClock(), now: { WatchLines.start })
    }

    /// Commits as often as ``Journal/run()`` does with a stream that never pauses, in the same places each time.
    func append(_ batches: [[KubeEvent]]) async throws {
        let stream = StreamID(namespace: nil)
        for events in batches {
            let version = events.last?.key.resourceVersion
            await journal.append(EventBatch(stream: stream, events: events, resumePoint: version))
            if journal.uncommitted >= journal.options.commitEvents { try await journal.flush() }
        }
        try await journal.flush()
    }

    /// Reads all as the forwarder does after an outage.
    func read() async throws {
        var cursor: Int64 = 0
        while true {
            let rows = try await journal.reader.rows(after: cursor, limit: 1024, maximumBytes: 512 << 10)
            guard let last = rows.last else { return }
            cursor = last.id
        }
    }
}
