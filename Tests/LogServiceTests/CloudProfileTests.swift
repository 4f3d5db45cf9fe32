import Basics
import Foundation
import HTTP
import TestSupport
import Testing

@testable import LogService

/// `~/.aliyun/config.json` and `~/.alibabacloud/credentials.ini`.
@Suite struct CloudProfileTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func keeper(
        _ content: String,
        _ format: CloudProfile.Format,
        name: String? = nil,
        http: CannedHTTP = CannedHTTP([])
    ) throws -> CredentialKeeper {
        let path = directory.path + "/profiles"
        try content.write(toFile: path, atomically: true, encoding: .utf8)
        let profile = CloudProfile(path: path, format: format, name: name, metadata: InstanceMetadata())
        return CredentialKeeper(source: .profile(profile), http: http)
    }

    private static let json = """
        {"current":"work","meta_path":"x","profiles":[
          {"name":"default","mode":"AK","access_key_id":"D","access_key_secret":"canary","region_id":"cn-b"},
          {"name":"work","mode":"StsToken","access_key_id":"W","access_key_secret":"canary","sts_token":"T"},
          {"name":"half","mode":"AK","access_key_id":"H","access_key_secret":""},
          {"name":"role","mode":"EcsRamRole","ram_role_name":"r1"},
          {"name":"arn","mode":"RamRoleArn","access_key_id":"A","access_key_secret":"canary"},
          {"name":"oidc","mode":"OIDC","ram_role_arn":"r","oidc_provider_arn":"p","oidc_token_file":"/not/there"}]}
        """
    private static let ini = """
        # the one
        [default]
        type = access_key            # a key
        access_key_id = D
        access_key_secret = canary

        [role]
        type=ecs_ram_role
        role_name = r1
        [arn]
        type = ram_role_arn
        access_key_secret = canary
        [oidc]
        type = oidc_role_arn
        role_arn = r
        oidc_provider_arn = p
        oidc_token_file_path = /not/there
        """

    @Test(
        arguments: [
            (json, .json, nil, "W", "T"), (json, .json, "default", "D", nil), (ini, .ini, nil, "D", nil),
        ] as [(String, CloudProfile.Format, String?, String, String?)]
    )
    func aKeyIsRead(text: String, format: CloudProfile.Format, name: String?, id: String, token: String?) async throws {
        let key = try await keeper(text, format, name: name).current()

        #expect(key.accessKeyID == id)
        #expect(key.accessKeySecret.reveal() == "canary")
        #expect(key.securityToken?.reveal() == token)
    }

    @Test(arguments: [(json, CloudProfile.Format.json), (ini, .ini)])
    func aRoleIsAskedOfMetadata(text: String, format: CloudProfile.Format) async throws {
        let http = CannedHTTP([])
        let keeper = try keeper(text, format, name: "role", http: http)

        await #expect(throws: CredentialError.self) { try await keeper.current() }
        #expect(http.requests.first?.url == "http://100.100.100.200/latest/api/token")
    }

    @Test(
        arguments: [
            (json, .json, "arn", "is of the kind RamRoleArn, which eventer cannot use"),
            (json, .json, "half", "the secret of the key is empty"),
            (json, .json, "none", "has no profile none"),
            (json, .json, "oidc", "cannot read /not/there: No such file or directory"),
            ("canary", .json, nil, "is no configuration of Alibaba Cloud's command line"),
            (ini, .ini, "arn", "is of the kind ram_role_arn, which eventer cannot use"),
            (ini, .ini, "none", "has no section [none]"),
            (ini, .ini, "oidc", "cannot read /not/there: No such file or directory"),
        ] as [(String, CloudProfile.Format, String?, String)]
    )
    func whatCannotBeUsedIsNamed(
        text: String,
        format: CloudProfile.Format,
        name: String?,
        words: String
    ) async throws {
        let keeper = try keeper(text, format, name: name)

        await #expect {
            try await keeper.current()
        } throws: { error in
            let error = error as? CredentialError
            return error?.description.contains(words) == true && error?.hint.isEmpty == false
                && !String(reflecting: error).contains("canary")
        }
    }
}
