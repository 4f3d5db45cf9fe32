/// Decides which requests a ``Fault`` hits.
///
/// The same decisions for the same seed and order of requests.
struct FaultPlan: Sendable {
    /// What happens to one request.
    enum Outcome: Sendable, Equatable {
        case refuse(Refusal)
        /// 502 with an HTML page and without a request id: it did not come from Log Service.
        case gateway
        case delay(Duration)
        case cut(afterStoring: Bool)
    }

    var fault: Fault {
        didSet { stretch = 0 }
    }
    /// The share of requests that is hit.
    var probability: Double
    private var random: SeededGenerator
    /// Requests that are still to be refused for quota.
    private var stretch = 0

    init(_ fault: Fault, probability: Double = 0.3, seed: UInt64) {
        self.fault = fault
        self.probability = probability
        random = SeededGenerator(seed: seed &+ 0xFA17)
    }

    /// What happens to the next request, nil when nothing does.
    mutating func next() -> Outcome? {
        if stretch > 0 {
            stretch -= 1
            return .refuse(Self.quota)
        }
        guard fault != .none, Double.random(in: 0..<1, using: &random) < probability else { return nil }
        return outcome(of: fault)
    }

    private mutating func outcome(of fault: Fault) -> Outcome? {
        switch fault {
        case .none: return nil
        case .quota:
            stretch = Int.random(in: 1...4, using: &random)
            return .refuse(Self.quota)
        case .serverError:
            let choice = Int.random(in: 0...2, using: &random)
            if choice == 2 { return .gateway }
            return choice == 0
                ? .refuse(Refusal(503, "ServerBusy", "The server is busy, please try again later."))
                : .refuse(Refusal(500, "InternalServerError", "Internal Server Error"))
        case .slow: return .delay(.seconds(2))
        case .cut: return .cut(afterStoring: Bool.random(using: &random))
        case .flaky:
            let choices: [Fault] = [.quota, .serverError, .serverError, .slow, .cut]
            return outcome(of: choices[Int.random(in: 0..<choices.count, using: &random)])
        case .auth: return .refuse(Refusal(401, "Unauthorized", "AccessKeyId is disabled."))
        case .notFound: return .refuse(Refusal(404, "LogStoreNotExist", "logstore k8s-event does not exist"))
        }
    }

    private static let quota = Refusal(
        403,
        "WriteQuotaExceed",
        "Project write quota exceed: inflow: 104857600, quota: 104857600."
    )
}
