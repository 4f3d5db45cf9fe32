import Basics

/// Where one watcher stands.
///
/// Pure: it turns what the store has into bytes of the stream.
///
/// A watcher has no queue: it is a position in the shared history. One that reads too slowly finds its position forgotten
/// and is told 410, as by the real server.
struct WatchSession: Sendable {
    enum Format: Sendable { case json, table }

    /// What the stream does next.
    enum Step {
        case write([UInt8])
        case wait
        case end
    }

    let scope: EventScope
    let format: Format
    let allowsBookmarks: Bool
    /// When the server ends the stream.
    let deadline: Timestamp
    /// What came with a version: nothing more than this is sent until it is sent.
    private var initial: ArraySlice<EventVersion>
    private var endsInitial: Bool
    private var version: Int64
    private var lastWritten: Timestamp
    private var hasColumns = false
    private var isOver = false

    /// Bytes after which a chunk is written, more following in the next.
    private static let chunkBytes = 256 << 10
    private static let bookmarkInterval = Duration.seconds(15)

    init(store: ClusterStore, scope: EventScope, options: ListOptions, format: Format, now: Timestamp) {
        self.scope = scope
        self.format = format
        allowsBookmarks = options.allowsBookmarks
        deadline = now.advanced(by: .seconds(options.timeoutSeconds ?? 2400))
        lastWritten = now
        let asked = options.resourceVersion ?? 0
        let sendsInitial = options.sendsInitialEvents ?? (asked == 0)
        version = asked == 0 || sendsInitial ? store.resourceVersion : asked
        initial = sendsInitial ? (store.snapshot(at: nil) ?? []).filter { scope.contains($0.object) }[...] : []
        // Without being asked for, too, when no version was given: seen on a real server.
        endsInitial =
            sendsInitial && options.allowsBookmarks && options.resourceVersion == nil
            || options.sendsInitialEvents == true && options.allowsBookmarks
    }

    mutating func step(_ store: ClusterStore, now: Timestamp) -> Step {
        guard !isOver else { return .end }
        var json = JSONText(capacity: 8 << 10)
        writeInitial(&json, now)
        if initial.isEmpty, json.bytes.count < Self.chunkBytes { writeChanges(store, &json, now) }
        if json.bytes.isEmpty, !isOver { return idle(store, now) }
        lastWritten = now
        return json.bytes.isEmpty ? .end : .write(json.bytes)
    }

    private mutating func writeInitial(_ json: inout JSONText, _ now: Timestamp) {
        while json.bytes.count < Self.chunkBytes, let event = initial.popFirst() {
            write("ADDED", event, &json, now)
        }
        guard initial.isEmpty, endsInitial else { return }
        endsInitial = false
        bookmark(&json, annotation: #","annotations":{"k8s.io/initial-events-end":"true"}"#)
    }

    private mutating func writeChanges(_ store: ClusterStore, _ json: inout JSONText, _ now: Timestamp) {
        // A version from the future keeps silent until the cluster gets there.
        guard version < store.resourceVersion else { return }
        guard let changes = store.changes(after: version, limit: .max >> 1) else {
            json.raw(#"{"type":"ERROR","object":"#)
            json.raw(KubeStatus.watchExpired.json)
            json.raw("}\n")
            isOver = true
            return
        }
        for change in changes {
            guard json.bytes.count < Self.chunkBytes else { return }
            version = change.version.object.resourceVersion
            if scope.contains(change.version.object) { write(change.kind.rawValue, change.version, &json, now) }
        }
    }

    private mutating func idle(_ store: ClusterStore, _ now: Timestamp) -> Step {
        guard now < deadline else { return .end }
        guard allowsBookmarks, now.since(lastWritten) >= Self.bookmarkInterval else { return .wait }
        lastWritten = now
        var json = JSONText()
        bookmark(&json, annotation: "")
        return .write(json.bytes)
    }

    private mutating func write(_ type: String, _ event: EventVersion, _ json: inout JSONText, _ now: Timestamp) {
        json.raw(#"{"type":""#)
        json.raw(type.utf8)
        json.raw(#"","object":"#)
        switch format {
        case .json:
            json.raw(#"{"kind":"Event","apiVersion":"v1","#)
            json.raw(event.body)
        case .table:
            EventTableText(now: now).single(event.object, withColumns: !hasColumns, to: &json)
            hasColumns = true
        }
        json.raw("}\n")
    }

    private func bookmark(_ json: inout JSONText, annotation: String) {
        json.raw(#"{"type":"BOOKMARK","object":{"kind":"Event","apiVersion":"v1","metadata":{"resourceVersion":""#)
        json.number(version)
        json.raw("\"")
        json.raw(annotation.utf8)
        json.raw(#"},"involvedObject":{},"source":{},"firstTimestamp":null,"lastTimestamp":null,"eventTime":null,"#)
        json.raw(#""reportingComponent":"","reportingInstance":""}}"#)
        json.raw("\n")
    }
}
