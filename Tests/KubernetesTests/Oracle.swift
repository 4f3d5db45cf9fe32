import Basics
import Events
import Foundation

/// A watch line as Foundation reads it: the decoder's oracle.
struct OracleLine: Decodable {
    struct Object: Decodable {
        struct Metadata: Decodable {
            var uid: String?
            var resourceVersion: String
            var name: String?
            var namespace: String?
            var creationTimestamp: String?
        }
        struct Reference: Decodable {
            var kind: String?
            var namespace: String?
            var name: String?
            var uid: String?
            var fieldPath: String?
        }
        struct Source: Decodable {
            var component: String?
            var host: String?
        }
        struct Series: Decodable {
            var count: Int?
            var lastObservedTime: String?
        }
        var metadata: Metadata
        var involvedObject: Reference?
        var reason: String?
        var message: String?
        var source: Source?
        var firstTimestamp: String?
        var lastTimestamp: String?
        var eventTime: String?
        var count: Int?
        var type: String?
        var series: Series?
        var reportingComponent: String?
    }

    var type: String
    var object: Object

    /// What the decoder owes for an `ADDED` or `MODIFIED` line, without the JSON.
    func event(received: Timestamp) -> KubeEvent? {
        guard type == "ADDED" || type == "MODIFIED",
            let version = ResourceVersion(parsing: object.metadata.resourceVersion)
        else { return nil }
        let times = [object.eventTime, object.firstTimestamp, object.metadata.creationTimestamp]
        let first = times.compactMap { $0.flatMap(Timestamp.init(rfc3339:)) }.first
        let later = [object.series?.lastObservedTime, object.lastTimestamp].compactMap {
            $0.flatMap(Timestamp.init(rfc3339:))
        }
        let component = object.source?.component ?? ""
        return KubeEvent(
            key: .init(uid: object.metadata.uid ?? "", resourceVersion: version),
            namespace: object.metadata.namespace ?? "",
            name: object.metadata.name ?? "",
            type: object.type ?? "",
            reason: object.reason ?? "",
            message: object.message ?? "",
            object: ObjectReference(
                kind: object.involvedObject?.kind ?? "",
                namespace: object.involvedObject?.namespace ?? "",
                name: object.involvedObject?.name ?? "",
                uid: object.involvedObject?.uid ?? "",
                fieldPath: object.involvedObject?.fieldPath ?? ""
            ),
            component: component.isEmpty ? object.reportingComponent ?? "" : component,
            host: object.source?.host ?? "",
            count: object.series?.count ?? max(object.count ?? 1, 1),
            firstSeen: first ?? received,
            lastSeen: later.first ?? first ?? received,
            received: received
        )
    }
}

extension KubeEvent {
    var withoutJSON: KubeEvent {
        var copy = self
        copy.json = []
        return copy
    }
}

extension ResourceVersion {
    /// For tests: the version `value`, which must be above 0.
    static func version(_ value: Int64) -> ResourceVersion {
        guard let version = ResourceVersion(value) else { preconditionFailure("a test's version is above 0") }
        return version
    }

    static let nine = version(9)
}
