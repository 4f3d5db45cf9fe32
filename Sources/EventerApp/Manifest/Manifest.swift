import Events

/// What runs eventer in a cluster, as Kubernetes objects in YAML.
///
/// The forwarder gets what `spec/reliability.md` 5.6 asks for: two verbs on one resource, no root, nothing to write but its journal.
///
/// One replica that is replaced rather than rolled, so that two never hold one journal.
struct Manifest {
    let settings: ManifestSettings
    /// kube-eventer's URL without its key, as the pod gets it.
    let sink: String
    var rules: ManifestRules?
    let version: String

    static let stateDirectory = "/var/lib/eventer"
    private static let emptyDirectorySize = "2Gi"
    private static let port = 8084

    /// All objects, in the order in which they need each other.
    var yaml: String { head + objects.map { "---\n" + $0.yaml }.joined() }

    private var objects: [YAMLNode] {
        [
            settings.createsNamespace ? namespace : nil, serviceAccount, clusterRole, clusterRoleBinding,
            settings.key == .secret(isPrinted: true) ? secret : nil, settings.volumeSize.map(claim),
            rules.map(configMap), deployment,
        ].compactMap(\.self)
    }

    private var head: String {
        var lines = ["# eventer \(version): forwards the cluster's events to Alibaba Cloud Log Service."]
        switch settings.key {
        case .secret(isPrinted: true): lines.append("# Put the key into the Secret below before you apply this.")
        case .secret:
            lines += [
                "# Before you apply this, give it its key:",
                "#   kubectl create secret generic \(secretName) -n \(settings.namespace) \\",
                "#     --from-literal=AccessKeyId=… --from-literal=AccessKeySecret=…",
            ]
        case .role:
            let label = "pod-identity.alibabacloud.com/injection=on"
            lines.append("# RRSA: the namespace \(settings.namespace) needs the label \(label).")
        case .node: lines.append("# The key is that of the node's RAM role, or ACK's own token.")
        }
        return (lines + rulesHead).joined(separator: "\n") + "\n"
    }

    private var secretName: String { settings.name + "-sls" }

    private func metadata(namespaced: Bool = true, _ annotations: YAMLNode? = nil) -> YAMLNode {
        [
            ("name", .text(settings.name)), namespaced ? ("namespace", .text(settings.namespace)) : nil,
            ("labels", labels), annotations.map { ("annotations", $0) },
        ].node
    }

    var labels: YAMLNode {
        ["app.kubernetes.io/name": "eventer", "app.kubernetes.io/instance": .text(settings.name)]
    }
}

// MARK: Identity and rights

extension Manifest {
    private var namespace: YAMLNode {
        let injection: YAMLNode = ["pod-identity.alibabacloud.com/injection": "on"]
        let isRole = if case .role = settings.key { true } else { false }
        let metadata: YAMLNode = [
            ("name", .text(settings.namespace)), isRole ? ("labels", injection) : nil,
        ].node
        return ["apiVersion": "v1", "kind": "Namespace", "metadata": metadata]
    }

    private var serviceAccount: YAMLNode {
        var annotations: YAMLNode?
        if case .role(let role) = settings.key {
            annotations = ["pod-identity.alibabacloud.com/role-name": .text(role)]
        }
        return ["apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata(annotations)]
    }

    /// The namespace kube-system tells one cluster from another.
    private var clusterRole: YAMLNode {
        let events: YAMLNode = [
            "apiGroups": ["", "events.k8s.io"], "resources": ["events"], "verbs": ["list", "watch"],
        ]
        let identity: YAMLNode = [
            "apiGroups": [""], "resources": ["namespaces"], "resourceNames": ["kube-system"], "verbs": ["get"],
        ]
        return [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
            "metadata": metadata(namespaced: false), "rules": [events, identity],
        ]
    }

    private var clusterRoleBinding: YAMLNode {
        let role: YAMLNode = [
            "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": .text(settings.name),
        ]
        let subject: YAMLNode = [
            "kind": "ServiceAccount", "name": .text(settings.name), "namespace": .text(settings.namespace),
        ]
        return [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
            "metadata": metadata(namespaced: false), "roleRef": role, "subjects": [subject],
        ]
    }

    private var secret: YAMLNode {
        [
            "apiVersion": "v1", "kind": "Secret",
            "metadata": [
                "name": .text(secretName), "namespace": .text(settings.namespace), "labels": labels,
            ],
            "type": "Opaque", "stringData": ["AccessKeyId": "REPLACE-ME", "AccessKeySecret": "REPLACE-ME"],
        ]
    }

    private func claim(_ size: String) -> YAMLNode {
        [
            "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": metadata(),
            "spec": [
                "accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": .text(size)]],
            ],
        ]
    }
}

