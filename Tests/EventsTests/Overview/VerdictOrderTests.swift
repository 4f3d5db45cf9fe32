import Basics
import Testing

@testable import Events

/// What is told, and in which order, does not hang on where things lie in a table.
@Suite struct VerdictOrderTests {
    /// Troubles of all kinds, in three clusters and four namespaces at once, each as often as the next.
    private static let troubles: [KubeEvent] = {
        var events: [KubeEvent] = []
        for cluster in ["a", "b", "c"] {
            for namespace in ["live", "shop", "test", "work"] {
                for letter in ["b", "c"] {
                    events += pod(letter, in: namespace, cluster)
                }
            }
            for node in ["n1", "n2"] {
                let killed = "Memory cgroup out of memory: Killed process 4 (web) total-vm:8kB"
                events.append(
                    happening("OOMKilling", "node/" + node, in: "", killed, ago: 600, node: node, cluster: cluster)
                )
                events.append(
                    happening("KernelDeadlock", "node/" + node, in: "", ago: 600, node: node, cluster: cluster)
                )
            }
        }
        return events
    }()

    private static func pod(_ letter: String, in namespace: String, _ cluster: String) -> [KubeEvent] {
        let messages: [(reason: String, message: String)] = [
            ("BackOff", "Back-off restarting failed container"), ("Unhealthy", "Readiness probe failed"),
            ("Failed", "Error: cannot start"), ("FailedPostStartHook", "no such file"),
            ("FailedCreatePodSandBox", "no more IPs available in subnet-\(letter)"),
            ("FailedMount", "MountVolume.SetUp failed for volume \"c\" : not found"),
            ("FailedScheduling", "0/3 nodes are available: 3 Insufficient cpu."),
            ("FailedScheduling", "0/3 nodes are available: 3 node(s) had taint."),
            ("Evicted", "Pod uses storage that exceeds its limit"), ("Odd", "something"), ("Strange", "something"),
        ]
        return messages.map { reason, message in
            happening(
                reason,
                "pod/web-7d9f8c6b5d-x2k4" + letter,
                in: namespace,
                message,
                ago: 600,
                count: 4,
                since: 900,
                node: letter == "b" ? "n1" : "n2",
                uid: "\(reason) \(message) \(letter) \(namespace) \(cluster)",
                cluster: cluster
            )
        }
    }

    @Test func sameTroublesAreToldTheSame() {
        // All are kept: the next one's tables lie elsewhere, and are in another order.
        let overviews = (0..<12).map { _ in overview(of: Self.troubles) }
        let reports = overviews.map { $0.report(.hour) }

        #expect(reports[0].verdicts.count > 30)
        for report in reports.dropFirst() { #expect(report == reports[0]) }
    }

    /// What the kernel calls a process may be the name of workloads in several namespaces.
    @Test func processOfTwoWorkloadsIsOfNeither() {
        let killed = "Memory cgroup out of memory: Killed process 4 (web) total-vm:8kB"
        let events =
            ["live", "shop"].map {
                happening("BackOff", "pod/web-7d9f8c6b5d-x2k4b", in: $0, ago: 60, count: 9, since: 500, node: "n1")
            } + [happening("OOMKilling", "node/n1", in: "", killed, ago: 550, node: "n1")]

        let found = lines(overview(of: events))

        #expect(
            found == [
                "live/web-*: crash loop since 13:51, 1 pod, 9 back-offs",
                "shop/web-*: crash loop since 13:51, 1 pod, 9 back-offs",
                "process web: killed at the memory limit of its container since 13:50, 1 kill, node n1",
            ]
        )
    }

    @Test func victimsAreToldOfTheNodeOfTheirCluster() {
        let events =
            ["east", "west"].map {
                happening("NodeNotReady", "node/n1", in: "", type: "Normal", ago: 600, uid: $0, cluster: $0)
            }
            + ["FailedMount", "FailedPostStartHook"].map {
                happening(
                    $0,
                    "pod/web-7d9f8c6b5d-x2k4b",
                    "not found",
                    ago: 100,
                    count: 9,
                    since: 500,
                    node: "n1",
                    cluster: "west"
                )
            }

        let found = lines(overview(of: events))

        #expect(
            found == [
                "east node n1: not ready since 13:50",
                "west node n1: not ready since 13:50, down with it: shop/web-*",
            ]
        )
    }
}
