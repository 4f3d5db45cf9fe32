import Basics
package import Events

/// A `v1.Event` of what eventer itself knows of an event, for one whose own JSON is not at hand.
enum EventOutline {
    static func json(_ event: KubeEvent) -> [UInt8] {
        let metadata = object([
            ("name", quotedJSON(event.name)), ("namespace", quotedJSON(event.namespace)),
            ("uid", quotedJSON(event.key.uid)),
            ("resourceVersion", quotedJSON(String(event.key.resourceVersion.value))),
        ])
        let involved = object(
            [
                ("kind", event.object.kind), ("namespace", event.object.namespace), ("name", event.object.name),
                ("uid", event.object.uid), ("fieldPath", event.object.fieldPath),
            ].filter { !$0.1.isEmpty }.map { ($0, quotedJSON($1)) }
        )
        let source = object(
            [("component", event.component), ("host", event.host)].filter { !$0.1.isEmpty }
                .map { ($0, quotedJSON($1)) }
        )
        let members = [
            ("metadata", metadata), ("involvedObject", involved), ("reason", quotedJSON(event.reason)),
            ("message", quotedJSON(event.message)), ("source", source),
            ("firstTimestamp", quotedJSON(event.firstSeen.rfc3339())),
            ("lastTimestamp", quotedJSON(event.lastSeen.rfc3339())), ("count", String(event.count)),
            ("type", quotedJSON(event.type)),
        ]
        return Array(object(members).utf8)
    }

    private static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }
}

extension KubeEvent {
    /// The event of a row of the table.
    ///
    /// - Parameters:
    ///   - row: What the table holds.
    ///   - json: Its object where it is at hand; without it JSON and YAML show what the row has.
    package init(_ row: EventRow, json: [UInt8] = []) {
        self.init(
            key: row.key,
            namespace: row.namespace,
            name: row.name,
            type: row.type,
            reason: row.reason,
            message: row.message,
            object: row.object,
            component: row.component,
            host: row.host,
            count: row.count,
            firstSeen: row.firstSeen,
            lastSeen: row.lastSeen,
            received: row.received,
            cluster: row.cluster,
            json: json
        )
    }
}
