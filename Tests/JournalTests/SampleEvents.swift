import Basics
import Events
import Journal
import TestSupport
import Testing

extension TemporaryDirectory {
    func open(
        options: JournalOptions = JournalOptions(),
        clock: any Clock<Duration> = ManualClock(),
        now: @escaping @Sendable () -> Timestamp = { Timestamp(seconds: 1_800_000_000) }
    ) throws(JournalError) -> Journal {
        // The directory has to be there for as long as the journal is.
        try Journal.open(directory: path, options: options, clock: clock, now: { withExtendedLifetime(self) { now() } })
    }

    func crashCopy() throws -> TemporaryDirectory { try copy(without: ["journal.lock"]) }
}

/// An event whose every field depends on `number`.
func event(_ number: Int64, receivedAt seconds: Int64 = 1_800_000_000) -> KubeEvent {
    guard let version = ResourceVersion(number) else { preconditionFailure("tests count from 1") }
    return KubeEvent(
        key: KubeEvent.Key(uid: "uid-\(number)", resourceVersion: version),
        namespace: "ns-\(number % 7)",
        name: "pod-\(number).17",
        type: number % 3 == 0 ? "Warning" : "Normal",
        reason: "Pulled",
        message: "message \(number) ünï\u{0}code \u{1F680}",
        object: ObjectReference(
            kind: "Pod",
            namespace: "ns",
            name: "pod-\(number)",
            uid: "o-\(number)",
            fieldPath: "spec"
        ),
        component: "kubelet",
        host: "node-\(number)",
        count: Int(number),
        firstSeen: Timestamp(microseconds: number),
        lastSeen: Timestamp(microseconds: number * 2),
        received: Timestamp(seconds: seconds),
        json: Array(#"{"metadata":{"uid":"\#(number)"}}"#.utf8)
    )
}

func batch(_ numbers: some Sequence<Int64>, resumePoint: Int64? = nil, stream: StreamID = .all) -> EventBatch {
    EventBatch(
        stream: stream,
        events: numbers.map { event($0) },
        resumePoint: resumePoint.flatMap { ResourceVersion($0) }
    )
}

/// The identity of delivery holds for every sink, and what is said to wait is there.
func expectBalanced(_ journal: Journal, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    for sink in journal.sinks {
        let ledger = try #require(journal.ledger(of: sink))
        #expect(ledger.isBalanced, "\(sink): \(ledger)", sourceLocation: sourceLocation)
        let rows = try await journal.reader.count(after: journal.cursor(of: sink) ?? 0)
        #expect(ledger.waiting == rows, "\(sink)", sourceLocation: sourceLocation)
    }
}
