/// The JSON of an event, byte for byte in the shape that kube-apiserver 1.36 gives it: key order, nulls, `managedFields`.
extension EventObject {
    /// The object without its opening brace.
    func encoded(times: inout TimeTexts) -> [UInt8] {
        var json = JSONText(capacity: 1400)
        metadata(&json, &times)
        subject(&json)
        json.member("reason", draft.reason)
        json.member("message", draft.message)
        source(&json)
        occurrences(&json, &times)
        reporter(&json)
        json.raw("}")
        return json.bytes
    }

    private func metadata(_ json: inout JSONText, _ times: inout TimeTexts) {
        json.raw(#""metadata":{"#)
        json.member("name", draft.name)
        json.member("namespace", draft.namespace)
        json.member("uid", draft.uid)
        json.raw(#","resourceVersion":""#)
        json.number(resourceVersion)
        json.raw(#"","creationTimestamp":"#)
        json.string(times.seconds(first))
        json.raw(#","managedFields":[{"#)
        json.member("manager", manager)
        json.raw(#","operation":"Update","#)
        json.raw(isSeries ? #""apiVersion":"events.k8s.io/v1","time":"# : #""apiVersion":"v1","time":"#)
        json.string(times.seconds(last))
        json.raw(#","fieldsType":"FieldsV1","fieldsV1":{"#)
        managedFields(&json)
        json.raw("}}]}")
    }

    private var manager: String {
        switch draft.reporter {
        case .node(let component, _): component
        case .controller(_, let manager): manager
        case .scheduler: "kube-scheduler"
        }
    }

    private func managedFields(_ json: inout JSONText) {
        guard !isSeries else {
            json.raw(#""f:action":{},"f:eventTime":{},"f:note":{},"f:reason":{},"f:regarding":{},"#)
            json.raw(#""f:reportingController":{},"f:reportingInstance":{},"#)
            if count > 1 { json.raw(#""f:series":{".":{},"f:count":{},"f:lastObservedTime":{}},"#) }
            json.raw(#""f:type":{}"#)
            return
        }
        json.raw(#""f:count":{},"f:firstTimestamp":{},"f:involvedObject":{},"f:lastTimestamp":{},"f:message":{},"#)
        json.raw(#""f:reason":{},"f:reportingComponent":{},"#)
        if host.isEmpty {
            json.raw(#""f:source":{"f:component":{}},"f:type":{}"#)
        } else {
            json.raw(#""f:reportingInstance":{},"f:source":{"f:component":{},"f:host":{}},"f:type":{}"#)
        }
    }

    private func subject(_ json: inout JSONText) {
        let subject = draft.subject
        json.raw(#","involvedObject":{"#)
        json.member("kind", subject.kind)
        if !subject.namespace.isEmpty { json.member("namespace", subject.namespace) }
        json.member("name", subject.name)
        if !subject.uid.isEmpty { json.member("uid", subject.uid) }
        json.member("apiVersion", subject.apiVersion)
        if !subject.resourceVersion.isEmpty { json.member("resourceVersion", subject.resourceVersion) }
        if !subject.fieldPath.isEmpty { json.member("fieldPath", subject.fieldPath) }
        json.raw("}")
    }

    private func source(_ json: inout JSONText) {
        json.raw(#","source":{"#)
        if !isSeries { json.member("component", component) }
        if !host.isEmpty { json.member("host", host) }
        json.raw("}")
    }

    private func occurrences(_ json: inout JSONText, _ times: inout TimeTexts) {
        guard !isSeries else {
            json.raw(#","firstTimestamp":null,"lastTimestamp":null"#)
            json.member("type", draft.type)
            json.member("eventTime", times.microseconds(first))
            guard count > 1 else { return }
            json.raw(#","series":{"count":"#)
            json.number(count)
            json.member("lastObservedTime", times.microseconds(last))
            json.raw("}")
            return
        }
        json.member("firstTimestamp", times.seconds(first))
        json.member("lastTimestamp", times.seconds(last))
        json.raw(#","count":"#)
        json.number(count)
        json.member("type", draft.type)
        json.raw(#","eventTime":null"#)
    }

    private func reporter(_ json: inout JSONText) {
        if case .scheduler(let action) = draft.reporter { json.member("action", action) }
        json.member("reportingComponent", component)
        json.member("reportingInstance", isSeries ? "default-scheduler-cn-hangzhou.10.0.3.2" : host)
    }
}
