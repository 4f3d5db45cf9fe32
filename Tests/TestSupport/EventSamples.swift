import Basics
package import Events

extension KubeEvent {
    /// An event for tests: uid `uid-N`, version N, seen and received N seconds after 1970.
    ///
    /// - Parameters:
    ///   - number: N, at least 1.
    ///   - uid: Another uid than `uid-N`.
    ///   - change: What else should differ.
    /// - Returns: A Normal `Pulled` of pod `web-N` in namespace `shop`.
    package static func sample(_ number: Int64, uid: String? = nil, _ change: (inout KubeEvent) -> Void = { _ in })
        -> KubeEvent
    {
        guard let version = ResourceVersion(number) else { preconditionFailure("a resource version is positive") }
        let time = Timestamp(seconds: number)
        var event = KubeEvent(
            key: Key(uid: uid ?? "uid-\(number)", resourceVersion: version),
            namespace: "shop",
            name: "web-\(number).17",
            type: "Normal",
            reason: "Pulled",
            message: "Container image already present on machine",
            object: ObjectReference(kind: "Pod", namespace: "shop", name: "web-\(number)", uid: "pod-\(number)"),
            component: "kubelet",
            host: "node-1",
            count: 1,
            firstSeen: time,
            lastSeen: time,
            received: time,
            json: Array(#"{"metadata":{"name":"web-\#(number).17"}}"#.utf8)
        )
        change(&event)
        return event
    }
}
