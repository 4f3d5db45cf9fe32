/// `eventer manifest`.
package struct ManifestSettings: Sendable {
    /// Where the key for Log Service comes from, in the cluster.
    package enum Key: Sendable, Equatable {
        /// A Secret; `isPrinted` adds one with placeholders to the manifest.
        case secret(isPrinted: Bool)
        /// RRSA: the pod takes on this RAM role by its service account.
        case role(String)
        /// Nothing is given: the RAM role of the node, or ACK's own token.
        case node
    }

    package var sink: SinkSettings
    package var name = "eventer"
    package var namespace = "kube-system"
    package var createsNamespace = false
    package var image: String
    package var key = Key.secret(isPrinted: false)
    /// The size of a PersistentVolumeClaim for the journal, `2Gi`; nil keeps it for as long as the pod stays.
    package var volumeSize: String?
    package var alerts = AlertFlags()
    /// The Secret that has what the hooks of the rules need.
    package var alertSecret: String?

    package init(sink: SinkSettings, image: String) {
        self.sink = sink
        self.image = image
    }

    /// - Throws: ``AppError`` with code `usage` for what Kubernetes would refuse.
    func validate() throws(AppError) {
        try require(
            name,
            #/[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?/#,
            "--name",
            "lower-case letters, digits and -, at most 50"
        )
        try require(
            namespace,
            #/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/#,
            "--namespace",
            "lower-case letters, digits and -, at most 63"
        )
        try require(
            image,
            #/[A-Za-z0-9][A-Za-z0-9._\/:-]*(@sha256:[0-9a-f]{64})?/#,
            "--image",
            "the reference of an image, such as registry/eventer:1.0"
        )
        if let volumeSize {
            try require(volumeSize, #/[1-9][0-9]{0,11}(Ki|Mi|Gi|Ti|k|M|G|T)?/#, "--pvc", "a quantity such as 2Gi")
        }
        if let alertSecret {
            try require(
                alertSecret,
                #/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/#,
                "--alert-secret",
                "the name of a Secret: lower-case letters, digits, - and ."
            )
            guard alerts.rules != nil else {
                throw AppError("--alert-secret is for the hooks of --rules FILE, which is missing", code: .usage)
            }
        }
        if case .role(let role) = key {
            try require(role, #/[A-Za-z0-9._@-]{1,64}/#, "--service-account-role", "the name of a RAM role, no ARN")
        }
    }

    private func require<Output>(
        _ value: String,
        _ pattern: Regex<Output>,
        _ flag: String,
        _ expected: String
    ) throws(AppError) {
        guard value.utf8.count <= 512, (try? pattern.wholeMatch(in: value)) != nil else {
            throw AppError("\(flag): \"\(value)\" is not usable", hint: "write \(expected)", code: .usage)
        }
    }
}
