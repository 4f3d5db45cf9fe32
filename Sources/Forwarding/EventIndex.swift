package import LogService

/// The index that searching the records needs: that of K8s Event Center's pages and alert rules.
///
/// The rules read `eventId.reason`, `.message`, `.metadata.namespace`, `.involvedObject.kind` and `.name`, `hostname` and `level`, and
/// look for words anywhere; the console's SQL uses four aliases (`spec/kube-eventer.md` 3.8 and 6). The uid and the version of an
/// event tell a repeated record from a new one.
package enum EventIndex {
    /// - Parameter labels: The keys of the sink's own labels, each a field of the records.
    /// - Returns: Full text, and every field of a record.
    package static func wanted(labels: [String] = []) -> LogstoreIndex {
        var keys: [String: JSONValue] = ["eventId": eventID]
        for name in ["hostname", "level", "pod_id", "pod_name"] + labels where keys[name] == nil {
            keys[name] = text
        }
        return LogstoreIndex([
            "line": ["token": tokens, "caseSensitive": false, "chn": false],
            "keys": .object(keys),
            "max_text_len": 2048,
        ])
    }

    /// Between words; the set of Log Service's own tools.
    private static let tokens = JSONValue.array(
        [
            ",", " ", "'", "\"", ";", "=", "(", ")", "[", "]", "{", "}", "?", "@", "&", "<", ">", "/", ":", "\n", "\t",
            "\r",
        ].map { .string($0) }
    )

    private static let text: JSONValue = [
        "type": "text", "token": tokens, "caseSensitive": false, "chn": false, "doc_value": true,
    ]

    private static let eventID: JSONValue = [
        "type": "json", "token": tokens, "caseSensitive": false, "chn": false, "doc_value": true, "index_all": true,
        "max_depth": -1, "json_keys": .object(paths),
    ]

    private static let paths: [String: JSONValue] = {
        let aliases = [
            "reason": "reason", "message": "message", "involvedObject.namespace": "object-namespace",
            "involvedObject.name": "object-name",
        ]
        let texts = [
            "metadata.namespace", "metadata.name", "metadata.uid", "metadata.resourceVersion", "involvedObject.kind",
            "involvedObject.name", "involvedObject.namespace", "involvedObject.uid", "reason", "message", "type",
            "source.component", "source.host", "reportingComponent", "firstTimestamp", "lastTimestamp", "eventTime",
        ]
        var paths: [String: JSONValue] = ["count": ["type": "long", "doc_value": true]]
        for path in texts {
            var field: [String: JSONValue] = ["type": "text", "doc_value": true]
            field["alias"] = aliases[path].map { .string($0) }
            paths[path] = .object(field)
        }
        return paths
    }()
}
