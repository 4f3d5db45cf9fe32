import Basics
import Events
import Journal
import TextGrid

/// A dead letter as text; whatever came from outside is sanitised.
enum DeadLetterLine {
    /// `12  2026-11-22T21:07:28Z  400 PostBodyInvalid  k8s-prod/k8s-event  shop  BackOff  Pod/web-1  the reason of the refusal`.
    static func text(_ letter: DeadLetter, cluster: String) -> String {
        let event = letter.event
        let object = event.map { $0.object.kind + "/" + $0.object.name } ?? "damaged"
        var columns: [(String, Int)] = [(String(letter.id), 5), (letter.at.rfc3339(), 20)]
        if !cluster.isEmpty { columns.append((cluster, 12)) }
        columns += [(answer(letter), 20), (sink(letter), 20), (event.map(namespace) ?? "", 12)]
        columns += [(event?.reason ?? "", 20), (object, 30)]
        let padded = columns.map { text, width in
            let clean = CleanText(text)
            return clean.string + String(repeating: " ", count: max(0, width - clean.width))
        }
        return padded.joined(separator: "  ") + "  " + CleanText(letter.refusal.message, limit: .max).string + "\n"
    }

    /// Everything about it, the event as indented JSON at the end.
    static func page(_ letter: DeadLetter, cluster: String) -> String {
        let lines = [
            ("id", String(letter.id)), ("refused", letter.at.rfc3339()), ("cluster", cluster), ("sink", letter.sink),
            ("answer", answer(letter)), ("reason", letter.refusal.message),
        ].filter { !$0.1.isEmpty }
        let head = lines.map { name, text in
            name + String(repeating: " ", count: 9 - name.count) + CleanText(text, limit: .max).string + "\n"
        }
        let event = letter.event.map { String(decoding: EventLine.indentedJSON($0), as: UTF8.self) }
        return head.joined() + (event ?? "the copy of the event is damaged") + "\n"
    }

    /// One JSON object on a line, the event in it as it was.
    static func json(_ letter: DeadLetter, cluster: String) -> String {
        let event = letter.event.map { String(decoding: EventLine.json($0), as: UTF8.self) } ?? "null"
        func text(_ text: String) -> String { quotedJSON(CleanText(text, limit: .max).string) }
        var members = [("id", String(letter.id)), ("refused", text(letter.at.rfc3339()))]
        if !cluster.isEmpty { members.append(("cluster", text(cluster))) }
        members += [("sink", text(letter.sink)), ("status", String(letter.refusal.status))]
        members += [("code", text(letter.refusal.code)), ("message", text(letter.refusal.message)), ("event", event)]
        return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    private static func answer(_ letter: DeadLetter) -> String {
        let status = letter.refusal.status == 0 ? "" : "\(letter.refusal.status) "
        return status + letter.refusal.code
    }

    /// `project/logstore`.
    private static func sink(_ letter: DeadLetter) -> String {
        letter.sink.split(separator: "/").suffix(2).joined(separator: "/")
    }

    private static func namespace(_ event: KubeEvent) -> String {
        event.object.namespace.isEmpty ? event.namespace : event.object.namespace
    }
}
