import Basics
import LogService
import Testing

/// Which source the chain chooses; `KEY` stands for a fixed key, with its id.
@Suite struct CredentialChainTests {
    private static let sink = "sls:https://cn-b.log.aliyuncs.com?project=p1&logStore=l1"
    private static let rrsa = [
        "ALIBABA_CLOUD_ROLE_ARN": "acs:ram::1:role/r", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": "acs:ram::1:oidc-provider/p",
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE": "/token",
    ]
    private static let own = ["AccessKeyId": "a", "AccessKeySecret": "canary"]
    private static let cloud = [
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "c", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "canary",
        "ALIBABA_CLOUD_SECURITY_TOKEN": "canary-token",
    ]
    private static let uri = ["ALIBABA_CLOUD_CREDENTIALS_URI": "http://localhost:1/canary"]
    private static let files: Set = [
        "/var/addon/token-config", "/home/me/.aliyun/config.json", "/home/me/.alibabacloud/credentials.ini",
    ]
    private static let everything = rrsa.merging(own) { $1 }.merging(cloud) { $1 }.merging(uri) { $1 }

    private func read(
        _ parameters: String,
        _ environment: [String: String],
        files: Set<String> = []
    ) throws(LogServiceConfigurationError) -> LogServiceConfiguration {
        try LogServiceConfiguration(
            sink: Self.sink + parameters,
            isInArguments: false,
            environment: environment,
            home: "/home/me",
            fileExists: { files.contains($0) }
        )
    }

    /// Each row lacks what won the row before.
    @Test(
        arguments: [
            ("&accessKeyId=u&accessKeySecret=canary", everything, files, "the sink's URL"),
            ("&accessKeyIdFile=/i&accessKeySecretFile=/s", everything, files, "key files of the sink"),
            ("", everything, files, "AccessKeyId in the environment"),
            (
                "", cloud.merging(rrsa) { $1 }.merging(uri) { $1 }, files,
                "ALIBABA_CLOUD_ACCESS_KEY_ID in the environment"
            ),
            ("", rrsa.merging(uri) { $1 }, files, "RRSA"),
            ("", uri, files, "ALIBABA_CLOUD_CREDENTIALS_URI"),
            ("", [:], files, "/var/addon/token-config"),
            ("", [:], files.subtracting(["/var/addon/token-config"]), "/home/me/.aliyun/config.json"),
            (
                "", ["ALIBABA_CLOUD_CLI_PROFILE_DISABLED": "true", "ALIBABA_CLOUD_PROFILE": "p"],
                files.subtracting(["/var/addon/token-config"]), "profile p of /home/me/.alibabacloud/credentials.ini"
            ),
            ("", ["ALIBABA_CLOUD_CREDENTIALS_FILE": "/other"], [], "/other"),
            ("", [:], [], "ECS RAM role"),
        ] as [(String, [String: String], Set<String>, String)]
    )
    func theFirstThatIsNamedCounts(
        parameters: String,
        environment: [String: String],
        files: Set<String>,
        name: String
    ) throws {
        let configuration = try read(parameters, environment, files: files)

        #expect(configuration.credentialSource.name == name)
        #expect(!"\(configuration)\(String(reflecting: configuration))".contains("canary"))
    }

    @Test(
        arguments: [
            (["AccessKeyId": "a", "AccessKeySecret": "b"], "", "a", "b", nil),
            (["AccessKeyId": "a", "AccessKeySecret": "b"], "&accessKeyId=u", "u", "b", nil),
            (["AKS": "x"], "&accessKeyId=u&accessKeySecret=${AKS}", "u", "x", nil),
            (["AKS": "x"], "&accessKeyId=u&accessKeySecret=$AKS", "u", "x", nil),
            ([:], "&accessKeyId=u&accessKeySecret=a%2Bb%24c", "u", "a+b$c", nil),
            ([:], "&accessKeyId=u&accessKeySecret=a+b$c", "u", "a b", nil),
            (["AccessKeyId": "a"], "&accessKeySecret=x", "a", "x", nil),
            (cloud, "", "c", "canary", "canary-token"),
            (cloud.merging(own) { $1 }, "", "a", "canary", nil),
            (cloud, "&accessKeySecret=x", "c", "x", "canary-token"),
            (cloud, "&accessKeyId=c", "c", "canary", "canary-token"),
            (cloud, "&accessKeyId=u&accessKeySecret=x", "u", "x", nil),
        ] as [([String: String], String, String, String, String?)]
    )
    func whoseKeyIsUsed(
        environment: [String: String],
        parameters: String,
        id: String,
        secret: String,
        token: String?
    ) throws {
        guard case .fixed(let key, _) = try read(parameters, environment).credentialSource else {
            Issue.record("no fixed key")
            return
        }

        #expect(key.accessKeyID == id)
        #expect(key.accessKeySecret.reveal() == secret)
        #expect(key.securityToken?.reveal() == token)
    }

