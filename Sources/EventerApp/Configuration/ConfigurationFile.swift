import FoundationEssentials
import Kubernetes
import Yams

/// The configuration file: where it is, and what stands in it.
package struct ConfigurationFile: Sendable, Equatable {
    /// Which file is read.
    package enum Choice: Sendable, Equatable {
        /// `config.yaml` in the usual directory, if there is one.
        case usual
        /// None at all.
        case none
        /// This one, which must be there.
        case path(String)

        /// What `--config` says, else `$EVENTER_CONFIG`.
        package init(flag: String?, environment: [String: String]) {
            switch flag ?? environment["EVENTER_CONFIG"] {
            case nil, "": self = .usual
            case "none": self = .none
            case .some(let path): self = .path(path)
            }
        }
    }

    private static let limit = 256 << 10

    package let path: String
    package let members: [PreferenceValue.Member]

    /// The usual path: `$XDG_CONFIG_HOME/eventer/config.yaml`, with `~/.config` for an unset variable.
    package static func usualPath(_ process: ProcessContext) -> String {
        let base = process.environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (base ?? process.home + "/.config") + "/eventer/config.yaml"
    }

    /// Reads the file that is chosen, nil when there is none to read.
    ///
    /// - Throws: ``ConfigurationError`` for a file that is named and missing, too large, or no YAML.
    package static func read(_ choice: Choice, _ process: ProcessContext) throws(ConfigurationError)
        -> ConfigurationFile?
    {
        let path: String
        switch choice {
        case .none: return nil
        case .usual:
            path = usualPath(process)
            guard FileManager.default.fileExists(atPath: path) else { return nil }
        case .path(let named): path = named
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            let isThere = FileManager.default.fileExists(atPath: path)
            throw ConfigurationError(path, isThere ? "cannot be read" : "there is no such file")
        }
        guard data.count <= limit else { throw ConfigurationError(path, "is larger than \(limit >> 10) KiB") }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError(path, "is not UTF-8")
        }
        return try ConfigurationFile(path: path, text: text)
    }

    /// Reads `text` as the content of a file.
    ///
    /// - Throws: ``ConfigurationError`` for what is no mapping in YAML.
    package init(path: String, text: String) throws(ConfigurationError) {
        self.path = path
        var scan = YAMLScan(valueLimit: 20_000)
        if let problem = scan.problem(in: text) { throw ConfigurationError(path, problem) }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text, .basic)
        } catch {
            throw ConfigurationError(path, error, text)
        }
        guard let root, !root.isNull else {
            members = []
            return
        }
        guard case .mapping(let mapping) = root else {
            throw ConfigurationError(path, "needs keys with values, as in \"theme: light\"")
        }
        var faults: [PreferenceFaults.Fault] = []
        members = mapping.members(&faults)
        guard faults.isEmpty else { throw ConfigurationError(faults.map { .init(.file(path), $0) }) }
    }
}

extension Node {
    fileprivate var isNull: Bool {
        guard case .scalar(let scalar) = self, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    fileprivate var place: PreferenceValue.Place? { mark.map { .init(line: $0.line, column: $0.column) } }

    fileprivate func value(_ faults: inout [PreferenceFaults.Fault]) -> PreferenceValue {
        switch self {
        case .scalar(let scalar): .text(scalar.string, place)
        case .sequence(let sequence): .list(sequence.map { $0.value(&faults) }, place)
        case .mapping(let mapping): .mapping(mapping.members(&faults), place)
        case .alias: .text("", place)
        }
    }
}

extension Node.Mapping {
    fileprivate func members(_ faults: inout [PreferenceFaults.Fault]) -> [PreferenceValue.Member] {
        var members: [PreferenceValue.Member] = []
        for (key, node) in self {
            guard case .scalar(let scalar) = key else {
                faults.append(.init(message: "a key must be a word", place: key.place))
                continue
            }
            guard !node.isNull else {
                let name = PreferenceValue.quoted(scalar.string)
                faults.append(.init(message: "\(name) has no value", place: key.place))
                continue
            }
            members.append(.init(name: scalar.string, place: key.place, value: node.value(&faults)))
        }
        return members
    }
}
