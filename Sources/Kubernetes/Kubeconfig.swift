import Basics
import Yams

/// The merged content of one or more kubeconfig files.
///
/// As kubectl merges: of entries with one name the first file's wins as a whole, of `current-context` the first that is not empty.
struct Kubeconfig {
    /// A cluster, user or context with the file that defined it.
    struct Entry {
        var fields: Node.Mapping
        var file: String
        /// `clusters[prod]`, for errors.
        var place: String
    }

    /// A file that was read.
    struct Source {
        var path: String
        /// Whether only root and this program's user can have written it.
        var isProtected: Bool
        /// Whether others may read or change it.
        var isOpenToOthers: Bool
        /// `owner 1000, mode 0664`.
        var rights: String
    }

    /// Room for about two thousand clusters.
    private static let byteLimit = 4 << 20
    /// For `--kubeconfig <(command)`.
    private static let patience = Duration.seconds(10)

    var currentContext = ""
    var clusters: [String: Entry] = [:]
    var users: [String: Entry] = [:]
    var contexts: [String: Entry] = [:]
    var sources: [Source] = []
    /// Files that `KUBECONFIG` names and that do not exist.
    var missing: [String] = []

    /// The paths of what was read.
    var files: String { sources.map(\.path).joined(separator: ":") }

    /// Adds a file below the ones before it.
    mutating func add(file: String) throws(KubernetesError) {
        let content = try FileContent(file, limit: Self.byteLimit, as: "kubeconfig", patience: Self.patience)
        sources.append(
            Source(
                path: file,
                isProtected: content.isProtected,
                isOpenToOthers: content.isOpenToOthers,
                rights: "owner \(content.owner), mode 0" + String(content.mode, radix: 8)
            )
        )
        try add(text: String(decoding: content.bytes, as: UTF8.self), file: file)
    }

    private mutating func add(text: String, file: String) throws(KubernetesError) {
        guard let root = try KubeconfigYAML.parse(text, file: file) else { return }
        guard let mapping = root.mapping else {
            throw KubernetesError(.configuration, "the kubeconfig \(file) is no mapping of keys to values")
        }
        let kind = mapping["kind"]?.string ?? "Config"
        guard kind == "Config" else {
            throw KubernetesError(.configuration, "\(file) is a \(kind), not a kubeconfig")
        }
        let version = mapping["apiVersion"]?.string ?? "v1"
        guard version == "v1" else {
            throw KubernetesError(.configuration, "the kubeconfig \(file) is of apiVersion \(version), not v1")
        }
        if currentContext.isEmpty { currentContext = mapping["current-context"]?.string ?? "" }
        try Self.merge(mapping["clusters"], key: "cluster", file, into: &clusters)
        try Self.merge(mapping["users"], key: "user", file, into: &users)
        try Self.merge(mapping["contexts"], key: "context", file, into: &contexts)
    }

    private static func merge(_ list: Node?, key: String, _ file: String, into entries: inout [String: Entry])
        throws(KubernetesError)
    {
        guard let list, list.null == nil else { return }
        guard let sequence = list.sequence else {
            throw KubernetesError(.configuration, "\(key)s of the kubeconfig \(file) is no list")
        }
        var names: Set<String> = []
        for node in sequence {
            guard let name = node.mapping?["name"]?.string else {
                throw KubernetesError(.configuration, "an entry of \(key)s in the kubeconfig \(file) has no name")
            }
            guard names.insert(name).inserted else {
                throw KubernetesError(.configuration, "the kubeconfig \(file) has two \(key)s named \(name)")
            }
            if entries[name] != nil { continue }
            let fields = node.mapping?[key]?.mapping ?? Node.Mapping([])
            entries[name] = Entry(fields: fields, file: file, place: "\(key)s[\(name)]")
        }
    }
}

extension Kubeconfig.Entry {
    /// The text of a field; nil when missing or empty.
    func text(_ key: String) -> String? {
        guard let node = fields[key], node.null == nil, let text = node.string, !text.isEmpty else { return nil }
        return text
    }

    func flag(_ key: String) -> Bool {
        fields[key]?.bool ?? false
    }

    func child(_ key: String) -> Kubeconfig.Entry? {
        guard let mapping = fields[key]?.mapping else { return nil }
        return Kubeconfig.Entry(fields: mapping, file: file, place: "\(place).\(key)")
    }

    func texts(_ key: String) -> [String] {
        fields[key]?.sequence?.compactMap(\.string) ?? []
    }

    func textLists(_ key: String) -> [String: [String]] {
        var lists: [String: [String]] = [:]
        for (name, values) in fields[key]?.mapping ?? Node.Mapping([]) {
            lists[name.string ?? ""] = values.sequence?.compactMap(\.string) ?? []
        }
        return lists
    }

    /// Any value, as JSON; nil when missing.
    func json(_ key: String) -> String? {
        fields[key].map(JSONText.written)
    }

    /// The elements of a list of mappings.
    func children(_ key: String) -> [Kubeconfig.Entry] {
        fields[key]?.sequence?.compactMap(\.mapping).map {
            Kubeconfig.Entry(fields: $0, file: file, place: "\(place).\(key)")
        } ?? []
    }

    /// A path, read from the folder of the file that names it.
    func path(_ key: String) -> String? {
        guard let path = text(key) else { return nil }
        return resolved(path)
    }

    func resolved(_ path: String) -> String {
        guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
        return String(file[...slash]) + path
    }

    /// The content of `key`-data, or the file `key`, read once to see that it can be used.
    ///
    /// - Returns: Nil when neither is given.
    func material(_ key: String, as use: Material.Use) throws(KubernetesError) -> Material? {
        let file = path(key)
        let material: Material
        if let data = text(key + "-data") {
            guard file == nil else { throw problem("\(key) and \(key)-data are both set", hint: "keep one of them") }
            guard let bytes = decodedBase64(data), !bytes.isEmpty else { throw problem("\(key)-data is no base64") }
            material = .data(bytes)
        } else if let file {
            material = .file(file)
        } else {
            return nil
        }
        do {
            _ = try material.read(as: use)
        } catch {
            throw problem(error.message, hint: error.hint)
        }
        return material
    }

    func problem(_ text: String, hint: String? = nil) -> KubernetesError {
        KubernetesError(.configuration, "\(place) in the kubeconfig \(file): \(text)", hint: hint)
    }
}
