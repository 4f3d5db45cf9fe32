package import Basics
package import Events

/// Reads recorded events: a list, a watch stream, or the objects that `kubectl get events -o json -w` prints.
///
/// Takes the input in chunks of any size and gives the events as soon as they are whole, so that a pipe is seen live. What is no
/// event is counted; ``summary`` says what it was, for an input without events.
package final class ReplayReader {
    /// Events found.
    package private(set) var events = 0
    /// Documents and items that are no JSON or no events.
    package private(set) var malformed = 0
    package private(set) var oversize = 0
    package var scrubbed: Int { decoder.scrubbed }
    /// What the last thing that is no event was, for people, not sanitised.
    package private(set) var lastProblem: String?

    private let decoder: EventDecoder
    private var splitter = JSONSplitter()
    private var isDecided = false
    private var isAtLineStart = true
    private var lists = 0
    private var deletions = 0
    private var refusal: KubernetesError?

    package init(keepsManagedFields: Bool = false) {
        decoder = EventDecoder(keepsManagedFields: keepsManagedFields)
    }

    /// Reads on.
    ///
    /// - Throws: At the start, when the bytes are of a kind that is known and holds no JSON events.
    package func feed(_ chunk: [UInt8], received: Timestamp) throws(KubernetesError) -> [KubeEvent] {
        if let refusal { throw refusal }
        if !isDecided, !chunk.isEmpty {
            isDecided = true
            refusal = Self.refusal(of: chunk)
            if let refusal { throw refusal }
        }
        var found: [KubeEvent] = []
        for line in chunk.split(after: UInt8(ascii: "\n")) {
            let part = Array(chunk[line])
            // The watch line before it was cut: it must not swallow this one.
            if isAtLineStart, part.starts(with: #"{"type":"#.utf8) {
                splitter.abandon { frame, bytes in _ = take(frame, bytes, received) }
            }
            isAtLineStart = part.last == UInt8(ascii: "\n")
            splitter.feed(part.span) { frame, bytes in
                if let event = take(frame, bytes, received) { found.append(event) }
            }
        }
        events += found.count
        return found
    }

    /// Ends the input.
    ///
    /// A last document that is whole needs no newline.
    package func finish(received: Timestamp) throws(KubernetesError) -> [KubeEvent] {
        let found = try feed([UInt8(ascii: "\n")], received: received)
        let rest = splitter.finish()
        if !rest.isEmpty { problem("the last document is cut") }
        if let refusal { throw refusal }
        return found
    }

    /// Why there are no events, for people; nil when there are some, or the input was an empty list.
    package var summary: String? {
        if events > 0 { return nil }
        if let lastProblem { return lastProblem }
        if lists > 0 { return nil }
        return deletions > 0 ? "the recording holds deletions and bookmarks only" : "the input is empty"
    }
}

extension ReplayReader {
    private func take(_ frame: JSONSplitter.Frame, _ bytes: Span<UInt8>, _ received: Timestamp) -> KubeEvent? {
        guard frame != .oversize else {
            oversize += 1
            lastProblem = "an object larger than \(EventDecoder.frameLimit >> 20) MiB"
            return nil
        }
        switch decoder.decode(bytes, received: received) {
        case .event(let event), .frame(.added(let event)), .frame(.modified(let event)):
            return event
        case .frame(.deleted), .frame(.bookmark):
            deletions += 1
        case .list(let list):
            lists += 1
            if !list.kind.hasSuffix("EventList"), list.kind != "List" {
                problem("a \(list.kind), not a list of events")
            }
        case .status(let status), .frame(.status(let status)):
            problem(Self.text(of: status))
        case .other(let kind) where kind == "Table":
            problem("a Table, as `kubectl get` asks for it; record with -o json")
        case .other(let kind):
            problem(kind.isEmpty ? "JSON that is no Kubernetes object" : "a \(kind), not an event")
        case .frame(.unknown(let type)):
            problem("a watch line of the unknown type \(type.prefix(64))")
        case .malformed(let reason), .frame(.malformed(let reason)):
            problem(reason)
        case .frame(.oversize):
            break
        }
        return nil
    }

    private func problem(_ text: String) {
        malformed += 1
        lastProblem = text
    }

    private static func text(of status: KubernetesStatus) -> String {
        let code = status.code == 0 ? "" : " \(status.code)"
        let reason = status.reason.isEmpty ? "" : " \(status.reason)"
        return "the API server answered\(code)\(reason): \(status.message)"
    }

    /// Kinds of files that people have beside JSON.
    private static func refusal(of start: [UInt8]) -> KubernetesError? {
        let kinds: [(prefix: [UInt8], name: String, hint: String)] = [
            ([0x1F, 0x8B], "compressed by gzip", "gunzip it first: `gunzip -c FILE | eventer replay -`"),
            (Array("k8s\0".utf8), "Kubernetes protobuf", "record JSON: `kubectl get events -A -o json`"),
            ([0, 0], "a protobuf watch stream", "record JSON: `kubectl get events -A -o json -w`"),
            (Array("HTTP/".utf8), "an HTTP answer with its head", "record the body only: `curl` without -i"),
            (Array("apiVersion:".utf8), "YAML", "record JSON: `kubectl get events -A -o json`"),
            (Array("kind:".utf8), "YAML", "record JSON: `kubectl get events -A -o json`"),
            (Array("LAST SEEN".utf8), "kubectl's table", "record JSON: `kubectl get events -A -o json`"),
            (Array("NAMESPACE".utf8), "kubectl's table", "record JSON: `kubectl get events -A -o json`"),
        ]
        guard let kind = kinds.first(where: { start.starts(with: $0.prefix) }) else { return nil }
        return KubernetesError(.notKubernetes, "cannot replay the input: it is \(kind.name), not JSON", hint: kind.hint)
    }
}

extension [UInt8] {
    /// The ranges of the pieces that end with `separator`, and of what follows the last.
    fileprivate func split(after separator: UInt8) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = 0
        while start < count {
            let end = self[start...].firstIndex(of: separator).map { $0 + 1 } ?? count
            pieces.append(start..<end)
            start = end
        }
        return pieces
    }
}
