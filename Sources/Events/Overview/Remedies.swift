import Basics

/// When things that are no pods were last said to be well: a load balancer that was made, a volume that was provided.
struct Remedies: Sendable {
    private static let capacity = 2048
    private static let reasons: Set = [
        "EnsuredLoadBalancer", "UpdatedLoadBalancer", "ProvisioningSucceeded", "VolumeResizeSuccessful",
        "FileSystemResizeSuccessful",
    ]

    private var newest: [OverviewSums.Object: Timestamp] = [:]
    private var older: [OverviewSums.Object: Timestamp] = [:]

    /// Takes note of an event.
    mutating func note(_ event: KubeEvent) {
        guard Self.reasons.contains(event.reason) else { return }
        // The older half is given up as a whole, so that nothing has to be looked for.
        if newest.count >= Self.capacity / 2 {
            older = newest
            newest = [:]
        }
        let object = OverviewSums.Object(
            cluster: event.cluster,
            namespace: event.object.namespace.isEmpty ? event.namespace : event.object.namespace,
            name: OverviewKey.ObjectName(kind: event.object.kind, name: event.object.name)
        )
        newest[object] = max(event.order, time(of: object) ?? event.order)
    }

    /// When all of these were well after `time`; nil while one is not known to be.
    func time(of objects: Set<OverviewSums.Object>, after time: Timestamp) -> Timestamp? {
        var latest: Timestamp?
        for object in objects {
            guard let well = self.time(of: object), well >= time else { return nil }
            latest = max(latest ?? well, well)
        }
        return latest
    }

    private func time(of object: OverviewSums.Object) -> Timestamp? { newest[object] ?? older[object] }
}
