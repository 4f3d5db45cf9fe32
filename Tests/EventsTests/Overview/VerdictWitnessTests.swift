import Testing

@testable import Events

/// What plugins, problem detectors, cloud controllers and operators say of themselves.
@Suite struct VerdictWitnessTests {
    @Test func networkPluginIsOneTroubleWithWhatItComesOf() {
        let message =
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \"4f1c\": "
            + "plugin type=\"weave\" failed (add): dial unix /var/run/weave.sock: connect: connection refused"
        let pods = ["push-7d9f8c6b5d-x2k4b", "quote-5b64579dd7-4mfmf", "mail-6c5d4b8f9d-w8x2z"]
        let starts = pods.enumerated().map { place, pod in
            happening(
                "FailedCreatePodSandBox",
                "pod/\(pod)",
                in: "live",
                message,
                ago: 60,
                count: 20,
                since: 800,
                node: "n\(place % 2)"
            )
        }
        let crash = happening(
            "BackOff",
            "pod/weave-net-x2k4b",
            in: "kube-system",
            "Back-off restarting failed container",
            ago: 30,
            count: 40,
            since: 900,
            node: "n1"
        )

        let found = lines(overview(of: starts + [crash]))

        #expect(
            found == [
                "pod network weave: fails since 13:45, kube-system/weave-net-* in a crash loop, "
                    + "3 pods of live/mail-* and 2 more on 2 nodes cannot start, "
                    + "Failed to create pod sandbox: dial unix /var/run/weave.sock: connection refused"
            ]
        )
    }

    @Test(arguments: [
        (nil, "node n1: GPU errors since 13:45, down with it: ml/train-*"),
        (300, "node n1: GPU errors since 13:45, over since 13:55"),
    ])
    func conditionHoldsUntilItIsTakenBack(takenBack: Int64?, line: String) {
        var events = [
            happening(
                "NodeHasNvidiaXidError",
                "node/n1",
                in: "",
                "Node condition NvidiaXidError is now: True, reason: NodeHasNvidiaXidError, message: \"Xid 79\"",
                ago: 900
            ),
            happening(
                "UnexpectedAdmissionError",
                "pod/train-x2k4b",
                in: "ml",
                "Allocate failed due to no devices",
                ago: 700,
                node: "n1"
            ),
        ]
        if let takenBack {
            events.append(
                happening(
                    "NodeHasNoNvidiaXidError",
                    "node/n1",
                    in: "",
                    "Node condition NvidiaXidError is now: False, reason: NodeHasNoNvidiaXidError, message: \"\"",
                    type: "Normal",
                    ago: takenBack
                )
            )
        }

        #expect(lines(overview(of: events)).contains(line))
    }

    @Test(arguments: [
        (nil, "quiet since 13:40"), (1100, "over since 13:41"),
        // What was well before it failed says nothing of now.
        (1300, "quiet since 13:40"),
    ])
    func loadBalancerIsOverWhenItWasMade(ensured: Int64?, end: String) {
        var events = [
            happening(
                "SyncLoadBalancerFailed",
                "Service/web",
                in: "shop",
                "certificate 1 does not exist",
                ago: 1200,
                count: 9,
                since: 1800
            )
        ]
        if let ensured {
            events.append(happening("EnsuredLoadBalancer", "Service/web", in: "shop", "", type: "Normal", ago: ensured))
        }

        #expect(
            lines(overview(of: events)) == [
                "service shop/web: load balancer fails since 13:30, 9 times, certificate 1 does not exist, \(end)"
            ]
        )
    }

    @Test func whatIsCalledAnErrorIsToldBeforeWarningsAndAtOnce() {
        let warnings = (0..<9).map {
            happening("Odd", "Job/run-\($0)", in: "shop", "looks odd", ago: 90, count: 50, since: 900)
        }
        let error = happening(
            "ReplicationBroken",
            "MysqlCluster/core",
            in: "pay",
            "log is gone",
            type: "Error",
            ago: 50
        )

        #expect(
            lines(overview(of: warnings + [error])).first
                == "pay/core: ReplicationBroken since 13:59, log is gone"
        )
    }

    @Test func claimIsInTroubleWhileItsPodsWait() {
        let claim = happening(
            "ProvisioningFailed",
            "PersistentVolumeClaim/data-db-2",
            in: "db",
            "sold out",
            ago: 1800,
            count: 9,
            since: 3000
        )
        let pod = happening(
            "FailedScheduling",
            "pod/db-2",
            in: "db",
            "running PreBind plugin \"VolumeBinding\": binding volumes: context deadline exceeded",
            ago: 60,
            count: 5,
            since: 3000
        )

        #expect(
            lines(overview(of: [claim])) == [
                "db/data-db-2: volume cannot be provided since 13:10, sold out, quiet since 13:30"
            ]
        )
        #expect(lines(overview(of: [claim, pod])) == ["db/data-db-2: volume cannot be provided since 13:10, sold out"])
    }
}
