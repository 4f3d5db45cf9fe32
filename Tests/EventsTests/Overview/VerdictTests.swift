import Basics
import Testing

@testable import Events

/// Three things wrong at once: a node, a workload and an image.
func incidents() -> [KubeEvent] {
    let down = "cn-hz.10.0.3.12"
    var events = [
        happening(
            "NodeNotReady",
            "node/\(down)",
            in: "",
            "Node \(down) status is now: NodeNotReady",
            type: "Normal",
            ago: 1080
        )
    ]
    for number in 0..<5 {
        let pod = "pod/cart-6c8d7f9b4-tt2r\(["b", "c", "d", "f", "g"][number])"
        events.append(happening("NodeNotReady", pod, in: "shop", "Node is not ready", ago: 1075))
        events.append(
            happening("TaintManagerEviction", pod, in: "shop", "Marking for deletion Pod", type: "Normal", ago: 780)
        )
    }
    for (number, letter) in ["b", "c", "d"].enumerated() {
        let pod = "pod/web-7d9f8c6b5d-x2k4\(letter)"
        let text = "Back-off restarting failed container app in pod"
        for version in 1...4 {
            events.append(
                happening(
                    "BackOff",
                    pod,
                    in: "payments",
                    text,
                    ago: Int64(1200 - version * 290),
                    count: version * 20 + number,
                    since: 1200,
                    node: "n\(number)",
                    uid: "back-off \(letter)",
                    version: Int64(version)
                )
            )
        }
        events.append(
            happening(
                "Unhealthy",
                pod,
                in: "payments",
                "Readiness probe failed: refused",
                ago: 100,
                count: 4,
                since: 900
            )
        )
    }
    for letter in ["f", "g"] {
        let pod = "pod/api-5b64579dd7-4mfm\(letter)"
        let image = "registry.example.com/x:bad"
        events += [
            happening(
                "Failed",
                pod,
                in: "ml",
                "Failed to pull image \"\(image)\": rpc error: not found",
                ago: 500,
                node: "n7"
            ),
            happening("Failed", pod, in: "ml", "Error: ErrImagePull", ago: 499, node: "n7"),
            happening(
                "BackOff",
                pod,
                in: "ml",
                "Back-off pulling image \"\(image)\"",
                ago: 60,
                count: 8,
                since: 480,
                node: "n7"
            ),
            happening("Failed", pod, in: "ml", "Error: ImagePullBackOff", ago: 61, count: 8, since: 480, node: "n7"),
        ]
    }
    return events
}

