import Basics
package import Events
import TextGrid

/// One event as text for a pipe, a file or `kubectl`-like reading.
package enum EventLine {
    /// `2026-11-22T21:07:28Z  Warning  x214  payments  BackOff  Pod/web-7d9f  Back-off restarting…`, without control characters.
    ///
    /// With several clusters the second column names the event's. Columns are padded to usual widths and parted by two spaces; nothing is cut.
    package static func text(_ event: KubeEvent) -> String {
        let namespace = event.object.namespace.isEmpty ? event.namespace : event.object.namespace
        let cluster = event.cluster.isEmpty ? [] : [(event.cluster, 12)]
        let columns =
            [(event.lastSeen.rfc3339(), 20)] + cluster + [
                (event.type, 7), ("x\(event.count)", 4), (namespace, 12),
                (event.reason, 20),
                (event.object.kind + "/" + event.object.name, 36),
            ]
        let padded = columns.map { text, width in
            let cell = PlainCell(text)
            return cell.text + String(repeating: " ", count: max(0, width - cell.width))
        }
        return padded.joined(separator: "  ") + "  " + PlainCell(event.message).text
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
        let head = Array(#"{"kind":"Event","apiVersion":"v1""#.utf8)
        return head + (json == Array("{}".utf8) ? [] : [UInt8(ascii: ",")]) + json.dropFirst()
    }

    private static func terminalSafe(_ json: [UInt8]) -> [UInt8] {
        guard json.contains(where: { $0 >= 0x7F }) else { return json }
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
