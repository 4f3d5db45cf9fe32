import Basics

/// Decides where the access key comes from: what is named first counts, and the rest is not looked at.
///
/// The sink's URL, the environment, files, the instance's metadata.
///
/// Pure: it fetches nothing, and of files only sees whether they exist.
struct CredentialChain {
    /// What to do for who has no key.
    static let hint = "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment"

    private static let cloud = "ALIBABA_CLOUD_"

    let url: SinkURL
    let environment: [String: String]
    /// Nil where there is none to look for files in.
    var home: String?
    var fileExists: (String) -> Bool
    /// What `--custom-endpoint` and `--insecure-sink` say: ask any host for a key, and without TLS.
    var customEndpoint = false
    var insecureSink = false
    /// What a person should know about the choice.
    private(set) var warnings: [String] = []

    init(url: SinkURL, environment: [String: String], home: String?, fileExists: @escaping (String) -> Bool) {
        self.url = url
        self.environment = environment
        self.home = home
        self.fileExists = fileExists
    }

    mutating func source() throws(LogServiceConfigurationError) -> CredentialSource {
        let isHidden = url.value("accessKeyId") == ""
        if let key = try ownKey() { return key }
        if !isHidden, let key = try cloudKey() { return key }
        if let role = try oidcRole() { return .rrsa(role) }
        if let uri = try uri() { return .uri(uri) }
        if let file = try file() { return file }
        guard !InstanceMetadata.isDisabled(in: environment) else { throw .noAccessKey(hidden: isHidden) }
        return .instanceRole(try InstanceMetadata(environment: environment))
    }

    /// The value of a variable that is set to more than nothing.
    private func set(_ variable: String) -> String? {
        environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func isSet(_ name: String) -> Bool { goBool(set(Self.cloud + name) ?? "") ?? false }
}

// MARK: The URL, and the keys of the environment

extension CredentialChain {
    private static let urlName = "the sink's URL"

    /// A key that the URL names a part of, or kube-eventer's variables.
    ///
    /// An empty parameter hides its variable, as in kube-eventer.
    private mutating func ownKey() throws(LogServiceConfigurationError) -> CredentialSource? {
        let id = try part("accessKeyId", "accessKeyIdFile")
        let secret = try part("accessKeySecret", "accessKeySecretFile")
        let token = url.value("securityTokenFile").map { KeyFiles.Part.file($0) }
        // Hidden: the key of somebody else, such as the instance's role, is wanted.
        if id == .text(Secret("")), secret == nil || secret == .text(Secret("")), token == nil { return nil }
        let ownID = id ?? set("AccessKeyId").map { .text(Secret($0)) }
        var ownSecret = secret
        if ownSecret == nil, ownID != nil { ownSecret = set("AccessKeySecret").map { .text(Secret($0)) } }
        guard let ownID else {
            // A secret of the URL belongs to the id of the environment.
            guard secret != nil || token != nil else {
                if set("AccessKeySecret") != nil { warnOfHalf("AccessKeySecret", without: "AccessKeyId") }
                return nil
            }
            guard let cloudID = set(Self.cloud + "ACCESS_KEY_ID") else { throw .noAccessKey(hidden: false) }
            return try key(
                .text(Secret(cloudID)),
                secret ?? cloudSecret(for: cloudID),
                token ?? cloudToken(for: cloudID),
                Self.urlName
            )
        }
        var ownToken = token
        if case .text(let text) = ownID {
            ownSecret = ownSecret ?? cloudSecret(for: text.reveal())
            ownToken = ownToken ?? cloudToken(for: text.reveal())
        }
        let isInURL = id != nil || secret != nil || token != nil
        guard isInURL || ownSecret != nil else {
            warnOfHalf("AccessKeyId", without: "AccessKeySecret")
            return nil
        }
        return try key(ownID, ownSecret, ownToken, isInURL ? Self.urlName : "AccessKeyId in the environment")
    }

    /// As in kube-eventer, half of a key in the environment is none, and the next source counts.
    private mutating func warnOfHalf(_ name: String, without missing: String) {
        warnings.append("\(name) in the environment is not used, because \(missing) is not set")
    }

    /// A parameter of the URL or the file that another one names; one of both.
    private func part(_ name: String, _ fileName: String) throws(LogServiceConfigurationError) -> KeyFiles.Part? {
        let text = url.value(name)
        guard let file = url.value(fileName), !file.isEmpty else { return text.map { .text(Secret($0)) } }
        guard text == nil else {
            throw .badValue(parameter: fileName, expected: "left out where \(name) is given")
        }
        return .file(file)
    }