@Suite struct VerdictTests {
    @Test func threeThingsWrongAreTheFirstThree() {
        let found = lines(overview(of: everydayNoise() + incidents()))

        #expect(
            Array(found.prefix(3)) == [
                "node cn-hz.10.0.3.12: not ready since 13:42, 5 pods evicted",
                "payments/web-*: crash loop since 13:40, 3 pods, 243 back-offs, probes fail, rising",
                "image registry.example.com/x:bad: cannot be pulled since 13:51, 2 pods of ml/api-*, not found, rising",
            ]
        )
    }

    @Test func noiseAloneIsQuiet() {
        let verdicts = overview(of: everydayNoise()).report(.hour).verdicts

        #expect(verdicts.count { !$0.isQuiet } == 0)
        #expect(verdicts.count <= 2)
    }

    @Test func nodeThatIsDownForLongerThanTheWindowIsTold() {
        let found = lines(
            overview(of: [happening("NodeNotReady", "node/n1", in: "", type: "Normal", ago: 5 * 3600)]),
            .quarter
        )

        #expect(found == ["node n1: not ready since 9:00"])
    }

    @Test func nodeThatIsReadyAgainIsOver() {
        let found = lines(
            overview(of: [
                happening("NodeNotReady", "node/n1", in: "", type: "Normal", ago: 1800),
                happening("NodeReady", "node/n1", in: "", type: "Normal", ago: 900),
            ])
        )

        #expect(found == ["node n1: was not ready since 13:30, ready again, over since 13:45"])
    }

    @Test func lateEventDoesNotTakeANodeDownAgain() {
        let found = lines(
            overview(of: [
                happening("NodeReady", "node/n1", in: "", type: "Normal", ago: 900),
                happening("NodeNotReady", "node/n1", in: "", type: "Normal", ago: 1800),
            ])
        )

        #expect(found.allSatisfy { $0.contains("ready again") })
    }

    @Test func memoryOfANodeNamesTheProcessAndWhatRestartedNearIt() {
        let message = "Out of memory: Killed process 4321 (java) total-vm:8410216kB"
        let found = lines(
            overview(of: [
                happening("OOMKilling", "node/n1", in: "", message, ago: 400, node: "n1"),
                happening(
                    "Started",
                    "pod/ledger-6c8d7f9b4-tt2rb",
                    in: "payments",
                    type: "Normal",
                    ago: 390,
                    count: 2,
                    since: 3000,
                    node: "n1"
                ),
            ])
        )

        #expect(
            found == [
                "node n1: out of memory since 13:53, 1 kill, killed java, restarted near it: payments/ledger-*"
            ]
        )
    }

    @Test func podThatWasKilledIsToldInPlaceOfItsNode() {
        let found = lines(
            overview(of: [
                happening("OOMKilling", "node/n1", in: "", "Killed process 1 (java)", ago: 400, node: "n1"),
                happening("PodOOMKilling", "pod/ledger-6c8d7f9b4-tt2rb", in: "payments", ago: 399, node: "n1"),
                happening(
                    "BackOff",
                    "pod/ledger-6c8d7f9b4-tt2rb",
                    in: "payments",
                    "Back-off restarting failed container",
                    ago: 30,
                    count: 3,
                    since: 380,
                    node: "n1"
                ),
            ])
        )

        #expect(
            found == [
                "payments/ledger-*: killed at its memory limit, crash loop since 13:53, 1 pod, 1 kill, 3 back-offs"
            ]
        )
    }

    @Test func podsThatWaitForTheSameAreOne() {
        let found = lines(
            overview(
                of: ["b", "c", "d"].map { letter in
                    happening(
                        "FailedScheduling",
                        "pod/train-6c8d7f9b4-tt2r\(letter)",
                        in: letter == "b" ? "ml" : "research",
                        "0/14 nodes are available: 10 node(s) had untolerated taint {a: b}, 4 Insufficient nvidia.com/gpu. "
                            + "preemption: 0/14 nodes are available: 14 No preemption victims found.",
                        ago: 200,
                        count: 3,
                        since: 900
                    )
                }
            )
        )

        #expect(found.count == 1)
        #expect(
            found.first
                == "ml/train-* and 1 more: cannot be scheduled since 13:45, 3 pods, not enough nvidia.com/gpu"
        )
    }

    @Test func missingMapIsNamed() {
        let found = lines(
            overview(of: [
                happening(
                    "FailedMount",
                    "pod/badmount",
                    in: "shop",
                    "MountVolume.SetUp failed for volume \"c\" : configmap \"does-not-exist\" not found",
                    ago: 60,
                    count: 7,
                    since: 3590
                )
            ])
        )

        #expect(
            found == [
                "shop/badmount: volume cannot be mounted since before 13:00, configmap \"does-not-exist\" not found"
            ]
        )
    }

    @Test func podsThatWaitForAClaimAreToldWithIt() {
        let found = lines(
            overview(of: [
                happening(
                    "ProvisioningFailed",
                    "pvc/data-0",
                    in: "db",
                    "storageclass \"essd\" not found",
                    ago: 20,
                    count: 9,
                    since: 900
                ),
                happening(
                    "FailedScheduling",
                    "pod/mysql-0",
                    in: "db",
                    "0/4 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found",
                    ago: 30,
                    count: 5,
                    since: 800
                ),
            ])
        )

        #expect(found.count == 1)
        #expect(found.first?.contains("db/data-0: volume cannot be provided") == true, "\(found)")
    }

    @Test func whatEndedComesAfterWhatGoesOnButBeforeWhatGrumbles() {
        let found = lines(
            overview(of: [
                happening("BackOff", "pod/old-7d9f8c6b5d-x2k4b", ago: 1500, count: 200, since: 3000),
                happening("BackOff", "pod/new-7d9f8c6b5d-x2k4b", ago: 10, count: 5, since: 300),
                happening(
                    "Unhealthy",
                    "pod/ill-7d9f8c6b5d-x2k4b",
                    "Liveness probe failed",
                    ago: 10,
                    count: 900,
                    since: 300
                ),
            ])
        )

        #expect(found.map { String($0.prefix(10)) } == ["shop/new-*", "shop/old-*", "shop/ill-*"])
        #expect(found.dropFirst().first?.contains("quiet since 13:35") == true)
    }

    @Test func podsThatCannotBeMadeSayWhy() {
        let message =
            "(combined from similar events): Error creating: pods \"web-7d9f8c6b5d-x2k4b\" is forbidden: exceeded quota: tiny"
        let found = lines(
            overview(of: [
                happening(
                    "FailedCreate",
                    "ReplicaSet/web-7d9f8c6b5d",
                    in: "shop",
                    message,
                    ago: 10,
                    count: 9,
                    since: 3590
                )
            ])
        )

        #expect(found == ["quota shop/tiny: used up since before 13:00, no pods for shop/web-*, 9 times"])
    }

    @Test func whatManySayIsOneThing() {
        let found = lines(
            overview(of: (0..<9).map { happening("MissingClusterDNS", "pod/p\($0)", in: "ns\($0)", "no DNS", ago: 9) })
        )

        #expect(found == ["ns0/p0 and 8 more: MissingClusterDNS since 13:59, 9 times, no DNS"])
    }

    @Test func threeMinutesTellNoTrend() {
        let report = overview(of: (0..<9).map { happening("BackOff", "pod/p\($0)", ago: Int64($0)) }).report(.hour)

        #expect(report.reasons[0].trend == .steady)
        #expect(report.verdicts.allSatisfy { $0.trend == .steady } == true)
    }

    @Test func clusterIsNamedWhereThereAreSeveral() {
        let events = ["east", "west"].map { cluster in
            happening("BackOff", "pod/web-7d9f8c6b5d-x2k4b", ago: 10, count: 5, since: 300, cluster: cluster)
        }
        let found = overview(of: events).report(.hour).verdicts

        #expect(Set(found.map(\.cluster)) == ["east", "west"])
        #expect(found.allSatisfy { $0.filterText.hasPrefix("cluster:") })
    }

    @Test(arguments: [
        ("Pod", "web-7d9f8c6b5d-x2k4q", "web"), ("Pod", "mysql-0", "mysql"),
        ("Pod", "nightly-28531400-4bq9z", "nightly"),
        ("Pod", "fluentd-x2k4q", "fluentd"), ("Pod", "web-1a", "web-1a"), ("Job", "nightly-28531400", "nightly"),
        ("ReplicaSet", "web-7d9f8c6b5d", "web"), ("Node", "n-12345", "n-12345"), ("Pod", "-", "-"), ("Pod", "", ""),
    ])
    func stemIsWhatTheWorkloadIsCalled(kind: String, name: String, stem: String) {
        #expect(WorkloadName.stem(kind: kind, name: name).name == stem)
    }
}
