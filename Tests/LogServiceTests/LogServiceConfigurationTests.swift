import Basics
import LogService
import Testing

private let key = "&accessKeyId=ID&accessKeySecret=canary"
private let names = "project=p1&logStore=k8s-event"

private func read(
    _ sink: String,
    _ environment: [String: String] = [:],
    customEndpoint: Bool = false,
    insecureSink: Bool = false
) throws(LogServiceConfigurationError) -> LogServiceConfiguration {
    try LogServiceConfiguration(
        sink: sink,
        environment: environment,
        customEndpoint: customEndpoint,
        insecureSink: insecureSink
    )
}

@Suite struct LogServiceConfigurationTests {
    @Test func theExampleOfTheREADME() throws {
        let sink =
            "sls:https://cn-beijing.log.aliyuncs.com?\(names)&regionId=cn-beijing&internal=false\(key)&topic=c1&label=env,prod"

        let configuration = try read(sink)

        #expect(configuration.project == "p1")
        #expect(configuration.logstore == "k8s-event")
        #expect(configuration.topic == "c1")
        #expect(configuration.labels == [.init(key: "env", value: "prod")])
        #expect(configuration.region == "cn-beijing")
        #expect(configuration.signature == .v4)
        #expect(configuration.compression == .deflate)
        #expect(configuration.eventIDFormat == .indented)
        #expect(configuration.fixedKey?.accessKeyID == "ID")
        #expect(configuration.fixedKey?.accessKeySecret.reveal() == "canary")
        #expect(configuration.endpoint.origin(project: "p1") == "https://p1.cn-beijing.log.aliyuncs.com")
    }

    @Test func eventersOwnParameters() throws {
        let own =
            "&compression=none&signature=v1&caFile=/ca.pem&eventIdFormat=compact&keepManagedFields=1&gapRecords=true"

        let configuration = try read("sls:https://cn-beijing.log.aliyuncs.com?\(names)\(key)\(own)")

        #expect(configuration.compression == .none)
        #expect(configuration.signature == .v1)
        #expect(configuration.authoritiesFile == "/ca.pem")
        #expect(configuration.eventIDFormat == .compact)
        #expect(configuration.keepsManagedFields)
        #expect(configuration.sendsGapRecords)
    }

    @Test(
        arguments: [
            ("https://cn-beijing.log.aliyuncs.com", "", "https://cn-beijing.log.aliyuncs.com", "cn-beijing"),
            ("HTTPS://CN-Beijing.log.aliyuncs.com:443/", "", "https://cn-beijing.log.aliyuncs.com", "cn-beijing"),
            ("cn-beijing-intranet.log.aliyuncs.com", "", "https://cn-beijing-intranet.log.aliyuncs.com", "cn-beijing"),
            ("https://cn-beijing-vpc.log.aliyuncs.com", "", "https://cn-beijing-vpc.log.aliyuncs.com", "cn-beijing"),
            (
                "https://cn-beijing-share.sls.aliyuncs.com", "", "https://cn-beijing-share.sls.aliyuncs.com",
                "cn-beijing"
            ),
            ("https://p1.cn-beijing.log.aliyuncs.com", "", "https://cn-beijing.log.aliyuncs.com", "cn-beijing"),
            (
                "https://cn-beijing-internal.log.aliyuncs.com", "", "https://cn-beijing-intranet.log.aliyuncs.com",
                "cn-beijing"
            ),
            ("", "&regionId=cn-beijing", "https://cn-beijing-intranet.log.aliyuncs.com", "cn-beijing"),
            ("https://", "&regionId=cn-beijing&internal=f", "https://cn-beijing.log.aliyuncs.com", "cn-beijing"),
            ("", "&regionId=cn-beijing&internal=no", "https://cn-beijing-intranet.log.aliyuncs.com", "cn-beijing"),
            (
                "https://sls.aliyuncs.com", "&regionId=eu-west-1", "https://eu-west-1-intranet.log.aliyuncs.com",
                "eu-west-1"
            ),
            (
                "https://log-global.aliyuncs.com", "&regionId=cn-beijing", "https://log-global.aliyuncs.com",
                "cn-beijing"
            ),
            ("https://cn-a.log.aliyuncs.com", "&regionId=cn-b", "https://cn-a.log.aliyuncs.com", "cn-b"),
            ("http://127.0.0.1:8080", "", "http://127.0.0.1:8080", nil),
            ("http://localhost:80", "&regionId=cn-b", "http://localhost", "cn-b"),
            ("https://[::1]:8443", "", "https://[::1]:8443", nil),
        ] as [(String, String, String, String?)]
    )
    func endpointAndRegion(base: String, parameters: String, endpoint: String, region: String?) throws {
        let configuration = try read("sls:\(base)?\(names)\(key)\(parameters)")

        #expect(configuration.endpoint.description == endpoint)
        #expect(configuration.region == region)
        #expect(configuration.signature == (region == nil ? .v1 : .v4))
    }

