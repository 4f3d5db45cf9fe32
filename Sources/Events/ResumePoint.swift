/// Where to watch from after a restart.
package struct ResumePoint: Sendable, Equatable {
    /// The last event kept: a proof, when the server still knows it, that its history is ours.
    package struct Anchor: Sendable, Equatable {
        package var key: KubeEvent.Key
        package var namespace: String
        package var name: String

        package init(key: KubeEvent.Key, namespace: String, name: String) {
            self.key = key
            self.namespace = namespace
            self.name = name
        }
    }

    package var resourceVersion: ResourceVersion
    package var anchor: Anchor?

    package init(resourceVersion: ResourceVersion, anchor: Anchor? = nil) {
        self.resourceVersion = resourceVersion
        self.anchor = anchor
    }
}
