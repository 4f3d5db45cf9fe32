import Events
import TestSupport
import Testing

@testable import Alerts

@Suite struct BuiltInRulesTests {
    @Test func everyLineMakesARule() {
        #expect(BuiltInRules.all.count == BuiltInRules.lineCount)
    }

    @Test func namesAreWordsAndUnique() {
        let names = BuiltInRules.all.map(\.rule.name)

        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.wholeMatch(of: #/[a-z]+(-[a-z]+)*/#) != nil })
        #expect(BuiltInRules.all.allSatisfy { !$0.rule.title.isEmpty })
    }

    @Test func theGenericSetIsThatOfTheEventCenter() {
        let ids = BuiltInRules.all.filter { $0.set == .generic }.flatMap { $0.ackID.split(separator: ", ") }

        #expect(
            ids == [
                "common_err", "common_warn", "k8s_pod_oom", "k8s_pod_start_fail", "k8s_image_pull_fail", "no_resource",
                "eviction", "node_down", "node_ready", "node_restart", "k8s_pleg_warn", "k8s_node_oom", "docker_hung",
                "k8s_no_disk", "k8s_no_ip", "sync_slb_fail",
            ]
        )
    }

    @Test func genericRulesLookAtSixMinutesAndNeedOneEvent() {
        let rules = BuiltInRules.rules(of: [.generic])

        #expect(rules.allSatisfy { $0.window == .seconds(360) && $0.count == 1 })
        #expect(rules.filter { $0.pending > .zero }.map(\.name) == ["insufficient-resources"])
    }

    /// Which rules, the one for the rest aside, count an event.
    private func takers(
        _ reason: String,
        _ message: String = "",
        kind: String = "Pod",
        type: String = "Warning",
        count: Int = 1
    ) -> [String] {
        let event = KubeEvent.sample(1) { event in
            event.reason = reason
            event.message = message
            event.type = type
            event.count = count
            event.object.kind = kind
        }
        return BuiltInRules.all.map(\.rule).filter { rule in
            !rule.takesRest && rule.filter.matches(event) && rule.ignore?.matches(event) != true
        }
        .map(\.name)
    }

    @Test(arguments: [
        ("Failed", "Error: ImagePullBackOff", "image-pull"),
        ("Failed", "Error: ErrImagePull", "image-pull"),
        ("Failed", "Failed to pull image \"ghcr.io/x:v1\": not found", "image-pull"),
        ("Failed", "Error: InvalidImageName", "image-pull"),
        ("BackOff", "Back-off pulling image \"ghcr.io/x:v1\"", "image-pull"),
        ("ErrImageNeverPull", "Container image \"x\" is not present with pull policy of Never", "image-pull"),
        ("Failed", "Error: failed to create containerd task: exec: \"/app\": no such file", "pod-start-failed"),
        ("PodOOMKilling", "pod was OOM killed", "pod-oom"),
        ("FailedScheduling", "0/3 nodes are available: 3 Insufficient cpu.", "insufficient-resources"),
        ("FailedScheduling", "0/3 nodes are available: 3 node(s) had untolerated taint", "unschedulable"),
        ("Evicted", "The node was low on resource: memory.", "eviction"),
        ("TaintManagerEviction", "Marking for deletion Pod shop/web", "eviction"),
        ("FailedMount", "MountVolume.SetUp failed", "volume"),
        ("FailedCreatePodSandBox", "network: timeout", "pod-sandbox"),
        ("FailedCreatePodSandBox", "InvalidVSwitchId.IpNotEnough", "no-ip"),
        ("Unhealthy", "Readiness probe failed", "unhealthy"),
    ])
    func aPodsTroubleIsTakenByOneRule(reason: String, message: String, rule: String) {
        #expect(takers(reason, message) == [rule])
    }

    @Test(arguments: [
        ("NodeNotReady", "Node n status is now: NodeNotReady", "node-down"),
        ("Rebooted", "Node n has been rebooted", "node-restarted"),
        ("KubeletNotReady", "PLEG is not healthy: pleg was last seen active 3m", "pleg"),
        ("SystemOOM", "System OOM encountered, victim process: java, pid: 7", "node-oom"),
        ("OOMKilling", "Memory cgroup out of memory: Killed process 7 (java)", "oom-kill"),
        ("DockerHung", "docker hung", "docker-hung"),
        ("NodeHasDiskPressure", "Node n status is now: NodeHasDiskPressure", "disk-pressure"),
        ("NodeHasInsufficientMemory", "Node n status is now: NodeHasInsufficientMemory", "memory-pressure"),
        ("NodeHasInsufficientPID", "Node n status is now: NodeHasInsufficientPID", "pid-pressure"),
        ("NTPIsDown", "ntp service is down", "time-sync"),
        ("NodeHasNvidiaXidError", "Xid 79", "gpu-xid"),
        ("FilesystemIsReadOnly", "EXT4-fs: Remounting filesystem read-only", "read-only-disk"),
    ])
    func aNodesTroubleIsTakenByOneRule(reason: String, message: String, rule: String) {
        #expect(takers(reason, message, kind: "Node") == [rule])
    }

    @Test func whatIsCalledOffOrUsualIsTakenByNone() {
        #expect(takers("TaintManagerEviction", "Cancelling deletion of Pod shop/web", type: "Normal") == [])
        #expect(takers("NodeNotReady", "Node is not ready") == [])
        #expect(takers("NodeReady", "Node n status is now: NodeReady", kind: "Node", type: "Normal") == [])
        #expect(takers("Failed", "x", kind: "Rollout") == [])
        #expect(takers("BackOff", "Back-off restarting failed container app in pod web", count: 3) == [])
    }

    @Test func aCrashLoopIsOneFromTheFourthTime() {
        #expect(takers("BackOff", "Back-off restarting failed container app in pod web", count: 4) == ["crash-loop"])
    }
}
