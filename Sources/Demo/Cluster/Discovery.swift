import Basics

/// The answers of the demo cluster that never change: version, discovery, namespaces.
struct Discovery: Sendable {
    let namespaces: [Namespace]
    let created: Timestamp

    struct Namespace: Sendable {
        var name: String
        var uid: String
    }

    static let version = """
        {
          "major": "1",
          "minor": "36",
          "gitVersion": "v1.36.2",
          "gitCommit": "8e16b12fda5b1dccc41a6de48b3e356cc7d5048b",
          "gitTreeState": "clean",
          "buildDate": "2026-08-21T00:00:00Z",
          "goVersion": "go1.26.6",
          "compiler": "gc",
          "platform": "linux/amd64"
        }
        """

    static let groups = #"""
        {"kind":"APIGroupList","apiVersion":"v1","groups":[{"name":"authentication.k8s.io","versions":[{"groupVersion":\#
        "authentication.k8s.io/v1","version":"v1"}],"preferredVersion":{"groupVersion":"authentication.k8s.io/v1",\#
        "version":"v1"}},{"name":"authorization.k8s.io","versions":[{"groupVersion":"authorization.k8s.io/v1",\#
        "version":"v1"}],"preferredVersion":{"groupVersion":"authorization.k8s.io/v1","version":"v1"}}]}
        """#

    static let core = #"""
        {"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"events","singularName":"event",\#
        "namespaced":true,"kind":"Event","verbs":["get","list","watch"],"shortNames":["ev"]},{"name":"namespaces",\#
        "singularName":"namespace","namespaced":false,"kind":"Namespace","verbs":["get","list"],"shortNames":["ns"]}]}
        """#

    static let authentication = #"""
        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"authentication.k8s.io/v1","resources":[{"name":\#
        "selfsubjectreviews","singularName":"selfsubjectreview","namespaced":false,"group":"authentication.k8s.io",\#
        "version":"v1","kind":"SelfSubjectReview","verbs":["create"]}]}
        """#

    static let authorization = #"""
        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"authorization.k8s.io/v1","resources":[{"name":\#
        "selfsubjectaccessreviews","singularName":"selfsubjectaccessreview","namespaced":false,"group":\#
        "authorization.k8s.io","version":"v1","kind":"SelfSubjectAccessReview","verbs":["create"]},{"name":\#
        "selfsubjectrulesreviews","singularName":"selfsubjectrulesreview","namespaced":false,"group":\#
        "authorization.k8s.io","version":"v1","kind":"SelfSubjectRulesReview","verbs":["create"]}]}
        """#

    static func versions(port: UInt16) -> String {
        #"{"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":[{"clientCIDR":"0.0.0.0/0","serverAddress":"#
            + #""127.0.0.1:\#(port)"}]}"#
    }

    func namespace(_ name: String) throws(KubeStatus) -> [UInt8] {
        guard let namespace = namespaces.first(where: { $0.name == name }) else {
            throw .notFound(kind: "namespaces", name: name)
        }
        var json = JSONText()
        json.raw(#"{"kind":"Namespace","apiVersion":"v1","#)
        append(namespace, to: &json)
        return json.bytes
    }

    func namespaceList(resourceVersion: Int64) -> [UInt8] {
        var json = JSONText()
        json.raw(#"{"kind":"NamespaceList","apiVersion":"v1","metadata":{"resourceVersion":""#)
        json.number(resourceVersion)
        json.raw(#""},"items":["#)
        for (index, namespace) in namespaces.enumerated() {
            json.raw(index == 0 ? "{" : ",{")
            append(namespace, to: &json)
        }
        json.raw("]}\n")
        return json.bytes
    }

    func namespaceTable(resourceVersion: Int64, now: Timestamp) -> [UInt8] {
        var json = JSONText()
        json.raw(#"{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":""#)
        json.number(resourceVersion)
        json.raw(#""},"columnDefinitions":"#)
        json.raw(EventTableText.columnDefinitions([("Name", "name", 0), ("Status", "", 0), ("Age", "", 0)]))
        json.raw(#","rows":["#)
        for (index, namespace) in namespaces.enumerated() {
            json.raw(index == 0 ? #"{"cells":["# : #",{"cells":["#)
            json.string(namespace.name)
            json.raw(#","Active","#)
            json.string(EventTableText(now: now).age(created))
            json.raw(#"],"object":{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"#)
            json.member("name", namespace.name)
            json.member("uid", namespace.uid)
            json.raw("}}}")
        }
        json.raw("]}\n")
        return json.bytes
    }

    private func append(_ namespace: Namespace, to json: inout JSONText) {
        json.raw(#""metadata":{"#)
        json.member("name", namespace.name)
        json.member("uid", namespace.uid)
        json.raw(#","resourceVersion":"31""#)
        json.member("creationTimestamp", created.rfc3339())
        json.raw(#","labels":{"kubernetes.io/metadata.name":"#)
        json.string(namespace.name)
        json.raw(#"}},"spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}}"#)
    }
}