    @Test(
        arguments: [
            ("https://cn-a.log.aliyuncs.com", ["SLS_ENDPOINT": "cn-b.log.aliyuncs.com"], .url),
            ("", ["SLS_ENDPOINT": "cn-b.log.aliyuncs.com", "RegionId": "cn-c"], .environment),
            ("https://log.aliyuncs.com", ["RegionId": "cn-c"], .region),
        ] as [(String, [String: String], EndpointSource)]
    )
    func theEndpointTellsWhereItIsFrom(base: String, variables: [String: String], source: EndpointSource) throws {
        #expect(try read("sls:\(base)?\(names)\(key)", variables).endpointSource == source)
    }

    @Test(
        arguments: [
            (["RegionId": "cn-env"], "", "https://cn-env-intranet.log.aliyuncs.com", "cn-env"),
            (["RegionId": "cn-env"], "&regionId=cn-url", "https://cn-url-intranet.log.aliyuncs.com", "cn-url"),
            (["SLS_ENDPOINT": "cn-env.log.aliyuncs.com"], "", "https://cn-env.log.aliyuncs.com", "cn-env"),
            (
                ["SLS_ENDPOINT": "https://cn-env.log.aliyuncs.com"], "&regionId=x", "https://cn-env.log.aliyuncs.com",
                "x"
            ),
            (["SLS_ENDPOINT": "http://127.0.0.1:9"], "", "http://127.0.0.1:9", nil),
            (["ALIBABA_CLOUD_REGION_ID": "cn-a"], "", "https://cn-a-intranet.log.aliyuncs.com", "cn-a"),
            (
                ["ALIBABA_CLOUD_REGION_ID": "cn-a", "RegionId": "cn-env"], "",
                "https://cn-env-intranet.log.aliyuncs.com", "cn-env"
            ),
        ] as [([String: String], String, String, String?)]
    )
    func environment(variables: [String: String], parameters: String, endpoint: String, region: String?) throws {
        let configuration = try read("sls:?\(names)\(key)\(parameters)", variables)

        #expect(configuration.endpoint.description == endpoint)
        #expect(configuration.region == region)
    }

    /// URL, environment, the endpoint's name, and only then the region that metadata told.
    @Test(
        arguments: [
            ("", "", "https://cn-own-intranet.log.aliyuncs.com", "cn-own", .metadata),
            ("", "&regionId=cn-url", "https://cn-url-intranet.log.aliyuncs.com", "cn-url", .region),
            ("https://cn-a.log.aliyuncs.com", "", "https://cn-a.log.aliyuncs.com", "cn-a", .url),
            ("https://log-global.aliyuncs.com", "", "https://log-global.aliyuncs.com", "cn-own", .url),
        ] as [(String, String, String, String, EndpointSource)]
    )
    func theMachinesRegionComesLast(
        base: String,
        parameters: String,
        endpoint: String,
        region: String,
        source: EndpointSource
    ) throws {
        let sink = "sls:\(base)?\(names)\(key)\(parameters)"

        let configuration = try LogServiceConfiguration(sink: sink, environment: [:], instanceRegion: "cn-own")

        #expect(configuration.endpoint.description == endpoint)
        #expect(configuration.region == region)
        #expect(configuration.endpointSource == source)
    }

