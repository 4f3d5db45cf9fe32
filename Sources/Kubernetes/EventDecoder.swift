package import Basics
import CSimdjson
import Events

/// Reads what the API server sends: watch lines, events, the metadata of lists, and statuses.
///
/// Owns a parser, so each task has its own. Invalid UTF-8 and lone surrogates are replaced, never a reason to refuse; wrong types
/// of single fields read as missing. Documents above `limit` bytes or nested deeper than 64 are malformed, and so are numbers that
/// fit neither 64 bits nor a double. Keys and values are not counted: time and memory follow the bytes, which are limited, and the
/// memory of a large document goes with the next one. A limit on their number would only turn a strange event into a lost one.
package final class EventDecoder {
    package static let frameLimit = 16 << 20

    /// Documents whose invalid UTF-8 was replaced.
    package private(set) var scrubbed = 0

    private let parser: OpaquePointer?
    private let keepsManagedFields: Bool
    private let cluster: String

    package init(keepsManagedFields: Bool = false, cluster: String = "", limit: Int = EventDecoder.frameLimit) {
        self.keepsManagedFields = keepsManagedFields
        self.cluster = cluster
        parser = csj_create(limit)
    }

    deinit {
        csj_destroy(parser)
    }

    /// Reads one line of a watch stream.
    package func decodeWatchLine(_ bytes: Span<UInt8>, received: Timestamp) -> WatchFrame {
        switch decode(bytes, received: received) {
        case .frame(let frame): frame
        case .status(let status): .status(status)
        case .event, .list, .other: .malformed(reason: "a JSON document that is no watch line")
        case .malformed(let reason): .malformed(reason: reason)
        }
    }

    /// Reads any document: a watch line, an event, a list without its items, or a status.
    package func decode(_ bytes: Span<UInt8>, received: Timestamp) -> KubernetesDocument {
        if let problem = parse(bytes) { return .malformed(reason: problem) }
        if let change = change(received: received) { return .frame(change) }
        let document = csj_describe(parser)
        let kind = String(document.kind)
        if document.is_watch_line {
            return .frame(frame(document, kind: kind, received: received))
        }
        if kind == "Status" { return .status(status(document)) }
        if document.has_items || kind.hasSuffix("List") { return .list(metadata(document, kind: kind)) }
        switch event(received: received) {
        case .success(let event): return .event(event)
        case .failure(.notAnEvent): return .other(kind: kind)
        case .failure(let problem): return .malformed(reason: problem.rawValue)
        }
    }

    /// Reads the body of an answer that is no success; nil when it is no `Status`.
    package func decodeStatus(_ bytes: [UInt8]) -> KubernetesStatus? {
        guard parse(bytes.span) == nil else { return nil }
        let document = csj_describe(parser)
        return String(document.kind) == "Status" ? status(document) : nil
    }

    /// The text at `path`, one or two keys deep, of a document that is neither event nor status; nil when it is not there.
    package func text(at path: String..., in bytes: [UInt8]) -> String? {
        guard parse(bytes.span) == nil, let first = path.first else { return nil }
        let slice = csj_text(parser, first, path.count > 1 ? path[1] : nil)
        return slice.bytes == nil ? nil : String(slice)
    }

    /// The text at a JSON pointer such as `/status/groups/0`; nil when there is none.
    func text(atPointer pointer: String, in bytes: [UInt8]) -> String? {
        guard parse(bytes.span) == nil else { return nil }
        let slice = csj_text_at(parser, pointer)
        return slice.bytes == nil ? nil : String(slice)
    }

    /// The truth value at a JSON pointer; nil when there is none.
    func flag(atPointer pointer: String, in bytes: [UInt8]) -> Bool? {
        guard parse(bytes.span) == nil else { return nil }
        let flag = csj_flag_at(parser, pointer)
        return flag == CSJ_NO_FLAG ? nil : flag == CSJ_TRUE
    }

    private func parse(_ bytes: Span<UInt8>) -> String? {
        guard let parser else { return "out of memory" }
        let result = bytes.withUnsafeBufferPointer { csj_parse(parser, $0.baseAddress, $0.count) }
        if csj_scrubbed(parser) { scrubbed += 1 }
        switch result {
        case CSJ_OK: return nil
        case CSJ_TOO_DEEP: return "nested deeper than 64"
        case CSJ_TOO_LARGE: return "larger than the limit"
        default: return "no JSON: " + String(cString: csj_problem(parser))
        }
    }
}

extension EventDecoder {
    private enum Refusal: String, Error {
        case notAnEvent = "no event"
        case noVersion = "an event without a usable resourceVersion"
    }

    /// Nearly every document is an event that was added or modified; what else it may be is looked into only when it is none.
    private func change(received: Timestamp) -> WatchFrame? {
        let change = csj_change_of(parser)
        guard change != CSJ_NO_CHANGE, case .success(let event) = event(received: received) else { return nil }
        return change == CSJ_ADDED ? .added(event) : .modified(event)
    }

    private func frame(_ document: csj_document, kind: String, received: Timestamp) -> WatchFrame {
        let type = String(document.watch_type)
        if kind == "Status" || type == "ERROR" { return .status(status(document)) }
        switch type {
        case "ADDED", "MODIFIED":
            switch event(received: received) {
            case .success(let event): return type == "ADDED" ? .added(event) : .modified(event)
            case .failure(.notAnEvent):
                return .malformed(reason: kind.isEmpty ? "no event" : "no event but of kind \(kind)")
            case .failure(let problem): return .malformed(reason: problem.rawValue)
            }
        case "DELETED", "BOOKMARK":
            guard let version = ResourceVersion(document.resource_version) else {
                return .malformed(reason: Refusal.noVersion.rawValue)
            }
            return type == "DELETED"
                ? .deleted(version) : .bookmark(version, endsInitialEvents: document.initial_events_end)
        default:
            return .unknown(type: type)
        }
    }

    private func event(received: Timestamp) -> Result<KubeEvent, Refusal> {
        var fields = csj_event()
        guard csj_read_event(parser, keepsManagedFields, &fields) else { return .failure(.notAnEvent) }
        guard let version = ResourceVersion(fields.resource_version) else { return .failure(.noVersion) }
        return .success(KubeEvent(fields, version: version, received: received, cluster: cluster))
    }

    private func status(_ document: csj_document) -> KubernetesStatus {
        KubernetesStatus(
            code: document.code == CSJ_NO_NUMBER ? 0 : Int(clamping: document.code),
            reason: String(document.reason),
            message: String(document.message),
            retryAfter: document.retry_after_seconds > 0 ? .seconds(document.retry_after_seconds) : nil,
            causes: (0..<min(document.cause_count, 16)).map { index in
                KubernetesStatus.Cause(
                    reason: String(csj_cause(parser, index, false)),
                    message: String(csj_cause(parser, index, true))
                )
            }
        )
    }

    private func metadata(_ document: csj_document, kind: String) -> ListMetadata {
        let token = String(document.continue_token)
        return ListMetadata(
            kind: kind,
            resourceVersion: ResourceVersion(document.resource_version),
            continueToken: token.isEmpty ? nil : token,
            remaining: document.remaining == CSJ_NO_NUMBER ? nil : Int(clamping: document.remaining)
        )
    }
}
