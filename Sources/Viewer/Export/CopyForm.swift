import Basics
import Events
import TextGrid

/// What of a row goes to the clipboard.
enum CopyForm: String, Sendable, CaseIterable {
    case line, message, object, namespace, describe, events, logs, json, yaml, filter, link

    var summary: String {
        switch self {
        case .line: "the row as kubectl get events prints it"
        case .message: "the message"
        case .object: "kind/name"
        case .namespace: "the namespace"
        case .describe: "kubectl describe ..."
        case .events: "kubectl events --for ..."
        case .logs: "kubectl logs ..."
        case .json: "the object as the cluster sent it"
        case .yaml: "the object"
        case .filter: "the filter in force"
        case .link: "the object in the console of Log Service"
        }
    }

    /// The text of `row`; of objects as JSON and YAML the shell knows more.
    ///
    /// - Parameters:
    ///   - row: Of the table.
    ///   - context: For kubectl; nil where the kubeconfig has no such context.
    ///   - sink: Where events are sent to.
    /// - Returns: The text, or nil where the row has none.
    func text(of row: EventRow, context: String?, sink: ViewConfiguration.Sink?) -> String? {
        let object = row.object
        let kubectl = KubectlCommand(object: object, namespace: row.shownNamespace, context: context)
        switch self {
        case .line: return ViewState.line(of: row)
        case .message: return sanitise(row.message)
        case .object: return sanitise(object.kind.lowercased() + "/" + object.name)
        case .namespace: return row.shownNamespace.isEmpty ? nil : sanitise(row.shownNamespace)
        case .describe: return kubectl.describe
        case .events: return kubectl.events
        case .logs: return kubectl.logs
        case .link: return sink.flatMap { ConsoleLink(row, sink: $0).url }
        case .json, .yaml, .filter: return nil
        }
    }
}

/// Commands about an object, safe to paste into a shell whatever the object is called.
struct KubectlCommand: Sendable {
    var object: ObjectReference
    /// Empty for what has none, such as a node.
    var namespace: String
    var context: String?

    var describe: String { line("describe", [object.kind.lowercased() + "/" + object.name]) }

    var events: String { line("events", ["--for", object.kind.lowercased() + "/" + object.name]) }

    /// Nil for what has no logs.
    var logs: String? {
        guard object.kind == "Pod" else { return nil }
        let container = object.fieldPath.split { "{}".contains($0) }
        let isContainer = container.count == 2 && object.fieldPath.contains("ontainers{")
        return line("logs", [object.name] + (isContainer ? ["-c", String(container[1])] : []))
    }

    private func line(_ verb: String, _ arguments: [String]) -> String {
        let scope = (object.namespace.isEmpty && object.kind == "Node") || namespace.isEmpty ? [] : ["-n", namespace]
        let words = ["kubectl"] + (context.map { ["--context", $0] } ?? []) + [verb] + scope + arguments
        return words.map(shellWord).joined(separator: " ")
    }
}

/// `text` as one word of a POSIX shell, and nothing else, whatever it holds.
func shellWord(_ text: String) -> String {
    // A terminal acts on a control character even in quotes.
    let text = sanitise(text)
    let isPlain =
        !text.isEmpty
        && text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./:@%+=".utf8.contains(byte)
            }
        }
    return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
}

extension ConsoleLink {
    /// A search for the object of `row`, from a minute before its first event to one after its last.
    init(_ row: EventRow, sink: ViewConfiguration.Sink) {
        let wanted = row.object.uid.isEmpty ? row.object.name : row.object.uid
        self.init(
            endpoint: sink.endpoint,
            target: sink.target,
            query: "\"" + sanitise(wanted).filter { $0 != "\"" && $0 != "\\" } + "\"",
            from: row.firstSeen.advanced(by: .seconds(-60)),
            to: max(row.lastSeen, row.received).advanced(by: .seconds(60))
        )
    }
}
