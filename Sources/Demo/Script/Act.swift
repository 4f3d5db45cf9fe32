/// One incident of the play: its beats in order, made when it begins.
struct Act: Sendable {
    private(set) var beats: ArraySlice<Beat>

    init(_ beats: [Beat]) {
        self.beats = beats[...]
    }

    mutating func next() -> Beat? { beats.popFirst() }
}

/// Writes an ``Act``: it says what happens, the builder makes events of it.
struct ActBuilder {
    var stage: Stage
    private(set) var beats: [Beat] = []

    init(stage: Stage) {
        self.stage = stage
    }

    /// A new event.
    @discardableResult
    mutating func happens(
        _ reason: String,
        to subject: EventDraft.Subject,
        _ message: String,
        warning: Bool = false,
        by reporter: EventDraft.Reporter
    ) -> EventDraft {
        let draft = EventDraft(
            uid: stage.uid(),
            // Events about what has no namespace live in `default`.
            namespace: subject.namespace.isEmpty ? "default" : subject.namespace,
            name: stage.eventName(of: subject.name),
            subject: subject,
            reason: reason,
            message: message,
            type: warning ? "Warning" : "Normal",
            reporter: reporter
        )
        beats.append(.added(draft))
        return draft
    }

    /// The same events again, one after the other, `times` times.
    mutating func again(_ drafts: EventDraft..., times: Int = 1) {
        for _ in 0..<times { beats += drafts.map(Beat.repeated) }
    }

    mutating func forgets(_ draft: EventDraft) {
        beats.append(.removed(draft))
    }
}

extension ActBuilder {
    mutating func object(_ kind: String, _ namespace: String, _ name: String, apiVersion: String) -> EventDraft.Subject
    {
        EventDraft.Subject(
            kind: kind,
            namespace: namespace,
            name: name,
            uid: stage.uid(),
            apiVersion: apiVersion,
            resourceVersion: stage.version()
        )
    }

    mutating func pod(_ namespace: String, _ name: String) -> EventDraft.Subject {
        object("Pod", namespace, name, apiVersion: "v1")
    }

    /// A node is its own uid in the events of a kubelet.
    func node(_ name: String) -> EventDraft.Subject {
        EventDraft.Subject(kind: "Node", namespace: "", name: name, uid: name)
    }

    func container(_ name: String, of pod: EventDraft.Subject) -> EventDraft.Subject {
        var container = pod
        container.fieldPath = "spec.containers{\(name)}"
        return container
    }

    func kubelet(_ node: String) -> EventDraft.Reporter { .node(component: "kubelet", host: node) }

    func controller(_ name: String) -> EventDraft.Reporter {
        .controller(component: name, manager: "kube-controller-manager")
    }

    /// Scheduled, pulled, created, started.
    mutating func starts(_ pod: EventDraft.Subject, _ workload: Scenery.Workload, on node: String, pulls: Bool = true) {
        happens(
            "Scheduled",
            to: pod,
            "Successfully assigned \(pod.namespace)/\(pod.name) to \(node)",
            by: .scheduler(action: "Binding")
        )
        let container = container(workload.name, of: pod)
        if pulls {
            happens("Pulling", to: container, "Pulling image \"\(workload.image)\"", by: kubelet(node))
            let took = "\(stage.number(1...9)).\(stage.number(100...999))s"
            let size = stage.number(18_000_000...420_000_000)
            happens(
                "Pulled",
                to: container,
                "Successfully pulled image \"\(workload.image)\" in \(took) (\(took) including waiting). "
                    + "Image size: \(size) bytes.",
                by: kubelet(node)
            )
        } else {
            happens(
                "Pulled",
                to: container,
                "Container image \"\(workload.image)\" already present on machine",
                by: kubelet(node)
            )
        }
        happens("Created", to: container, "Created container: \(workload.name)", by: kubelet(node))
        happens("Started", to: container, "Started container \(workload.name)", by: kubelet(node))
    }
}
