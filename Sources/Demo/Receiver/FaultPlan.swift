/// Decides which requests a ``Fault`` hits.
///
/// The same decisions for the same seed and order of requests.
struct FaultPlan: Sendable {
    /// What happens to one request.
    enum Outcome: Sendable, Equatable {
        case refuse(Refusal)
        /// An HTML page without a request id: it did not come from Log Service.
        case page(status: Int)
        case delay(Duration)
        case silence(afterStoring: Bool)
        case cut(afterStoring: Bool)
        /// Stored, and half of the answer sent.
        case cutAnswer
        /// Refused when it has more bytes than this.
        case limit(bytes: Int)
        /// Refused when it holds a log that ``FaultPlan/isPoisonous(_:)``.
        case poison
    }

    var fault: Fault {
        didSet { (stretch, queries) = (0, 0) }
    }
    /// The share of requests that is hit.
    var probability: Double
    private var random: SeededGenerator
    /// Requests that are still to be refused for quota.
    private var stretch = 0
    private var queries = 0

    init(_ fault: Fault, probability: Double = 0.3, seed: UInt64) {
        self.fault = fault
        self.probability = probability
        random = SeededGenerator(seed: seed &+ 0xFA17)
    }

    /// What happens to the next request, nil when nothing does.
    mutating func next() -> Outcome? {
        if stretch > 0 {
            stretch -= 1
            return .refuse(quota())
        }
        let isHit = fault.isCertain || Double.random(in: 0..<1, using: &random) < probability
        guard fault != .none, isHit else { return nil }
        return outcome(of: fault)
    }

    private mutating func outcome(of fault: Fault) -> Outcome? {
        switch fault {
        case .none, .clock, .slowClock, .incomplete, .noReadRight, .readQuota: return nil
        case .quota:
            stretch = Int.random(in: 1...4, using: &random)
            return .refuse(quota())
        case .serverError:
            let choice = Int.random(in: 0...2, using: &random)
            if choice == 2 { return .page(status: 502) }
            return choice == 0
                ? .refuse(Refusal(503, "ServerBusy", "The server is busy, please try again later."))
                : .refuse(Refusal(500, "InternalServerError", "Internal Server Error"))
        case .portal: return .page(status: 200)
        case .slow: return .delay(.seconds(2))
        case .silent: return .silence(afterStoring: Bool.random(using: &random))
        case .cut: return .cut(afterStoring: Bool.random(using: &random))
        case .short: return .cutAnswer
        case .flaky:
            let choices: [Fault] = [.quota, .serverError, .serverError, .slow, .cut]
            return outcome(of: choices[Int.random(in: 0..<choices.count, using: &random)])
        case .tooLarge: return .limit(bytes: 16 << 10)
        case .poison: return .poison
        case .auth, .denied, .forbidden, .notFound, .noProject, .unknown, .proxy:
            return Self.refusals[fault].map(Outcome.refuse)
        }
    }

    private static let refusals: [Fault: Refusal] = [
        .auth: Refusal(401, "Unauthorized", "AccessKeyId is disabled."),
        .denied: Refusal(401, "Unauthorized", "denied by sts or ram, action: log:PostLogStoreLogs, resource: demo"),
        .forbidden: Refusal(403, "ProjectForbidden", "The project has been forbidden."),
        .notFound: Refusal(404, "LogStoreNotExist", "logstore k8s-event does not exist"),
        .noProject: Refusal(404, "ProjectNotExist", "The Project does not exist : demo"),
        .unknown: Refusal(400, "QuiteNewError", "This error is not documented."),
        .proxy: Refusal(411, "MissingContentLength", "Content-Length does not exist."),
    ]

    private mutating func quota() -> Refusal {
        let refusals = [
            Refusal(403, "WriteQuotaExceed", "Project write quota exceed: inflow: 104857600, quota: 104857600."),
            Refusal(403, "ShardWriteQuotaExceed", "Shard write quota exceed: shard 0."),
            Refusal(403, "ExceedQuota", "The quota of the project is exceeded."),
            Refusal(429, "", "Too many requests."),
        ]
        return refusals[Int.random(in: 0..<refusals.count, using: &random)]
    }
}

// MARK: Queries

extension FaultPlan {
    /// Whether the next query is answered in full.
    ///
    /// Of three queries the first two are hit, so that whoever asks again gets what he wants.
    ///
    /// - Throws: What it is refused with.
    mutating func nextQueryIsComplete() throws(Refusal) -> Bool {
        queries += 1
        let isHit = queries % 3 != 0
        switch fault {
        case .incomplete: return !isHit
        case .readQuota where isHit:
            throw Refusal(403, "ReadQuotaExceed", "Project read quota exceed: qps: 101, quota: 100.")
        case .noReadRight:
            throw Refusal(401, "Unauthorized", "denied by sts or ram, action: log:GetLogStoreLogs, resource: demo")
        default: return true
        }
    }
}

// MARK: Poison

extension FaultPlan {
    /// Whether the receiver never takes this event version while the fault is ``Fault/poison``.
    static func isPoisonous(_ key: VersionKey) -> Bool { digest(of: key) % 40 == 0 }

    /// Throws when one of `keys` is poisonous.
    static func check(_ keys: [VersionKey]) throws(Refusal) {
        guard let key = keys.first(where: isPoisonous) else { return }
        let refusals = [
            Refusal(400, "PostBodyInvalid", "Protobuffer content cannot be parsed."),
            Refusal(499, "PostBodyInvalid", "The log group is not acceptable."),
            Refusal(400, "InvalidEncoding", "The encoding of the body must be UTF-8."),
            Refusal(400, "InvalidKey", "The key is not allowed."),
        ]
        throw refusals[Int(digest(of: key) / 40 % UInt64(refusals.count))]
    }

    /// FNV-1a, because Swift's hash is another in each process.
    private static func digest(of key: VersionKey) -> UInt64 {
        "\(key)".utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
