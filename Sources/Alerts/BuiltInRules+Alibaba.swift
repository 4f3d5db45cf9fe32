import Events

extension BuiltInRules {
    /// What ACK's own components say, as far as their reasons are known.
    static let alibaba: [BuiltInLine] = [
        line("ccm-slb-delete", "del_slb", "load balancer cannot be deleted", "reason:DeleteLoadBalancerFailed"),
        line("ccm-slb-missing", "no_ava_slb", "load balancer not available", "reason:UnAvailableLoadBalancer"),
        line("ccm-route-create", "create_route", "route cannot be created", "reason:CreateRouteFailed"),
        line("ccm-route-sync", "sync_route", "routes out of step", "reason:SyncRouteFailed"),
        line("ccm-node-add", "add_node", "node cannot be added to a load balancer", "reason:AddNodeFailed"),
        line("ccm-node-delete", "del_node", "node cannot be taken from a load balancer", "reason:DeleteNodeFailed"),
        line("csi-device-busy", "device_busy", "disk is in use", "reason:DeviceBusy"),
        line("csi-disk-hang", "disk_iohang", "disk hangs", "reason:IOHang"),
        line("csi-disk-slow", "latency_too_high", "disk is slow", "reason:SlowIO"),
        line("terway-ip", "alloc_ip_fail", "Terway has no IP address", "reason:AllocIPFailed"),
        line("terway-resource", "allocate_fail", "Terway cannot allocate", "reason:AllocResourceFailed"),
        line("terway-invalid", "invalid_resource", "Terway has an invalid resource", "reason:ResourceInvalid"),
        line("terway-parse", "parse_fail", "Terway cannot read its configuration", "reason:ParseFailed"),
        line("terway-dispose", "dispose_fail", "Terway cannot free a resource", "reason:DisposeResourceFailed"),
    ]

    private static func line(_ name: String, _ ackID: String, _ title: String, _ filter: String) -> BuiltInLine {
        BuiltInLine(set: .alibaba, name: name, ackID: ackID, title: title, filter: filter, grouping: .object)
    }
}
