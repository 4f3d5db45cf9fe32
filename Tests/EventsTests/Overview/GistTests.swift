import Testing

@testable import Events

@Suite struct GistTests {
    private static let webhook = """
        Internal error occurred: failed calling webhook "validate.policy.acme.io": failed to call webhook: Post \
        "https://policy-webhook.policy-system.svc:443/validate?timeout=10s": dial tcp 10.0.171.9:443: connect: connection refused
        """
    private static let address = """
        cmdAdd: error alloc ip rpc error: code = Unknown desc = eth0 alloc failed: RequestId: \
        81CD02CE-2CD9-4A0A-BF61-AE5F7D511C7C, ErrorCode: InvalidVSwitchId.IpNotEnough, Message: The specified VSwitch \
        "vsw-bp1347b887cc53db7fe9" has not enough IpAddress.
        """
    private static let hash = "f0941adfc057dc40a792b972f427574154938da349fdd97e3c7df348422c5f96"

    private static let messages: [(message: String, gist: String)] = [
        (webhook, "webhook \"validate.policy.acme.io\": connection refused"),
        ("Error creating: " + webhook, "webhook \"validate.policy.acme.io\": connection refused"),
        ("ci/k7fs64qmfx: " + webhook, "webhook \"validate.policy.acme.io\": connection refused"),
        (address, "InvalidVSwitchId.IpNotEnough: VSwitch \"vsw-bp1347b887cc53db7fe9\" has not enough IpAddress"),
        (
            "(combined from similar events): Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup "
                + "network for sandbox \"\(hash)\": plugin type=\"terway\" failed (add): " + address,
            "InvalidVSwitchId.IpNotEnough: VSwitch \"vsw-bp1347b887cc53db7fe9\" has not enough IpAddress"
        ),
        (
            """
            (combined from similar events): failed to provision volume with StorageClass "alicloud-disk-essd-pl3": rpc error: \
            code = Internal desc = SDK.ServerError
            ErrorCode: InvalidDataDiskCategory.NotSupported
            Recommend: https://error-center.aliyun.com/status/search?Keyword=InvalidDataDiskCategory.NotSupported&source=PopGw
            RequestId: 8A83A98E-60A7-41FE-9759-4793449E38C5
            Message: The specified disk category is not supported in this zone.
            """,
            "StorageClass \"alicloud-disk-essd-pl3\": InvalidDataDiskCategory.NotSupported"
        ),
        (
            "storageclass.storage.k8s.io \"alicloud-disk-essd\" not found",
            "storageclass.storage.k8s.io \"alicloud-disk-essd\" not found"
        ),
        (
            Array(repeating: "storageclass.storage.k8s.io \"alicloud-disk-essd\" not found", count: 9).joined(
                separator: " | "
            ),
            "storageclass.storage.k8s.io \"alicloud-disk-essd\" not found"
        ),
        (
            "Failed to pull image \"registry.cn-hangzhou.aliyuncs.com/acme/cart:1.42.0\": rpc error: code = NotFound desc = failed "
                + "to pull and unpack image \"registry.cn-hangzhou.aliyuncs.com/acme/cart:1.42.0\": failed to resolve reference: "
                + "not found",
            "image \"registry.cn-hangzhou.aliyuncs.com/acme/cart:1.42.0\": not found"
        ),
        (
            "Failed to pull image \"x:v2.41.O\": rpc error: code = NotFound desc = failed to pull and unpack image \"x:v2.41.O\": "
                + "failed to resolve reference \"x:v2.41.O\": x:v2.41.O: not found",
            "image \"x:v2.41.O\": not found"
        ),
        (
            "Failed to pull image \"acr.io/pay/gateway:v7.3.1\": failed to pull and unpack image \"acr.io/pay/gateway:v7.3.1\": "
                + "failed to authorize: failed to fetch anonymous token: unexpected status from GET request to "
                + "https://acr.io/oauth2/token?scope=repository%3Apay&service=acr.io: 401 Unauthorized",
            "image \"acr.io/pay/gateway:v7.3.1\": 401 Unauthorized"
        ),
        (
            "MountVolume.SetUp failed for volume \"k\" : secret \"wandb-team-key\" not found",
            "secret \"wandb-team-key\" not found"
        ),
        (
            "MountVolume.SetUp failed for volume \"c\" : configmap \"does-not-exist\" not found",
            "configmap \"does-not-exist\" not found"
        ),
        (
            "MountVolume.SetUp failed for volume \"kube-api-access-95db9\" : failed to sync configmap cache: timed out waiting "
                + "for the condition",
            "failed to sync configmap cache: timed out waiting for the condition"
        ),
        (
            "AttachVolume.Attach failed for volume \"d-bp1m18k9ul5qx154dtld\" : rpc error: code = Aborted desc = NodeStageVolume: "
                + "Attach volume: d-bp1m18k9ul5qx154dtld with error: rpc error: code = Aborted desc = Attach: disk "
                + "d-bp1m18k9ul5qx154dtld is attached to another instance i-bp1c1cab16462d819563, waiting for detach",
            "disk d-bp1m18k9ul5qx154dtld is attached to another instance i-bp1c1cab16462d819563…"
        ),
        (
            "Multi-Attach error for volume \"d-bp1m18k9ul5qx154dtld\" Volume is already used by pod(s) rule-engine-f9s575v6qn-tccr2",
            "Multi-Attach error for volume \"d-bp1m18k9ul5qx154dtld\" Volume is already used by pod(s)…"
        ),
        (
            "invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: failed to get cpu "
                + "utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the "
                + "server could not find the requested resource (get pods.metrics.k8s.io)",
            "the server could not find the requested resource (get pods.metrics.k8s.io)"
        ),
        (
            "failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics "
                + "API: the server is currently unable to handle the request (get pods.metrics.k8s.io)",
            "the server is currently unable to handle the request (get pods.metrics.k8s.io)"
        ),
        (
            "failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)",
            "did not receive metrics for targeted pods (pods might be unready)"
        ),
        (
            "(combined from similar events): Error creating: pods \"over-quota-65b67b6697-qhddw\" is forbidden: exceeded quota: "
                + "tiny, requested: pods=1, used: pods=1, limited: pods=1",
            "exceeded quota: tiny, requested: pods=1, used: pods=1, limited: pods=1"
        ),
        (
            "Failed to reconcile: Operation cannot be fulfilled on tenantsyncs.data.acme.io \"tenant-9682-89cg2m\": the object has "
                + "been modified; please apply your changes to the latest version and try again",
            "the object has been modified; please apply your changes to the latest version and try…"
        ),
        (
            "Readiness probe failed: Get \"http://10.20.129.184:8080/healthz\": dial tcp 10.20.129.184:8080: connect: connection "
                + "refused",
            "Readiness probe failed: connection refused"
        ),
        (
            "Liveness probe failed: Get \"http://10.244.154.128:8080/healthz\": context deadline exceeded (Client.Timeout exceeded "
                + "while awaiting headers)",
            "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
        ),
        (
            "Liveness probe failed: HTTP probe failed with statuscode: 503",
            "Liveness probe failed: HTTP probe failed with statuscode: 503"
        ),
        (
            "Failed to pull image \"a/b:1\": dial tcp: lookup registry.acme.io on 10.96.0.10:53: no such host",
            "image \"a/b:1\": no such host"
        ),
        (
            "E1111 10:24:03.665479    1873 kubelet.go:2449] \"Skipping pod synchronization\" err=\"PLEG is not healthy: pleg was last "
                + "seen active 3m27.584094504s ago; threshold is 3m0s\"",
            "PLEG is not healthy: pleg was last seen active 3m27.584094504s ago; threshold is 3m0s"
        ),
        (
            "network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady "
                + "message:Network plugin returns error: cni plugin not initialized",
            "network is not ready: cni plugin not initialized"
        ),
        (
            "Node condition NTPProblem is now: True, reason: NTPIsDown, msg: NTP service is not running",
            "NTP service is not running"
        ),
        (
            "Back-off restarting failed container app in pod consent-4kftwb6pb-7zwfq_message(546df2d4-1fa6-45e3-82e5-a7483093e8c2)",
            "Back-off restarting failed container app in pod consent-4kftwb6pb-7zwfq_message"
        ),
        (
            "Node k8s-node-17 has been rebooted, boot id: e717f265-24da-4407-9740-3cde5e234aba",
            "Node k8s-node-17 has been rebooted"
        ),
        (
            "Error syncing load balancer [lb-bp1fa130c15afad7eb9a]: Message: The specified certificate 1234567890123456_18f7-1a2b3c "
                + "does not exist or has expired.",
            "certificate 1234567890123456_18f7-1a2b3c does not exist or has expired"
        ),
        ("rpc error: code = DeadlineExceeded desc = context deadline exceeded", "context deadline exceeded"),
        ("PostStartHook failed: line1\nline2\n\tindented\n", "PostStartHook failed: line1"),
        ("备份任务排队中，已延迟 50 秒，系统将自动重试（无需人工处理）", "备份任务排队中，已延迟 50 秒，系统将自动重试（无需人工处理）"),
        (
            "Ротация сертификата «9gxk9p» отложена: окно обслуживания ещё не наступило",
            "Ротация сертификата «9gxk9p» отложена: окно обслуживания ещё не наступило"
        ),
        (
            "Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: 10.1.0.10 1.1.1.1",
            "Nameserver limits were exceeded, some nameservers have been omitted, the applied…"
        ),
        ("Node is not ready", "Node is not ready"), ("not enough cpu or memory", "not enough cpu or memory"),
        ("", ""), (" \n\t ", ""), (":", ""), (": : : ", ""), ("\"", "\""), ("a: ", "a"), (",,,", ""),
        ("Error: ", "Error"),
        ("ErrorCode: ", "ErrorCode"), ("ErrorCode: A.B", "A.B"), ("desc = ", "desc ="), ("👩‍👩‍👧‍👦: \u{301}", "👩‍👩‍👧‍👦"),
    ]

    @Test(arguments: messages)
    func causeIsFound(message: String, gist: String) {
        #expect(Gist(message).text == gist)
    }

    @Test(arguments: ["x", "数", "a ", "a: ", "\"a\": ", "f", "-", "e\u{301}", "x, "])
    func itIsNeverLong(part: String) {
        let gist = Gist(String(repeating: part, count: 5_000)).text

        #expect(gist.count <= 91)
        #expect(gist.last != "," && gist.last != " ")
        #expect(!gist.contains("\n"))
    }

    @Test func wideTextTakesTwoCellsEach() {
        #expect(Gist(String(repeating: "数", count: 100)).text == String(repeating: "数", count: 44) + "…")
    }
}
