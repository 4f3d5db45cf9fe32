import Testing

@testable import Events

/// What troubles come of: told once, by the name of the cause.
@Suite struct VerdictCauseTests {
    private let webhook =
        "Error creating: Internal error occurred: failed calling webhook \"check.acme.io\": failed to call webhook: "
        + "Post \"https://check.policy.svc:443/validate?timeout=10s\": dial tcp 10.0.0.9:443: connect: connection refused"

    @Test func webhookIsOneTroubleOfAllNamespaces() {
        let events = (0..<40).map { number in
            happening("FailedCreate", "Job/run-\(number)", in: "ns\(number % 5)", webhook, ago: Int64(300 - number))
        }

        let found = lines(overview(of: events))

        #expect(
            found == [
                "webhook check.acme.io: fails since 13:55, 40 times, namespaces ns0, ns1, ns2 and 2 more, connection refused"
            ]
        )
    }

    @Test func networkWithoutAddressesIsOneTrouble() {
        let message =
            "cmdAdd: error alloc ip rpc error: code = Unknown desc = eth0 alloc failed: RequestId: 187F3298, "
            + String(repeating: "x", count: 300)
            + " ErrorCode: InvalidVSwitchId.IpNotEnough, Message: The specified VSwitch \"vsw-bp1347\" has not enough IpAddress."
        let events = ["push-7d9f8c6b5d-x2k4b", "quote-5b64579dd7-4mfmf"].map {
            happening("FailedCreatePodSandBox", "pod/\($0)", in: "live", message, ago: 100, count: 50, since: 900)
        }

        let found = lines(overview(of: events))

        #expect(found == ["vsw-bp1347: no addresses left since 13:45, 2 pods of live/push-* and 1 more without one"])
    }

    /// What messages say of a cause, and what one says that is like it and of something else.
    private static let causes: [(object: String, reason: String, message: String, other: (String, String))] = [
        (
            "ReplicaSet/web-7d9f8c6b5d", "FailedCreate", "failed calling webhook \"check.acme.io\": EOF",
            ("FailedCreate", "failed calling webhook \"other.acme.io\": EOF")
        ),
        (
            "ReplicaSet/web-7d9f8c6b5d", "FailedCreate", "exceeded quota: cpu, requested: limits=1",
            ("FailedCreate", "exceeded quota: pods, requested: cpu=1")
        ),
        (
            "pod/web-7d9f8c6b5d-x2k4b", "FailedCreatePodSandBox", "IpNotEnough in vsw-bp1347",
            ("FailedCreatePodSandBox", "vsw-bp1347 is unknown")
        ),
        (
            "pod/web-7d9f8c6b5d-x2k4b", "FailedCreatePodSandBox", "failed to assign an IP address to container",
            ("FailedCreatePodSandBox", "the runtime is not ready")
        ),
        (
            "HorizontalPodAutoscaler/web", "FailedGetResourceMetric", "no metrics returned",
            ("FailedRescale", "web is forbidden")
        ),
    ]

    @Test(arguments: causes)
    func filterShowsWhatTheCauseWasReadFrom(
        object: String,
        reason: String,
        message: String,
        other: (reason: String, message: String)
    ) throws {
        let event = happening(reason, object, message, ago: 60, count: 5, since: 300)
        let verdict = try #require(overview(of: [event]).report(.hour).verdicts.first)
        let filter = try EventFilter(parsing: verdict.filterText)

        #expect(filter.matches(event))
        #expect(!filter.matches(happening(reason, object, message, type: "Normal", ago: 60)))
        #expect(!filter.matches(happening(other.reason, object, other.message, ago: 60)))
    }

    @Test func memoryLimitIsOfTheWorkloadNotOfTheNode() {
        let message = "Memory cgroup out of memory: Killed process 4321 (ledger) total-vm:8410216kB"
        let events = (1...2).flatMap { node in
            [
                happening("OOMKilling", "node/n\(node)", in: "", message, ago: 400, node: "n\(node)"),
                happening(
                    "BackOff",
                    "pod/ledger-\(node)",
                    in: "payments",
                    "Back-off restarting failed container",
                    ago: 200,
                    count: 9,
                    since: 390,
                    node: "n\(node)"
                ),
            ]
        }

        let found = lines(overview(of: events))

        #expect(
            found == [
                "payments/ledger-*: killed at its memory limit, crash loop since 13:53, 2 pods, 2 kills, 18 back-offs"
            ]
        )
    }

    @Test func podIsReadFromWhatItsNodeSays() {
        let message = "pod was OOM killed. node:n1 pod:web-7d9f8c6b5d-x2k4b namespace:shop uuid:1-2"
        let found = lines(overview(of: [happening("PodOOMKilling", "node/n1", in: "", message, ago: 100, node: "n1")]))

        #expect(found == ["shop/web-*: killed at its memory limit since 13:58, 1 pod, 1 kill, node n1"])
    }

    @Test func rolloutIsNamedBesideWhatBegan() {
        func scaled(_ replicaSet: String, ago: Int64) -> KubeEvent {
            happening(
                "ScalingReplicaSet",
                "Deployment/web",
                "Scaled up replica set \(replicaSet) to 1 from 0",
                type: "Normal",
                ago: ago
            )
        }
        let found = lines(
            overview(of: [
                scaled("web-7d9f8c6b5d", ago: 1210),
                happening("BackOff", "pod/web-7d9f8c6b5d-x2k4b", ago: 30, count: 40, since: 1190),
                scaled("web-5b64579dd7", ago: 20),
            ])
        )

        #expect(found == ["shop/web-*: crash loop since 13:40, 1 pod, 40 back-offs, rollout 13:39, another 13:59"])
    }

    @Test func evictionForWhatAPodUsesIsOfItsWorkload() {
        let message = "Pod ephemeral local storage usage exceeds the total limit of containers 2Gi. "
        let events = ["b", "c"].map {
            happening("Evicted", "pod/pdf-7d9f8c6b5d-x2k4\($0)", message, ago: 200, node: "n-\($0)")
        }

        #expect(
            lines(overview(of: events)).first?.hasPrefix("shop/pdf-*: evicted for what it uses since 13:56, 2 pods")
                == true
        )
    }
}
