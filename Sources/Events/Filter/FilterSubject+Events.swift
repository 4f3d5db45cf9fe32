import Basics

extension KubeEvent: FilterSubject {
    func withBytes(of column: FilterField.Column, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
        switch column {
        case .namespace: (object.namespace.isEmpty ? namespace : object.namespace).withBytes(body)
        case .kind: object.kind.withBytes(body)
        case .name: object.name.withBytes(body)
        case .object: (object.kind + "/" + object.name).withBytes(body)
        case .reason: reason.withBytes(body)
        case .type: type.withBytes(body)
        case .message: message.withBytes(body)
        case .source: component.withBytes(body)
        case .node: node.withBytes(body)
        case .cluster: cluster.withBytes(body)
        case .objectUID: object.uid.withBytes(body)
        case .eventUID: key.uid.withBytes(body)
        case .fieldPath: object.fieldPath.withBytes(body)
        case .container: object.fieldPath.withBytes { body(FilterField.containerName(in: $0)) }
        case .rare: RareFields.text(in: json).withBytes(body)
        }
    }

    func flags(at now: Timestamp) -> FilterFlags {
        let isCritical = EventSeverity.isCritical(reason: reason, type: type, count: count)
        return FilterFlags(received: received, lastSeen: lastSeen, isCritical: isCritical, at: now)
    }
}
