import Yams

/// YAML from files that others may have written: no tags, no merge keys, no bombs.
enum KubeconfigYAML {
    private static let depthLimit = 32
    private static let nodeLimit = 10_000
    private static let scalarLimit = 512 << 10

    /// Reads one document; nil when it is empty.
    static func parse(_ text: String, file: String) throws(KubernetesError) -> Node? {
        guard isShallow(text) else { throw refusal("is nested too deep", file) }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw refusal("is no YAML: \(describe(error))", file)
        }
        guard let root, root.null == nil else { return nil }
        var count = 0
        guard let problem = problem(of: root, depth: 0, &count) else { return root }
        throw refusal(problem, file)
    }

    /// Aliases are met once for each use, so a small file that unfolds into a huge one is seen here.
    private static func problem(of node: Node, depth: Int, _ count: inout Int) -> String? {
        count += 1
        if count > nodeLimit { return "has more than \(nodeLimit) values" }
        if depth > depthLimit { return "is nested too deep" }
        switch node {
        case .scalar(let scalar):
            return scalar.string.utf8.count > scalarLimit ? "has a value larger than \(scalarLimit) bytes" : nil
        case .sequence(let sequence):
            for element in sequence {
                if let problem = problem(of: element, depth: depth + 1, &count) { return problem }
            }
        case .mapping(let mapping):
            for (key, value) in mapping {
                if key.string == "<<" { return "has a merge key" }
                if let problem = problem(of: key, depth: depth + 1, &count) { return problem }
                if let problem = problem(of: value, depth: depth + 1, &count) { return problem }
            }
        case .alias:
            return "has an alias to nothing"
        }
        return nil
    }

    /// The parser recurses: a bomb must not reach it.
    ///
    /// Counts brackets and the dashes of lists in lists, without mind to quotes.
    private static func isShallow(_ text: String) -> Bool {
        var open = 0
        var dashes = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): open = max(0, open - 1)
            case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): dashes += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"): break
            default: dashes = 0
            }
            if open > 64 || dashes > 200 { return false }
        }
        return true
    }

    /// Never the text around the problem: it may be a secret.
    private static func describe(_ error: any Error) -> String {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            "\(problem) in line \(mark.line), column \(mark.column)"
        case YamlError.duplicatedKeysInMapping:
            "a key appears twice in one mapping"
        default:
            "it cannot be read"
        }
    }

    private static func refusal(_ what: String, _ file: String) -> KubernetesError {
        KubernetesError(
            .configuration,
            "the kubeconfig \(file) \(what)",
            hint: "`kubectl config view` shows what it should hold"
        )
    }
}