// MARK: Deployment

extension Manifest {
    private var deployment: YAMLNode {
        [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata(),
            "spec": [
                "replicas": 1, "strategy": ["type": "Recreate"], "selector": ["matchLabels": labels],
                "template": [
                    "metadata": [("labels", labels), rulesAnnotations.map { ("annotations", $0) }].node,
                    "spec": pod,
                ],
            ],
        ]
    }

    private var pod: YAMLNode {
        let claim: YAMLNode = ["claimName": .text(settings.name)]
        let storage: (String, YAMLNode) =
            settings.volumeSize == nil
            ? ("emptyDir", ["sizeLimit": .text(Self.emptyDirectorySize)]) : ("persistentVolumeClaim", claim)
        return [
            "serviceAccountName": .text(settings.name), "terminationGracePeriodSeconds": 30,
            "securityContext": [
                "runAsNonRoot": true, "runAsUser": 65532, "runAsGroup": 65532, "fsGroup": 65532,
                "seccompProfile": ["type": "RuntimeDefault"],
            ],
            "containers": [container], "volumes": .list([[("name", "state"), storage].node] + rulesVolumes),
        ]
    }

    private var container: YAMLNode {
        [
            "name": "eventer", "image": .text(settings.image), "args": .list(arguments.map { .text($0) }),
            "env": .list(environment + rulesEnvironment),
            "ports": [["name": "http", "containerPort": .number(Self.port)]],
            "livenessProbe": probe("/livez"), "readinessProbe": probe("/readyz"),
            "resources": [
                "requests": ["cpu": "100m", "memory": "50Mi"], "limits": ["cpu": "500m", "memory": "250Mi"],
            ],
            "securityContext": [
                "allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
                "capabilities": ["drop": ["ALL"]],
            ],
            "volumeMounts": .list([["name": "state", "mountPath": .text(Self.stateDirectory)]] + rulesMounts),
        ]
    }

    private var arguments: [String] {
        let sink = settings.sink
        return ["forward", "--state=\(Self.stateDirectory)", "--journal-limit=\(journalLimit)"]
            + (sink.start.map { ["--start=\($0.rawValue)"] } ?? [])
            + (sink.forwardFilter.isEmpty ? [] : ["--forward-filter=" + Self.literal(sink.forwardFilter)])
            + (sink.allowsCustomEndpoint ? ["--custom-endpoint"] : [])
            + (sink.allowsInsecure ? ["--insecure-sink"] : [])
            + rulesArguments
    }

    /// Half of the volume: a damaged file is kept beside the one that takes its place, and who exceeds an emptyDir is evicted.
    private var journalLimit: String {
        let size = settings.volumeSize ?? Self.emptyDirectorySize
        return "\(max(4, (byteCount(size) ?? 0) >> 21))Mi"
    }

    private var environment: [YAMLNode] {
        var variables: [YAMLNode] = [
            ["name": "EVENTER_SINK", "value": .text(Self.literal(sink))],
            // SQLite's temporary files, where they are needed: nothing else can be written to.
            ["name": "SQLITE_TMPDIR", "value": .text(Self.stateDirectory)],
        ]
        guard case .secret = settings.key else { return variables }
        variables += ["AccessKeyId", "AccessKeySecret"].map { Self.variable($0, from: secretName) }
        return variables
    }

    /// A variable with the value of a Secret's member of that name.
    static func variable(_ name: String, from secret: String) -> YAMLNode {
        let reference: YAMLNode = ["name": .text(secret), "key": .text(name)]
        return ["name": .text(name), "valueFrom": ["secretKeyRef": reference]]
    }

    /// Kubernetes replaces $(NAME) in values and arguments, and takes $$ for a $.
    private static func literal(_ text: String) -> String { text.replacing("$", with: "$$") }

    private func probe(_ path: String) -> YAMLNode {
        ["httpGet": ["path": .text(path), "port": "http"], "periodSeconds": 10, "timeoutSeconds": 5]
    }
}

extension [(String, YAMLNode)?] {
    fileprivate var node: YAMLNode { .members(self) }
}
