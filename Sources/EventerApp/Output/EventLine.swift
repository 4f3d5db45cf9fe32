import Basics
package import Events
import TextGrid

/// One event as text for a pipe, a file or `kubectl`-like reading.
package enum EventLine {
    /// `2026-11-22T21:07:28Z  Warning  x214  payments  BackOff  Pod/web-7d9f  Back-off restarting…`, without control characters.
    ///
    /// With several clusters the second column names the event's. Columns are padded to usual widths and parted by two spaces; nothing is cut.
    package static func text(_ event: KubeEvent) -> String {
        var bytes: [UInt8] = []
        append(event, to: &bytes)
        return String(decoding: bytes.dropLast(), as: UTF8.self)
    }

    /// Adds the line with its end to `bytes`.
    static func append(_ event: KubeEvent, to bytes: inout [UInt8]) {
        let namespace = event.object.namespace.isEmpty ? event.namespace : event.object.namespace
        append(event.lastSeen.rfc3339(), cells: 20, to: &bytes)
        if !event.cluster.isEmpty { append(event.cluster, cells: 12, to: &bytes) }
        append(event.type, cells: 7, to: &bytes)
        append("x" + String(event.count), cells: 4, to: &bytes)
        append(namespace, cells: 12, to: &bytes)
        append(event.reason, cells: 20, to: &bytes)
        append(event.object.kind + "/" + event.object.name, cells: 36, to: &bytes)
        bytes += PlainCell(event.message).text.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func append(_ text: String, cells: Int, to bytes: inout [UInt8]) {
        let cell = PlainCell(text)
        bytes += cell.text.utf8
        bytes += repeatElement(UInt8(ascii: " "), count: max(0, cells - cell.width) + 2)
    }

    /// The object on one line, as JSON that is safe to print: C1, bidi and zero-width controls are escaped.
    ///
    /// Of an event without its JSON what is known of it.
    package static func json(_ event: KubeEvent) -> [UInt8] {
        terminalSafe(withKind(event.json.isEmpty ? EventOutline.json(event) : event.json))
    }

    /// The object over many lines.
    package static func indentedJSON(_ event: KubeEvent, margin: String = "") -> [UInt8] {
        let indented = indentedEventJSON(json(event))
        guard !margin.isEmpty else { return indented }
        return indented.flatMap { $0 == UInt8(ascii: "\n") ? [$0] + Array(margin.utf8) : [$0] }
    }

    /// `kind` and `apiVersion`, which kube-eventer's form lacks, so that kubectl and `eventer replay` can read the line.
    private static func withKind(_ json: [UInt8]) -> [UInt8] {
        guard json.first == UInt8(ascii: "{") else { return json }
        let head = #"{"kind":"Event","apiVersion":"v1""#
        var whole: [UInt8] = []
        whole.reserveCapacity(head.utf8.count + json.count)
        whole += head.utf8
        if json.count > 2 { whole.append(UInt8(ascii: ",")) }
        whole += json[1...]
        return whole
    }

    private static func terminalSafe(_ json: [UInt8]) -> [UInt8] {
        // All of them, since a loop that may end early is looked at byte by byte.
        guard json.reduce(0, max) >= 0x7F else { return json }
        var result: [UInt8] = []
        result.reserveCapacity(json.count)
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            if scalar.value >= 0x7F, scalar.needsEscape {
                for unit in String(scalar).utf16 { result += Array(("\\u" + hexadecimal(unit, 4)).utf8) }
            } else {
                result += Array(String(scalar).utf8)
            }
        }
        return result
    }
}
