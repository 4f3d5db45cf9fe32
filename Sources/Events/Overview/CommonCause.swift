/// What the trouble of many workloads comes of, where their messages name it: told once, however many suffer.
struct CommonCause: Sendable, Hashable {
    /// Of several that an event fits, the last one holds.
    enum Kind: Int, Sendable, CaseIterable {
        /// An admission webhook that does not answer.
        case webhook
        /// A quota that is used up.
        case quota
        /// A plugin that gives pods no network.
        case network
        /// A network without addresses for pods: more is known than that the plugin failed.
        case addresses
        /// Metrics that nobody serves.
        case metrics

        /// What finds its events, in the filter grammar.
        var filterText: String {
            switch self {
            case .webhook: "!type:Normal msg:\"failed calling webhook\""
            case .quota: "!type:Normal msg:\"exceeded quota: \""
            case .network:
                "reason:(FailedCreatePodSandBox, NetworkNotReady) (msg:plugin msg:failed | msg:NetworkPluginNotReady)"
            case .addresses:
                // As Terway, the AWS CNI, host-local, Calico and Azure say it.
                "!type:Normal (msg:IpNotEnough | msg:\"PrivateIpAddress\" | msg:\"failed to assign an IP address\" | "
                    + "msg:\"no IP addresses available\" | msg:\"no more IPs available\" | msg:\"No available address\")"
            case .metrics:
                "!type:Normal reason:(FailedGetResourceMetric, FailedComputeMetricsReplicas, FailedGetExternalMetric, "
                    + "FailedGetContainerResourceMetric, FailedGetPodsMetric, FailedGetObjectMetric)"
            }
        }
    }

    var kind: Kind
    /// The webhook, the quota or the network that lacks addresses; empty where the message does not say.
    var name: String

    /// The one that an event's message is about.
    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        switch kind {
        case .webhook: name = Self.word(after: "failed calling webhook ", in: message)
        case .quota: name = Self.word(after: "exceeded quota: ", in: message)
        case .network: name = Self.word(after: "plugin type=", in: message)
        case .addresses:
            let leads = ["vsw-", "subnet-"]
            name = leads.lazy.map { Self.word(from: $0, in: message) }.first { !$0.isEmpty } ?? ""
        case .metrics: name = ""
        }
    }

    /// Whether it is of one namespace only.
    var isOfNamespace: Bool { kind == .quota }

    private static func word(after lead: String, in message: String) -> String {
        guard let start = message.firstRange(of: lead)?.upperBound else { return "" }
        return String(message[start...].drop { $0 == "\"" }.prefix(128).prefix { !" \",;:".contains($0) })
    }

    private static func word(from lead: String, in message: String) -> String {
        guard let start = message.firstRange(of: lead)?.lowerBound else { return "" }
        return String(message[start...].prefix(128).prefix { $0.isLetter || $0.isNumber || $0 == "-" })
    }
}
