package import Basics

/// Where the access key comes from, with all that is needed to get it: the choice of the chain.
package enum CredentialSource: Sendable, Equatable {
    /// A key that does not change; `origin` is where it was found.
    case fixed(LogServiceCredentials, origin: String)
    /// A key in files of its own.
    case files(KeyFiles)
    /// The file of ACK's log component.
    case addonFile(path: String)
    /// A role that a token of the cluster may take.
    case rrsa(OIDCRole)
    /// A profile in a file of Alibaba Cloud's tools.
    case profile(CloudProfile)
    /// An address that gives keys; secret, because its path may be.
    case uri(Secret)
    /// The role of the instance, asked of its metadata.
    case instanceRole(InstanceMetadata)

    /// For people; never a value.
    package var name: String {
        switch self {
        case .fixed(_, let origin): origin
        case .files: "key files of the sink"
        case .addonFile(let path): path
        case .rrsa: "RRSA"
        case .profile(let profile): profile.title
        case .uri: "ALIBABA_CLOUD_CREDENTIALS_URI"
        case .instanceRole: "ECS RAM role"
        }
    }

    /// Whether asking again can give another key.
    package var isRenewable: Bool {
        if case .fixed = self { false } else { true }
    }

    /// Files that hold the key: when one changes, so does the key.
    var files: [String] {
        switch self {
        case .files(let files): files.paths
        case .addonFile(let path): [path]
        case .profile(let profile): [profile.path]
        case .fixed, .rrsa, .uri, .instanceRole: []
        }
    }
}

/// A key whose parts are files, or partly given in the sink.
package struct KeyFiles: Sendable, Equatable {
    package enum Part: Sendable, Equatable {
        case text(Secret)
        case file(String)
    }

    package var id: Part
    package var secret: Part
    package var token: Part?

    package init(id: Part, secret: Part, token: Part? = nil) {
        self.id = id
        self.secret = secret
        self.token = token
    }

    var paths: [String] {
        [id, secret, token].compactMap { if case .file(let path) = $0 { path } else { nil } }
    }
}

/// Why there is no access key.
///
/// Holds no secret; `problem` may quote others: sanitise before showing.
package struct CredentialError: Error, Sendable, Equatable {
    /// By name, as ``CredentialSource/name`` tells it.
    package var source = ""
    package var problem: String
    /// What to do next.
    package var hint: String

    package init(_ problem: String, hint: String) {
        self.problem = problem
        self.hint = hint
    }
}

extension CredentialError: CustomStringConvertible {
    package var description: String { "no access key from \(source): \(problem)" }
}