    @Test func aTemporaryKeyWithItsSecretInAFileKeepsItsToken() throws {
        let files = try read("&accessKeySecretFile=/s", Self.cloud).credentialSource

        #expect(
            files
                == .files(
                    KeyFiles(id: .text(Secret("c")), secret: .file("/s"), token: .text(Secret("canary-token")))
                )
        )
    }

    /// As in kube-eventer: who writes `accessKeyId=` wants the role, whatever the environment says.
    @Test(arguments: ["&accessKeyId=", "&accessKeyId=&accessKeySecret=", "&accessKeyId=${NOT_SET}"])
    func anEmptyIDHidesTheKeysOfTheEnvironment(parameters: String) throws {
        let environment = Self.own.merging(Self.cloud) { $1 }

        #expect(try read(parameters, environment).credentialSource.name == "ECS RAM role")
        #expect(try read(parameters, environment.merging(Self.rrsa) { $1 }).credentialSource.name == "RRSA")
    }

    @Test(
        arguments: [
            ("", ["ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"], .noAccessKey(hidden: false)),
            ("&accessKeyId=", ["ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"], .noAccessKey(hidden: true)),
            ("&accessKeyId=&accessKeySecret=canary", [:], .noAccessKey(hidden: true)),
            ("&accessKeySecret=canary", [:], .noAccessKey(hidden: false)),
            ("&accessKeySecretFile=/s", [:], .noAccessKey(hidden: false)),
            ("", ["ALIBABA_CLOUD_ACCESS_KEY_SECRET": "canary"], .noAccessKey(hidden: false)),
            ("&accessKeyId=a", [:], .noAccessKeySecret(hidden: false)),
            ("&accessKeyIdFile=/i", [:], .noAccessKeySecret(hidden: false)),
            ("", ["ALIBABA_CLOUD_ACCESS_KEY_ID": "a"], .noAccessKeySecret(hidden: false)),
            ("&accessKeySecret=", own, .noAccessKeySecret(hidden: true)),
            (
                "&accessKeyId=a&accessKeyIdFile=/i", [:],
                .badValue(parameter: "accessKeyIdFile", expected: "left out where accessKeyId is given")
            ),
            ("", ["ALIBABA_CLOUD_IMDS_ENDPOINT": "http://10.0.0.1"], .badMetadataEndpoint),
            ("", ["ALIBABA_CLOUD_IMDS_ENDPOINT": "http://127.0.0.1.canary.example"], .badMetadataEndpoint),
            ("", rrsa.merging(["ALIBABA_CLOUD_STS_ENDPOINT": "sts.canary.example"]) { $1 }, .badSTSEndpoint),
            ("", rrsa.merging(["ALIBABA_CLOUD_STS_ENDPOINT": "http://sts.aliyuncs.com"]) { $1 }, .badSTSEndpoint),
            ("", ["ALIBABA_CLOUD_CREDENTIALS_URI": "http://10.0.0.1/canary"], .badCredentialsURI),
            ("", ["ALIBABA_CLOUD_CREDENTIALS_URI": "canary"], .badCredentialsURI),
        ] as [(String, [String: String], LogServiceConfigurationError)]
    )
    func whatCannotBeMeant(
        parameters: String,
        environment: [String: String],
        error: LogServiceConfigurationError
    ) {
        #expect(throws: error) { try read(parameters, environment) }
        #expect(!"\(error) \(error.hint)".contains("canary") && !error.hint.isEmpty)
    }

    @Test(
        arguments: [
            ([:], "https://sts.aliyuncs.com"),
            (["ALIBABA_CLOUD_STS_REGION": "cn-b"], "https://sts.cn-b.aliyuncs.com"),
            (
                ["ALIBABA_CLOUD_STS_REGION": "cn-b", "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED": "true"],
                "https://sts-vpc.cn-b.aliyuncs.com"
            ),
            (
                ["ALIBABA_CLOUD_STS_ENDPOINT": "sts-vpc.cn-c.aliyuncs.com", "ALIBABA_CLOUD_STS_REGION": "cn-b"],
                "https://sts-vpc.cn-c.aliyuncs.com"
            ),
            (["ALIBABA_CLOUD_STS_ENDPOINT": "http://127.0.0.1:8"], "http://127.0.0.1:8"),
        ] as [([String: String], String)]
    )
    func theSTSThatIsAsked(variables: [String: String], origin: String) throws {
        guard case .rrsa(let role) = try read("", Self.rrsa.merging(variables) { $1 }).credentialSource else {
            Issue.record("no RRSA")
            return
        }

        #expect(role.origin == origin)
    }

    /// As in kube-eventer, the next source counts.
    @Test(
        arguments: [
            ("AccessKeyId", "AccessKeySecret", [:], "ECS RAM role"),
            ("AccessKeySecret", "AccessKeyId", [:], "ECS RAM role"),
            ("AccessKeySecret", "AccessKeyId", rrsa, "RRSA"),
            ("AccessKeyId", "AccessKeySecret", cloud, "ALIBABA_CLOUD_ACCESS_KEY_ID in the environment"),
            ("AccessKeySecret", "AccessKeyId", cloud, "ALIBABA_CLOUD_ACCESS_KEY_ID in the environment"),
        ] as [(String, String, [String: String], String)]
    )
    func halfOfAKeyInTheEnvironmentIsSaid(
        half: String,
        missing: String,
        environment: [String: String],
        name: String
    ) throws {
        let configuration = try read("", environment.merging([half: "canary"]) { $1 })

        #expect(configuration.credentialSource.name == name)
        #expect(configuration.warnings == ["\(half) in the environment is not used, because \(missing) is not set"])
    }

    @Test func halfOfRRSAIsSaid() throws {
        var environment = Self.rrsa
        environment["ALIBABA_CLOUD_ROLE_ARN"] = nil

        let configuration = try read("", environment)

        #expect(configuration.credentialSource.name == "ECS RAM role")
        #expect(configuration.warnings == ["RRSA is not used, because ALIBABA_CLOUD_ROLE_ARN is not set"])
    }
}
