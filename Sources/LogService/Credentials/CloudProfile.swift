import Basics
import FoundationEssentials

/// A profile in a file of Alibaba Cloud's command line (`config.json`) or SDKs (`credentials.ini`).
package struct CloudProfile: Sendable, Equatable {
    package enum Format: Sendable { case json, ini }

    package var path: String
    package var format: Format
    /// Nil takes the file's current one, or `default`.
    package var name: String?
    /// For a profile that names the instance's role.
    package var metadata: InstanceMetadata

    var title: String { (name.map { "profile \($0) of " } ?? "") + path }

    /// What the profile says, read now.
    ///
    /// - Throws: ``CredentialError``, for a kind of profile that eventer does not know too.
    func source() throws(CredentialError) -> CredentialSource {
        let text = String(decoding: try readSmallFile(path), as: UTF8.self)
        switch format {
        case .json: return try jsonSource(text)
        case .ini: return try iniSource(text)
        }
    }

    private func fixed(_ id: String?, _ secret: String?, _ token: String? = nil) throws(CredentialError)
        -> CredentialSource
    {
        let key = try IssuedKey(id: id ?? "", secret: secret ?? "", token: token)
        return .fixed(key.credentials, origin: title)
    }

    private func instanceRole(_ role: String?) -> CredentialSource {
        var metadata = metadata
        if let role, !role.isEmpty { metadata.role = role }
        return .instanceRole(metadata)
    }

    private func oidc(
        _ role: String?,
        _ provider: String?,
        _ tokenFile: String?,
        session: String?
    ) throws(CredentialError) -> OIDCRole {
        guard let role, let provider, let tokenFile, !role.isEmpty, !provider.isEmpty, !tokenFile.isEmpty else {
            throw problem("lacks the role, the provider or the token file of OIDC")
        }
        var result = OIDCRole(role: role, provider: provider, tokenFile: tokenFile)
        if let session, !session.isEmpty { result.sessionName = session }
        return result
    }

    private func unknown(_ kind: String) -> CredentialError {
        CredentialError(
            "it is of the kind \(kind.prefix(40)), which eventer cannot use",
            hint: "use a profile of another kind, or give a key: \(CredentialChain.hint)"
        )
    }

    private func problem(_ text: String) -> CredentialError {
        CredentialError("it \(text)", hint: "correct the file, or give a key: \(CredentialChain.hint)")
    }
}

// MARK: config.json of the command line

extension CloudProfile {
    private struct File: Decodable {
        var current: String?
        var profiles: [Profile]
    }

    private struct Profile: Decodable {
        var name: String?
        var mode: String?
        var access_key_id: String?
        var access_key_secret: String?
        var sts_token: String?
        var ram_role_arn: String?
        var ram_role_name: String?
        var ram_session_name: String?
        var oidc_provider_arn: String?
        var oidc_token_file: String?
        var role_session_name: String?
        var expired_seconds: Int?
        var sts_region: String?
        var enable_vpc: Bool?
    }

    private func jsonSource(_ text: String) throws(CredentialError) -> CredentialSource {
        guard let file = try? JSONDecoder().decode(File.self, from: Data(text.utf8)) else {
            throw problem("is no configuration of Alibaba Cloud's command line")
        }
        let wanted = name ?? file.current ?? "default"
        guard let profile = file.profiles.first(where: { $0.name == wanted }) else {
            throw problem("has no profile \(wanted.prefix(40))")
        }
        switch profile.mode ?? "AK" {
        case "AK": return try fixed(profile.access_key_id, profile.access_key_secret)
        case "StsToken": return try fixed(profile.access_key_id, profile.access_key_secret, profile.sts_token ?? "")
        case "EcsRamRole": return instanceRole(profile.ram_role_name)
        case "OIDC":
            var role = try oidc(
                profile.ram_role_arn,
                profile.oidc_provider_arn,
                profile.oidc_token_file,
                session: profile.ram_session_name ?? profile.role_session_name
            )
            let region = profile.sts_region.flatMap { LogServiceEndpoint.isRegion($0) ? $0 : nil }
            role.origin = OIDCRole.origin(region: region, isInternal: profile.enable_vpc ?? false)
            if let seconds = profile.expired_seconds, seconds >= 900 { role.seconds = seconds }
            return .rrsa(role)
        case let mode: throw unknown(mode)
        }
    }
}

// MARK: credentials.ini of the SDKs

extension CloudProfile {
    private func iniSource(_ text: String) throws(CredentialError) -> CredentialSource {
        let wanted = name ?? "default"
        guard let section = Self.sections(text)[wanted] else { throw problem("has no section [\(wanted.prefix(40))]") }
        switch section["type"] ?? "access_key" {
        case "access_key": return try fixed(section["access_key_id"], section["access_key_secret"])
        case "ecs_ram_role": return instanceRole(section["role_name"])
        case "oidc_role_arn":
            return .rrsa(
                try oidc(
                    section["role_arn"],
                    section["oidc_provider_arn"],
                    section["oidc_token_file_path"] ?? section["oidc_token_file"],
                    session: section["role_session_name"]
                )
            )
        case let type: throw unknown(type)
        }
    }

    private static func sections(_ text: String) -> [String: [String: String]] {
        var sections: [String: [String: String]] = [:]
        var name = ""
        for line in text.split(whereSeparator: \.isNewline).map(\.trimming) {
            if line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), line.hasSuffix("]") {
                name = line.dropFirst().dropLast().trimming
                sections[name] = sections[name] ?? [:]
                continue
            }
            guard let equals = line.firstIndex(of: "=") else { continue }
            // As the SDKs: a `#` after a space begins a comment.
            let value = line[line.index(after: equals)...].trimming
            let end = value.firstRange(of: " #")?.lowerBound ?? value.endIndex
            sections[name, default: [:]][line[..<equals].trimming] = value[..<end].trimming
        }
        return sections
    }
}