    @Test func theURLBeatsTheEnvironment() throws {
        let environment = ["SLS_ENDPOINT": "cn-env.log.aliyuncs.com", "AccessKeyId": "E", "AccessKeySecret": "S"]

        let configuration = try read("sls:https://cn-url.log.aliyuncs.com?\(names)\(key)", environment)

        #expect(configuration.endpoint.host == "cn-url.log.aliyuncs.com")
        #expect(configuration.fixedKey?.accessKeyID == "ID")
    }

    @Test func anAddressIsContactedAsItIs() {
        let endpoint = LogServiceEndpoint(scheme: .http, host: "127.0.0.1", port: 8080)

        #expect(endpoint.origin(project: "p1") == "http://127.0.0.1:8080")
        #expect(endpoint.hostHeader(project: "p1") == "p1.127.0.0.1:8080")
    }

    @Test func descriptionShowsNoSecret() throws {
        let text = try read("sls:https://cn-beijing.log.aliyuncs.com?\(names)\(key)&topic=t").description

        #expect(
            text
                == "sls project=p1 logstore=k8s-event endpoint=https://cn-beijing.log.aliyuncs.com "
                + "(from the sink's URL) region=cn-beijing signature=v4 compression=deflate topic=t"
        )
    }
}

@Suite struct LogServiceConfigurationErrorTests {
    @Test(
        arguments: [
            ("https://cn-b.log.aliyuncs.com?\(names)\(key)", .notLogService),
            ("dingtalk:https://oapi.dingtalk.com?\(names)\(key)", .notLogService),
            ("sls:https://cn-b.log.aliyuncs.com?logStore=l\(key)", .missing(parameter: "project")),
            ("sls:https://cn-b.log.aliyuncs.com?project=p&logstore=l\(key)", .missing(parameter: "logStore")),
            (
                "sls:https://cn-b.log.aliyuncs.com?project=p%2Fx&logStore=l\(key)",
                .badValue(parameter: "project", expected: "a name of letters, digits, `-` and `_`")
            ),
            ("sls:https://cn-b.log.aliyuncs.com\n?\(names)\(key)", .controlCharacter),
            ("sls:ftp://cn-b.log.aliyuncs.com?\(names)\(key)", .badScheme),
            ("sls:https://me:pw@cn-b.log.aliyuncs.com?\(names)\(key)", .userInURL),
            ("sls:https://cn-b.log.aliyuncs.com&\(names)\(key)", .missing(parameter: "project")),
            ("sls:https://a b?\(names)\(key)", .badEndpoint(source: "what stands before the `?` of the sink")),
            ("sls:https://h:99999?\(names)\(key)", .badEndpoint(source: "what stands before the `?` of the sink")),
            (
                "sls:https://cn-b.log.aliyuncs.com.evil.example?\(names)\(key)",
                .unknownHost("cn-b.log.aliyuncs.com.evil.example")
            ),
            (
                "sls:https://.log.aliyuncs.com?\(names)\(key)",
                .badEndpoint(source: "what stands before the `?` of the sink")
            ),
            ("sls:https://10.0.0.1?\(names)\(key)", .unknownHost("10.0.0.1")),
            ("sls:http://cn-b.log.aliyuncs.com?\(names)\(key)", .plainHTTP(host: "cn-b.log.aliyuncs.com")),
            ("sls:?\(names)\(key)", .noEndpoint),
            ("sls:http://127.0.0.1?\(names)\(key)&signature=v4", .noRegionForV4),
            (
                "sls:?\(names)\(key)&regionId=a.b",
                .badValue(parameter: "regionId", expected: "a region, such as cn-hangzhou")
            ),
            (
                "sls:https://cn-b.log.aliyuncs.com?\(names)\(key)&compression=lz4",
                .badValue(parameter: "compression", expected: "deflate or none")
            ),
            (
                "sls:https://cn-b.log.aliyuncs.com?\(names)\(key)&gapRecords=maybe",
                .badValue(parameter: "gapRecords", expected: "true or false")
            ),
        ] as [(String, LogServiceConfigurationError)]
    )
    func whatCannotBeUsed(sink: String, error: LogServiceConfigurationError) {
        #expect(throws: error) { try read(sink) }
        #expect(!error.description.contains("canary") && !error.hint.contains("canary"))
    }

