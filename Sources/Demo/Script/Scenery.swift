/// Where the play takes place: namespaces, workloads, nodes and images of an invented company's cluster.
enum Scenery {
    struct Workload: Sendable {
        var namespace: String
        var name: String
        var image: String
    }

    static let workloads: [Workload] = [
        Workload(namespace: "payments", name: "payments-api", image: "registry.example.com/payments/api:v2.14.3"),
        Workload(namespace: "payments", name: "ledger", image: "registry.example.com/payments/ledger:v1.8.0"),
        Workload(namespace: "payments", name: "fraud-check", image: "registry.example.com/payments/fraud:2026.11.2"),
        Workload(namespace: "shop", name: "frontend", image: "registry.example.com/shop/frontend:v5.2.1"),
        Workload(namespace: "shop", name: "cart", image: "registry.example.com/shop/cart:v3.0.9"),
        Workload(namespace: "shop", name: "checkout", image: "registry.example.com/shop/checkout:v4.4.0"),
        Workload(namespace: "shop", name: "search-indexer", image: "ghcr.io/example/search-indexer:1.19"),
        Workload(namespace: "ml", name: "feature-store", image: "registry.example.com/ml/feature-store:0.31"),
        Workload(namespace: "ml", name: "recommender", image: "registry.example.com/ml/recommender:v12"),
        Workload(
            namespace: "orders-cn",
            name: "order-service",
            image: "registry.cn-hangzhou.aliyuncs.com/demo/order:v7"
        ),
        Workload(namespace: "orders-cn", name: "stock-sync", image: "registry.cn-hangzhou.aliyuncs.com/demo/stock:v2"),
        Workload(namespace: "kube-system", name: "coredns", image: "registry.k8s.io/coredns/coredns:v1.12.1"),
        Workload(namespace: "kube-system", name: "metrics-server", image: "registry.k8s.io/metrics-server:v0.8.0"),
    ]

    static let jobs: [Workload] = [
        Workload(namespace: "batch", name: "nightly-report", image: "registry.example.com/batch/report:v9"),
        Workload(namespace: "batch", name: "invoice-export", image: "registry.example.com/batch/invoice:v3"),
        Workload(namespace: "ml", name: "train-ranking", image: "registry.example.com/ml/trainer:cuda12"),
        Workload(namespace: "payments", name: "settlement", image: "registry.example.com/payments/settle:v2"),
    ]

    static let nodes = (11...22).map { "cn-hangzhou.10.0.3.\($0)" }

    /// Namespace names with uids that repeat for a seed; kube-system is one of them, its uid names the cluster.
    static func namespaces(seed: UInt64) -> [Discovery.Namespace] {
        var stage = Stage(seed: seed &+ 0xC1)
        let names = [
            "batch", "default", "kube-node-lease", "kube-public", "kube-system", "ml", "orders-cn", "payments", "shop",
        ]
        return names.map { Discovery.Namespace(name: $0, uid: stage.uid()) }
    }
}

/// The seeded source of everything that looks accidental: names, uids, durations.
struct Stage: Sendable {
    var random: SeededGenerator
    /// The nanoseconds that end an event's name; they rise as they do in reality.
    private var nanoseconds: UInt64 = 0x18EA_75F3_0000_0000
    private var objectVersion = 40_211

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func uid() -> String {
        let digits = Array(hex(random.next()) + hex(random.next()))
        let variant = "89ab".randomElement(using: &random) ?? "8"
        let parts = [
            digits[0..<8], digits[8..<12], "4" + digits[13..<16], [variant] + digits[17..<20], digits[20..<32],
        ]
        return parts.map { String($0) }.joined(separator: "-")
    }

    mutating func eventName(of subject: String) -> String {
        nanoseconds += UInt64.random(in: 1_000_000...90_000_000, using: &random)
        return subject + "." + String(nanoseconds, radix: 16)
    }

    /// `length` characters of the alphabet Kubernetes makes names from.
    mutating func suffix(_ length: Int) -> String {
        let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")
        return String((0..<length).map { _ in alphabet.randomElement(using: &random) ?? "x" })
    }

    mutating func version() -> String {
        objectVersion += Int.random(in: 1...9, using: &random)
        return String(objectVersion)
    }

    mutating func node() -> String { pick(Scenery.nodes) }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
