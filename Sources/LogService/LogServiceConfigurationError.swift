/// Why a sink cannot be used.
///
/// Holds no secret and never the whole URL.
package enum LogServiceConfigurationError: Error, Sendable, Equatable {
    case notLogService
    case controlCharacter
    case badScheme
    case userInURL
    /// The host of the URL, or the variable that names the endpoint, cannot be read.
    case badEndpoint(source: String)
    case unknownHost(String)
    case plainHTTP(host: String)
    case noEndpoint
    case noRegionForV4
    case missing(parameter: String)
    case badValue(parameter: String, expected: String)
    case noAccessKey(hidden: Bool)
    case noAccessKeySecret(hidden: Bool)
    case badMetadataEndpoint
    case badSTSEndpoint
    case badCredentialsURI
}

extension LogServiceConfigurationError: CustomStringConvertible {
    /// What is wrong and where.
    package var description: String {
        switch self {
        case .notLogService: "the sink does not begin with sls:"
        case .controlCharacter: "the sink holds a control character, such as a line break"
        case .badScheme: "the sink's URL is neither https nor http"
        case .userInURL: "the sink's URL holds a user or password before its host"
        case .badEndpoint(let source): "\(source) is no host, host:port or address"
        case .unknownHost(let host): "\(host) is no endpoint of Alibaba Cloud Log Service"
        case .plainHTTP(let host): "the sink would send events to \(host) over plain http"
        case .noEndpoint: "the sink names neither an endpoint nor a region"
        case .noRegionForV4: "signature=v4 needs a region, and the sink has none"
        case .missing(let parameter): "the sink has no \(parameter)"
        case .badValue(let parameter, let expected): "\(parameter) in the sink must be \(expected)"
        case .noAccessKey(false): "there is no access key for Log Service"
        case .noAccessKey(true): "accessKeyId in the sink is empty, which hides the environment's"
        case .noAccessKeySecret(false): "there is no secret for the access key of Log Service"
        case .badMetadataEndpoint: "ALIBABA_CLOUD_IMDS_ENDPOINT is neither 100.100.100.200 nor on this machine"
        case .badSTSEndpoint: "ALIBABA_CLOUD_STS_ENDPOINT is no endpoint of Alibaba Cloud's STS"
        case .badCredentialsURI: "ALIBABA_CLOUD_CREDENTIALS_URI is no https URL, and no http URL on this machine"
        case .noAccessKeySecret(true): "accessKeySecret in the sink is empty, which hides the environment's"
        }
    }

    /// Whether the region that this machine is in would help.
    package var lacksRegion: Bool { self == .noEndpoint || self == .noRegionForV4 }

    /// What to do next.
    package var hint: String {
        switch self {
        case .notLogService:
            "write --sink='sls:https://{region}.log.aliyuncs.com?project=…&logStore=…'; other sinks are not supported"
        case .controlCharacter: "percent-encode it, a line break is %0A"
        case .badScheme: "begin it with https://"
        case .userInURL: "give the key as accessKeyId and accessKeySecret, or better in the environment"
        case .badEndpoint: "it looks like cn-hangzhou.log.aliyuncs.com; parameters follow after a `?`"
        case .unknownHost: "check the spelling; if it is right, add --custom-endpoint"
        case .plainHTTP: "use https, or accept that anyone on the way can read them with --insecure-sink"
        case .noEndpoint:
            "put the endpoint into the URL, as in sls:https://cn-hangzhou.log.aliyuncs.com?…, or add regionId=…"
        case .noRegionForV4: "add regionId=…, the region of the project"
        case .missing(let parameter): "add \(parameter)=… to the sink; the case of its letters counts"
        case .badValue: "correct it, or leave it out for the default"
        case .noAccessKey: CredentialChain.hint
        case .badMetadataEndpoint: "leave it out; keys are asked of ECS metadata only"
        case .badSTSEndpoint: "it looks like sts-vpc.cn-hangzhou.aliyuncs.com; if it is right, add --custom-endpoint"
        case .badCredentialsURI: "correct it, or accept that others on the way can read the key with --insecure-sink"
        case .noAccessKeySecret:
            "set it in the environment, beside the id: AccessKeySecret or ALIBABA_CLOUD_ACCESS_KEY_SECRET"
        }
    }
}