    @Test func flagsOpenTheTwoDoors() throws {
        #expect(throws: LogServiceConfigurationError.plainHTTP(host: "sls.example")) {
            try read("sls:http://sls.example?\(names)\(key)", customEndpoint: true)
        }

        let configuration = try read("sls:http://sls.example?\(names)\(key)", customEndpoint: true, insecureSink: true)

        #expect(configuration.endpoint.origin(project: "p1") == "http://p1.sls.example")
    }
}

@Suite struct SinkWarningTests {
    private static let base = "sls:https://cn-b.log.aliyuncs.com?\(names)&accessKeyId=ID"
    private static let secret = ["AccessKeySecret": "canary"]

    @Test func aGoodSinkHasNone() throws {
        #expect(try read(Self.base, Self.secret).warnings == [])
    }

    @Test(arguments: [
        ("&accessKeySecret=canary", "list of processes"),
        ("&accessKeySecret=can+ary", "%2B"),
        ("&accessKeySecret=a&topic=x;y", "topic is left out"),
        ("&topic=50%", "topic is left out because of a `%`"),
        ("&topic=${NOT_SET}", "${NOT_SET}"),
        ("&topic=a$not_set", "%24"),
        ("&topic=a#b", "%23"),
        ("&logstore=x", "unlike logStore"),
        ("&canary=x", "does not know"),
        ("&internal=true", "no effect"), ("&accessKeySecret=a;b", "accessKeySecret is left out because it holds a `;`"),
        ("&regionId=cn-c", "cn-c"),
        ("&label=a,b,c", "not of the form"),
        ("&label=a", "not of the form"),
        ("&label=,b", "not of the form"),
        ("&label=level,b", "the label level"),
        ("&label=a,1&label=a,2", "twice"),
    ])
    func whatIsOddIsSaid(parameters: String, words: String) throws {
        let warnings = try read(Self.base + parameters, Self.secret).warnings

        #expect(warnings.contains { $0.contains(words) }, "\(warnings)")
        #expect(!warnings.contains { $0.contains("canary") })
    }

    @Test func aSecretByVariableIsNotInArgv() throws {
        let warnings = try read(Self.base + "&accessKeySecret=${S}", ["S": "canary"]).warnings

        #expect(warnings == [])
    }

    @Test func badLabelsAreLeftOutAndGoodOnesStay() throws {
        let configuration = try read(Self.base + "&label=a,1&label=b&label=level,x&label=c,&label=a,2", Self.secret)

        #expect(configuration.labels == [.init(key: "a", value: "2"), .init(key: "c", value: "")])
    }
}

@Suite struct EnvironmentExpansionTests {
    /// What Go's `os.ExpandEnv` gives, with `A` set to `1` and `B_2` to `x y`.
    @Test(arguments: [
        ("$A", "1"), ("${A}", "1"), ("-$A-", "-1-"), ("$B_2", "x y"), ("$Ab", ""), ("$", "$"), ("$$", ""), ("a$", "a$"),
        ("$ A", "$ A"), ("${}", ""), ("${A", "A"), ("$(A)", "$(A)"), ("$1", ""), ("${A}${A}", "11"), ("$é", "$é"),
    ])
    func isGos(text: String, expanded: String) throws {
        let sink = "sls:https://cn-b.log.aliyuncs.com?\(names)\(key)&topic=[\(text)]"

        let configuration = try read(sink, ["A": "1", "B_2": "x y"])

        #expect(configuration.topic == "[\(expanded)]")
    }
}

extension LogServiceConfiguration {
    fileprivate var fixedKey: LogServiceCredentials? {
        if case .fixed(let key, _) = credentialSource { key } else { nil }
    }
}
