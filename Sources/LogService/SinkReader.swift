/// Reads the parameters of a sink one by one and collects what a person should know about them.
struct SinkReader {
    let url: SinkURL
    private let environment: [String: String]
    private(set) var warnings: [String] = []
    private(set) var endpointSource = EndpointSource.url
    /// The region that this machine is in, when someone has asked its metadata.
    private let instanceRegion: String?

    init(url: SinkURL, environment: [String: String], instanceRegion: String? = nil) {
        self.url = url
        self.environment = environment
        self.instanceRegion = instanceRegion
    }

    /// The value of a parameter that is there and not empty.
    func given(_ parameter: String) -> String? {
        url.value(parameter).flatMap { $0.isEmpty ? nil : $0 }
    }

    mutating func warn(_ text: String) {
        warnings.append(text)
    }

    /// A project or logstore, which become part of a host and of a path.
    func name(_ parameter: String) throws(LogServiceConfigurationError) -> String {
        guard let name = given(parameter) else { throw .missing(parameter: parameter) }
        guard name.utf8.count <= 128, name.utf8.allSatisfy(isNameByte) else {
            throw .badValue(parameter: parameter, expected: "a name of letters, digits, `-` and `_`")
        }
        return name
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ parameter: String
    ) throws(LogServiceConfigurationError) -> Choice? {
        guard let text = given(parameter) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: " or ")
            throw .badValue(parameter: parameter, expected: names)
        }
        return choice
    }

    func flag(_ parameter: String) throws(LogServiceConfigurationError) -> Bool {
        guard let text = given(parameter) else { return false }
        guard let flag = goBool(text) else { throw .badValue(parameter: parameter, expected: "true or false") }
        return flag
    }

    func topic() throws(LogServiceConfigurationError) -> String {
        let topic = given("topic") ?? ""
        guard topic.utf8.count <= 128 else { throw .badValue(parameter: "topic", expected: "at most 128 bytes long") }
        return topic
    }

    private func set(_ variable: String) -> String? {
        environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }
}

// MARK: Endpoint and region

extension SinkReader {
    /// The endpoint: the URL's, else `SLS_ENDPOINT`, else the region's.
    mutating func endpoint(project: String) throws(LogServiceConfigurationError) -> LogServiceEndpoint {
        if !url.authority.isEmpty {
            let endpoint = try Self.endpoint(url, source: "what stands before the `?` of the sink")
            if endpoint.host != "log.aliyuncs.com", endpoint.host != "sls.aliyuncs.com" {
                return corrected(endpoint, project: project)
            }
            warn("\(endpoint.host) is no endpoint but the end of one; the region's endpoint is used")
        } else if url.scheme != nil {
            _ = try Self.scheme(url)
        }
        if let text = set("SLS_ENDPOINT") {
            endpointSource = .environment
            return corrected(try Self.endpoint(SinkURL(text), source: "SLS_ENDPOINT"), project: project)
        }
        let given = try givenRegion()
        guard let region = given ?? instanceRegion else { throw .noEndpoint }
        endpointSource = given == nil ? .metadata : .region
        return LogServiceEndpoint(region: region, isInternal: isInternal())
    }

    /// The region: the URL's, else the environment's, else the one in the endpoint's name, else that of this machine.
    mutating func region(of endpoint: LogServiceEndpoint) throws(LogServiceConfigurationError) -> String? {
        guard let region = try givenRegion() else { return endpoint.region ?? instanceRegion }
        if let other = endpoint.region, other != region {
            warn("the sink's region is \(region) but its endpoint is in \(other); signatures say \(region)")
        }
        return region
    }

    private func givenRegion() throws(LogServiceConfigurationError) -> String? {
        guard let region = given("regionId") ?? set("RegionId") ?? set("ALIBABA_CLOUD_REGION_ID") else { return nil }
        guard LogServiceEndpoint.isRegion(region) else {
            throw .badValue(parameter: "regionId", expected: "a region, such as cn-hangzhou")
        }
        return region
    }

    private mutating func isInternal() -> Bool {
        guard let text = given("internal") else { return true }
        guard let isInternal = goBool(text) else {
            warn("internal in the sink is neither true nor false; it stays true, the address inside Alibaba Cloud")
            return true
        }
        return isInternal
    }

    /// The endpoint without what people put into its name although it does not belong there.
    private mutating func corrected(_ endpoint: LogServiceEndpoint, project: String) -> LogServiceEndpoint {
        var result = endpoint
        if endpoint.isKnown, endpoint.host.hasPrefix("\(project.lowercased()).") {
            result.host.removeFirst(project.count + 1)
        }
        let wrong = "-internal.log.aliyuncs.com"
        if result.host.hasSuffix(wrong) {
            result.host = result.host.dropLast(wrong.count) + "-intranet.log.aliyuncs.com"
            warn("the endpoint inside Alibaba Cloud is spelled \(result.host)")
        }
        let isPublic = result.isKnown && !result.host.contains("-intranet.") && !result.host.contains("-vpc.")
        if isPublic, given("internal").flatMap({ goBool($0) }) == true {
            warn("internal=true has no effect, because the sink names the endpoint \(result.host)")
        }
        return result
    }

    private static func endpoint(
        _ url: SinkURL,
        source: String
    ) throws(LogServiceConfigurationError) -> LogServiceEndpoint {
        let scheme = try scheme(url)
        guard !url.authority.contains("@") else { throw .userInURL }
        guard let endpoint = LogServiceEndpoint(scheme: scheme, authority: url.authority) else {
            throw .badEndpoint(source: source)
        }
        return endpoint
    }

    private static func scheme(_ url: SinkURL) throws(LogServiceConfigurationError) -> LogServiceEndpoint.Scheme {
        guard let scheme = LogServiceEndpoint.Scheme(rawValue: url.scheme ?? "https") else { throw .badScheme }
        return scheme
    }
}

func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
    default: false
    }
}
