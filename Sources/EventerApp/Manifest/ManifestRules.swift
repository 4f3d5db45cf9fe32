import Crypto
import Events
import Foundation

/// Alert rules on their way into a cluster: the file that the pod reads, and what its hooks need besides.
///
/// The file is written anew from what was read: no comment comes along, and no other key of a configuration file.
struct ManifestRules: Sendable, Equatable {
    static let directory = "/etc/eventer/rules"
    static let fileName = "rules.yaml"
    /// Of the data of a ConfigMap, in bytes.
    private static let limit = 1 << 20
    /// Of the annotations of an object, in which `kubectl apply` keeps it.
    private static let annotationLimit = 250 << 10

    let text: String
    /// What people should know.
    private(set) var notes: [String] = []
    private let needs: HookNeeds?

    /// The names of the variables that the hooks want, in order.
    var variables: [String] { needs?.variables.sorted() ?? [] }
    /// The names of the files that they want in ``HookNeeds/directory``, in order.
    var files: [String] { needs?.files.sorted() ?? [] }
    /// The members of the Secret that the hooks want, variables first.
    var members: [String] { variables + files.filter { !variables.contains($0) } }

    /// Changes when the file does.
    var checksum: String {
        let digits = SHA256.hash(data: Data(text.utf8)).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return digits.joined()
    }

    /// Reads rules as `eventer rules check` does.
    ///
    /// - Parameter file: A configuration file, or what stands there under `alerts` alone.
    /// - Throws: ``ConfigurationError`` for every fault, for what looks like a secret, and for what no ConfigMap takes.
    init(_ file: ConfigurationFile) throws(ConfigurationError) {
        let settings = try AlertSettings(file)
        let whole = file.members.first { $0.name == "alerts" }
        let value = whole?.value ?? .mapping(file.members)
        needs = settings.notify.map(HookNeeds.init)
        text = YAMLNode.members([("alerts", value.node)]).yaml
        let faults = needs?.faults ?? []
        guard faults.isEmpty else {
            let start = whole == nil ? "notify: " : "alerts: notify: "
            throw ConfigurationError(
                faults.map { .init(.file(file.path), .init(message: start + $0.message, place: $0.place)) }
            )
        }
        guard text.utf8.count <= Self.limit else {
            throw ConfigurationError(file.path, "is larger than the 1 MiB that a ConfigMap takes")
        }
        let hooks = (try? settings.notify?.notify().hooks) ?? []
        notes = AlertPlan.notes(hooks, settings.ruleSet()) + (needs?.notes ?? [])
        if text.utf8.count > Self.annotationLimit {
            notes.append("the rules are too large for `kubectl apply`: give it --server-side")
        }
    }

    /// What of the Secret is amiss.
    ///
    /// - Parameter secret: Its name; nil where none is named.
    /// - Returns: Sentences for people.
    func notes(on secret: String?) -> [String] {
        switch secret {
        case nil where !members.isEmpty:
            ["the hooks need \(members.joined(separator: ", ")): name the Secret that has them with --alert-secret"]
        case let secret? where members.isEmpty:
            [
                "nothing is taken from the Secret \(secret): no hook names a variable or a file in "
                    + HookNeeds.directory
            ]
        default: []
        }
    }
}

extension PreferenceValue {
    /// The same, to be written.
    fileprivate var node: YAMLNode {
        switch self {
        case .text(let text, _): .text(text)
        case .list(let elements, _): .list(elements.map(\.node))
        case .mapping(let members, _): .members(members.map { ($0.name, $0.value.node) })
        }
    }
}
