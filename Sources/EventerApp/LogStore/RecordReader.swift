import Basics
import Events
import Kubernetes
import LogService

/// Reads the records of a logstore back into what they were made of.
///
/// `eventId` is read as the API server's own JSON is, kube-eventer's records like eventer's. What has none that can be read, as
/// logs of other programs, becomes an event of the fields beside it, with the reason ``unreadable``.
final class RecordReader {
    /// The reason of an event that was made of what stands beside its JSON.
    static let unreadable = "UnreadableRecord"
    /// The most characters of a foreign record that are shown.
    private static let longestMessage = 2000

    enum Found: Equatable {
        case event(KubeEvent)
        case gap(StreamGap)
    }

    private let decoder: EventDecoder
    /// Records whose event could not be read.
    private(set) var unreadableCount = 0

    /// - Parameter keepsManagedFields: As when events are forwarded.
    init(keepsManagedFields: Bool = false) {
        decoder = EventDecoder(keepsManagedFields: keepsManagedFields)
    }

    /// Reads one log at `now`.
    func read(_ log: FoundLog, at now: Timestamp) -> Found {
        let json = Array((log.fields["eventId"] ?? "").utf8)
        if let gap = gap(in: json) { return .gap(gap) }
        if case .event(let event) = decoder.decode(json.span, received: now) { return .event(event) }
        unreadableCount += 1
        return .event(event(besides: log, at: now))
    }

    /// A gap that was sent as a record; see `EventLog`.
    private func gap(in json: [UInt8]) -> StreamGap? {
        guard decoder.text(at: "reason", in: json) == "EventerGap",
            decoder.text(at: "source", "component", in: json) == "eventer",
            let uid = decoder.text(at: "metadata", "uid", in: json)
        else { return nil }
        let parts = uid.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 2, let from = Timestamp(rfc3339: parts[parts.count - 2]),
            let to = Timestamp(rfc3339: parts[parts.count - 1])
        else { return nil }
        let message = decoder.text(at: "message", in: json) ?? ""
        let word = message.split(separator: "(").last.map { String($0.prefix { $0 != ")" }) } ?? ""
        return StreamGap(
            stream: StreamID(name: parts.dropLast(2).joined(separator: "/")),
            gap: Gap(reason: Gap.Reason(rawValue: word) ?? .error, from: from, to: to)
        )
    }

    private func event(besides log: FoundLog, at now: Timestamp) -> KubeEvent {
        // Whoever wrote the log chose its time.
        let time = min(max(log.time, Timestamp(seconds: 0)), now)
        // What cannot be read comes last: it may be long.
        let (broken, rest) = (log.fields.filter { $0.key == "eventId" }, log.fields.filter { $0.key != "eventId" })
        let fields = rest.sorted { $0.key < $1.key } + broken
        let text = fields.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        let level = log.fields["level"] ?? ""
        let pod = log.fields["pod_name"] ?? ""
        // Of the content, so that a record that comes twice is told by it.
        let uid =
            "\(log.time.seconds)-"
            + String(
                text.utf8.reduce(0xCBF2_9CE4_8422_2325) {
                    ($0 ^ UInt64($1)) &* 0x100_0000_01B3
                },
                radix: 16
            )
        return KubeEvent(
            key: KubeEvent.Key(uid: uid, resourceVersion: Self.noVersion),
            type: level.isEmpty ? "Normal" : level,
            reason: Self.unreadable,
            message: String(text.prefix(Self.longestMessage)),
            object: ObjectReference(
                kind: pod.isEmpty ? "" : "Pod",
                name: pod,
                uid: log.fields["pod_id"] ?? ""
            ),
            host: log.fields["hostname"] ?? "",
            firstSeen: time,
            lastSeen: time,
            received: now
        )
    }

    private static let noVersion: ResourceVersion = {
        guard let version = ResourceVersion(1) else { preconditionFailure("1 is a version") }
        return version
    }()
}
