import Yams

/// Writes the little JSON that exec plugins are given.
enum JSONText {
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\0"..."\u{1F}": quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// A value of YAML as JSON; plain words get the types that YAML gives them.
    static func written(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): written(scalar)
        case .sequence(let sequence): "[" + sequence.map(written).joined(separator: ",") + "]"
        case .mapping(let mapping):
            "{" + mapping.map { quoted($0.key.string ?? "") + ":" + written($0.value) }.joined(separator: ",") + "}"
        case .alias: "null"
        }
    }

    private static func written(_ scalar: Node.Scalar) -> String {
        guard scalar.style == .plain else { return quoted(scalar.string) }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": return "null"
        case "true", "True", "TRUE": return "true"
        case "false", "False", "FALSE": return "false"
        default: break
        }
        if let number = Int(scalar.string) { return String(number) }
        if let number = Double(scalar.string), number.isFinite { return String(number) }
        return quoted(scalar.string)
    }
}