    private func key(
        _ id: KeyFiles.Part,
        _ secret: KeyFiles.Part?,
        _ token: KeyFiles.Part?,
        _ origin: String
    ) throws(LogServiceConfigurationError) -> CredentialSource {
        if id == .text(Secret("")) { throw .noAccessKey(hidden: true) }
        guard let secret, secret != .text(Secret("")) else {
            throw .noAccessKeySecret(hidden: url.value("accessKeySecret") != nil)
        }
        var tokenText: Secret?
        if case .text(let text) = token { tokenText = text }
        guard case .text(let id) = id, case .text(let secret) = secret, token == nil || tokenText != nil else {
            return .files(KeyFiles(id: id, secret: secret, token: token))
        }
        let credentials = LogServiceCredentials(
            accessKeyID: id.reveal(),
            accessKeySecret: secret,
            securityToken: tokenText
        )
        return .fixed(credentials, origin: origin)
    }

    /// The secret of the SDKs' variables, where it belongs to this id or to no other.
    private func cloudSecret(for id: String) -> KeyFiles.Part? {
        let cloudID = set(Self.cloud + "ACCESS_KEY_ID")
        guard cloudID == nil || cloudID == id else { return nil }
        return set(Self.cloud + "ACCESS_KEY_SECRET").map { .text(Secret($0)) }
    }

    /// The token of the SDKs' variables, where this is their id.
    private func cloudToken(for id: String) -> KeyFiles.Part? {
        guard set(Self.cloud + "ACCESS_KEY_ID") == id else { return nil }
        return set(Self.cloud + "SECURITY_TOKEN").map { .text(Secret($0)) }
    }

    private func cloudKey() throws(LogServiceConfigurationError) -> CredentialSource? {
        let secret = set(Self.cloud + "ACCESS_KEY_SECRET")
        guard let id = set(Self.cloud + "ACCESS_KEY_ID") else {
            guard secret == nil else { throw .noAccessKey(hidden: false) }
            return nil
        }
        guard let secret else { throw .noAccessKeySecret(hidden: false) }
        let credentials = LogServiceCredentials(
            accessKeyID: id,
            accessKeySecret: Secret(secret),
            securityToken: set(Self.cloud + "SECURITY_TOKEN").map { Secret($0) }
        )
        return .fixed(credentials, origin: Self.cloud + "ACCESS_KEY_ID in the environment")
    }
}

// MARK: Services and files

extension CredentialChain {
    private mutating func oidcRole() throws(LogServiceConfigurationError) -> OIDCRole? {
        let names = ["ROLE_ARN", "OIDC_PROVIDER_ARN", "OIDC_TOKEN_FILE"].map { Self.cloud + $0 }
        let values = names.compactMap { set($0) }
        guard values.count == names.count else {
            // The SDKs know other uses of the role's name, so that one alone is no mistake.
            let missing = names.filter { set($0) == nil }
            if set(names[1]) != nil || set(names[2]) != nil {
                warnings.append("RRSA is not used, because \(missing.joined(separator: " and ")) is not set")
            }
            return nil
        }
        var role = OIDCRole(role: values[0], provider: values[1], tokenFile: values[2])
        role.sessionName = set(Self.cloud + "ROLE_SESSION_NAME") ?? role.sessionName
        if let text = set(Self.cloud + "STS_ENDPOINT") {
            guard let endpoint = LogServiceEndpoint(address: text, scheme: .https),
                endpoint.isLoopback || endpoint.scheme == .https,
                endpoint.isLoopback || endpoint.host.hasSuffix(".aliyuncs.com") || customEndpoint
            else { throw .badSTSEndpoint }
            role.origin = "\(endpoint)"
        } else {
            let region = set(Self.cloud + "STS_REGION").flatMap { LogServiceEndpoint.isRegion($0) ? $0 : nil }
            role.origin = OIDCRole.origin(region: region, isInternal: isSet("VPC_ENDPOINT_ENABLED"))
        }
        return role
    }

    private func uri() throws(LogServiceConfigurationError) -> Secret? {
        guard let text = set(Self.cloud + "CREDENTIALS_URI") else { return nil }
        guard SinkURL(text).scheme != nil, text.isHeaderSafe, let endpoint = LogServiceEndpoint(address: text),
            endpoint.scheme == .https || endpoint.isLoopback || insecureSink
        else { throw .badCredentialsURI }
        return Secret(text)
    }

    private func file() throws(LogServiceConfigurationError) -> CredentialSource? {
        if fileExists(AddonFile.path) { return .addonFile(path: AddonFile.path) }
        let name = set(Self.cloud + "PROFILE")
        if let home, !isSet("CLI_PROFILE_DISABLED"), fileExists(home + "/.aliyun/config.json") {
            let path = home + "/.aliyun/config.json"
            return .profile(
                CloudProfile(
                    path: path,
                    format: .json,
                    name: name,
                    metadata: try InstanceMetadata(environment: environment)
                )
            )
        }
        let named = set(Self.cloud + "CREDENTIALS_FILE")
        guard let path = named ?? home.map({ $0 + "/.alibabacloud/credentials.ini" }) else { return nil }
        // One that was asked for has to be there.
        guard named != nil || fileExists(path) else { return nil }
        return .profile(
            CloudProfile(path: path, format: .ini, name: name, metadata: try InstanceMetadata(environment: environment))
        )
    }
}
