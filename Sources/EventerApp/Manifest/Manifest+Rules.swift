import Events

/// The alert rules of the pod, and the Secret of their hooks.
extension Manifest {
    private static let rulesVolume = "rules"
    private static let secretVolume = "hook-secrets"

    var rulesArguments: [String] {
        if settings.alerts.isOff { return ["--no-alerts"] }
        return rules == nil ? [] : ["--rules=\(ManifestRules.directory)/\(ManifestRules.fileName)"]
    }

    var rulesHead: [String] {
        guard let rules, let secret = settings.alertSecret, !rules.members.isEmpty else { return [] }
        let (variables, files) = (rules.variables, rules.files)
        let values =
            variables.map { "--from-literal=\($0)=…" }
            + files.filter { !variables.contains($0) }.map { "--from-file=\($0)=FILE" }
        return [
            "# What the hooks of its rules need comes from the Secret \(secret):",
            "#   kubectl create secret generic \(secret) -n \(settings.namespace) \\",
            "#     " + values.joined(separator: " "),
        ]
    }

    func configMap(_ rules: ManifestRules) -> YAMLNode {
        [
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": ["name": .text(rulesName), "namespace": .text(settings.namespace), "labels": labels],
            "data": .members([(ManifestRules.fileName, .block(rules.text))]),
        ]
    }

    /// A pod reads its rules once: another file makes another pod.
    var rulesAnnotations: YAMLNode? {
        rules.map { ["checksum/rules": .text($0.checksum)] }
    }

    /// What each hook names in its text, and nothing else of the Secret.
    var rulesEnvironment: [YAMLNode] {
        guard let secret = settings.alertSecret else { return [] }
        return (rules?.variables ?? []).map { name in Self.variable(name, from: secret) }
    }

    var rulesVolumes: [YAMLNode] {
        var volumes: [YAMLNode] = []
        if rules != nil {
            volumes.append(["name": .text(Self.rulesVolume), "configMap": ["name": .text(rulesName)]])
        }
        if let secret = settings.alertSecret, let files = rules?.files, !files.isEmpty {
            let items = files.map { name -> YAMLNode in ["key": .text(name), "path": .text(name)] }
            volumes.append([
                "name": .text(Self.secretVolume),
                "secret": ["secretName": .text(secret), "items": .list(items)],
            ])
        }
        return volumes
    }

    var rulesMounts: [YAMLNode] {
        var mounts: [YAMLNode] = []
        if rules != nil { mounts.append(Self.mount(Self.rulesVolume, ManifestRules.directory)) }
        if settings.alertSecret != nil, rules?.files.isEmpty == false {
            mounts.append(Self.mount(Self.secretVolume, HookNeeds.directory))
        }
        return mounts
    }

    private var rulesName: String { settings.name + "-rules" }

    private static func mount(_ volume: String, _ path: String) -> YAMLNode {
        ["name": .text(volume), "mountPath": .text(path), "readOnly": true]
    }
}
