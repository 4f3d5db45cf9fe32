import Yams

/// YAML from files that others may have written: no tags, no merge keys, no bombs.
enum KubeconfigYAML {
    private static let depthLimit = 32
    private static let nodeLimit = 100_000
    private static let scalarLimit = 512 << 10

    /// Reads one document; nil when it is empty.
    static func parse(_ text: String, file: String) throws(KubernetesError) -> Node? {
        var scan = YAMLScan(valueLimit: 2 * nodeLimit)
        if let problem = scan.problem(in: text) { throw refusal(problem, file) }
        let root: Node?
        do {
            // Without its rules for types, which cost most of the time and are not asked for.
            root = try Yams.compose(yaml: text, .basic)
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
            if scalar.string.utf8.contains(0) { return "has a value with a NUL in it" }
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
