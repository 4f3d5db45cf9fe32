import Glibc

/// What few events have and the table has no columns for: `action`, the related object, labels and annotations.
///
/// One text with a line for each: `action=Binding`, `rel=Pod/web`, `label.app=web`, `ann.note=text`. Control characters in keys and
/// values, and `=` in keys, become spaces, so that no value can pass for a line of its own. Of a value the first 1 KiB is kept, of
/// all together 16 KiB.
package enum RareFields {
    private static let longestValue = 1024
    private static let longestText = 16 * 1024

    /// Finds them in the canonical JSON of an event.
    ///
    /// - Parameter json: As in ``KubeEvent/json``; anything else gives what can be found in it, and never a trap.
    /// - Returns: The lines, each with a newline at its end; empty for an event that has none, as most.
    package static func text(in json: [UInt8]) -> String {
        json.withUnsafeBufferPointer { bytes in
            var json = JSONWalker(bytes)
            var lines = RareLines()
            lines.read(&json)
            return String(decoding: lines.bytes, as: UTF8.self)
        }
    }

    private struct RareLines {
        private(set) var bytes: [UInt8] = []

        private var isFull: Bool { bytes.count >= longestText }

        mutating func read(_ json: inout JSONWalker) {
            json.members { key, json in
                switch key {
                case "metadata": readMetadata(&json)
                case "action": add("action", json.stringOrSkip())
                case "related": readRelated(&json)
                default: json.skipValue()
                }
            }
        }

        private mutating func readMetadata(_ json: inout JSONWalker) {
            json.members { key, json in
                switch key {
                case "labels": read("label.", &json)
                case "annotations": read("ann.", &json)
                default: json.skipValue()
                }
            }
        }

        private mutating func read(_ prefix: String, _ json: inout JSONWalker) {
            json.members { key, json in
                guard !isFull else { return json.skipValue() }
                let name = String(decoding: key.unescaped, as: UTF8.self).replacing("=", with: " ")
                add(prefix + name, json.stringOrSkip())
            }
        }

        private mutating func readRelated(_ json: inout JSONWalker) {
            var kind: [UInt8] = []
            var name: [UInt8] = []
            json.members { key, json in
                switch key {
                case "kind": kind = json.stringOrSkip()
                case "name": name = json.stringOrSkip()
                default: json.skipValue()
                }
            }
            if !kind.isEmpty || !name.isEmpty { add("rel", kind + [UInt8(ascii: "/")] + name) }
        }

        private mutating func add(_ name: String, _ value: [UInt8]) {
            guard !isFull else { return }
            let line = Array((name + "=").utf8.prefix(longestValue)) + value.prefix(longestValue)
            bytes += line.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }
            bytes.append(UInt8(ascii: "\n"))
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// What follows `prefix` on the first line that begins with it; empty when none does.
    func value(ofLine prefix: [UInt8]) -> UnsafeBufferPointer<UInt8> {
        guard let baseAddress else { return self }
        var start = 0
        while start < count {
            let rest = baseAddress + start
            let length =
                memchr(rest, 0x0A, count - start).map { UnsafeRawPointer(rest).distance(to: $0) } ?? count - start
            if length >= prefix.count, memcmp(rest, prefix, prefix.count) == 0 {
                return UnsafeBufferPointer(start: rest + prefix.count, count: length - prefix.count)
            }
            start += length + 1
        }
        return UnsafeBufferPointer(start: nil, count: 0)
    }
}
