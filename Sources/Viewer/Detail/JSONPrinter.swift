import Events

/// Lays out compact JSON in lines, two spaces a level.
///
/// Does not validate: whatever the bytes are, every one of them outside white space appears, and strings stay as written.
struct JSONPrinter {
    private static let indentation = 2
    private var lines: [String] = []
    private var line: [UInt8] = []
    private var depth = 0

    /// The lines of `json`; what lies past `limit` bytes is left out with a line that says so.
    static func lines(_ json: [UInt8], limit: Int = 131_072) -> [String] {
        var printer = JSONPrinter()
        printer.print(json.prefix(limit))
        if json.count > limit { printer.lines.append("... \(json.count - limit) bytes more") }
        return printer.lines
    }

    /// The same as YAML; what lies past `limit` bytes cannot be told apart from the rest, and so stays JSON.
    static func yaml(_ json: [UInt8], limit: Int = 131_072) -> [String] {
        json.count > limit ? lines(json, limit: limit) : YAMLNode(json: json).lines
    }

    private mutating func print(_ json: ArraySlice<UInt8>) {
        var index = json.startIndex
        while index < json.endIndex {
            let byte = json[index]
            switch byte {
            case UInt8(ascii: "\""): index = string(json, from: index)
            case UInt8(ascii: "{"), UInt8(ascii: "["): index = open(json, at: index)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                endLine()
                depth = max(0, depth - 1)
                line.append(byte)
            case UInt8(ascii: ","):
                line.append(byte)
                endLine()
            case UInt8(ascii: ":"): line += [byte, UInt8(ascii: " ")]
            case 0x09, 0x0A, 0x0D, 0x20: break
            default: line.append(byte)
            }
            index += 1
        }
        endLine()
    }

    /// Copies the string that begins at `start`; returns the index of its last byte.
    private mutating func string(_ json: ArraySlice<UInt8>, from start: Int) -> Int {
        line.append(json[start])
        var index = start + 1
        while index < json.endIndex {
            line.append(json[index])
            if json[index] == UInt8(ascii: "\"") { return index }
            if json[index] == UInt8(ascii: "\\"), index + 1 < json.endIndex {
                index += 1
                line.append(json[index])
            }
            index += 1
        }
        return index
    }

    private mutating func open(_ json: ArraySlice<UInt8>, at index: Int) -> Int {
        line.append(json[index])
        // An empty object or list stays on its line; } and ] are two past { and [.
        if index + 1 < json.endIndex, json[index + 1] == json[index] + 2 {
            line.append(json[index + 1])
            return index + 1
        }
        endLine()
        depth = min(depth + 1, 64)
        return index
    }

    private mutating func endLine() {
        guard !line.isEmpty else { return }
        lines.append(pending + String(decoding: line, as: UTF8.self))
        line = []
    }

    private var pending: String { String(repeating: " ", count: depth * Self.indentation) }
}
