import Basics
import CSimdjson
import Events

extension KubeEvent {
    /// Copies the fields out of the parser's memory.
    init(_ fields: csj_event, version: ResourceVersion, received: Timestamp, cluster: String) {
        let component = String(fields.component)
        let created = Timestamp(time: fields.created)
        let first = Timestamp(time: fields.first)
        let event = Timestamp(time: fields.event)
        let repeats = fields.series_count > 0 ? fields.series_count : fields.count
        self.init(
            key: Key(uid: String(fields.uid), resourceVersion: version),
            namespace: String(fields.name_space),
            name: String(fields.name),
            type: String(fields.type),
            reason: String(fields.reason),
            message: String(fields.message),
            object: ObjectReference(
                kind: String(fields.object_kind),
                namespace: String(fields.object_namespace),
                name: String(fields.object_name),
                uid: String(fields.object_uid),
                fieldPath: String(fields.object_field_path)
            ),
            component: component.isEmpty ? String(fields.reporting_component) : component,
            host: String(fields.host),
            count: repeats > 0 ? Int(repeats) : 1,
            firstSeen: event ?? first ?? created ?? received,
            lastSeen: Timestamp(time: fields.series_last) ?? Timestamp(time: fields.last) ?? event ?? first ?? created
                ?? received,
            received: received,
            cluster: cluster,
            json: fields.json.bytes.map { [UInt8](UnsafeBufferPointer(start: $0, count: fields.json.count)) } ?? []
        )
    }
}

extension Timestamp {
    fileprivate init?(time: csj_time) {
        guard time != CSJ_NO_NUMBER else { return nil }
        self.init(microseconds: time)
    }
}

extension String {
    /// Copies a slice; empty when it is missing.
    init(_ slice: csj_slice) {
        self =
            slice.bytes.map { String(decoding: UnsafeBufferPointer(start: $0, count: slice.count), as: UTF8.self) }
            ?? ""
    }
}

extension ResourceVersion {
    init?(_ slice: csj_slice) {
        self.init(parsing: UnsafeBufferPointer(start: slice.bytes, count: slice.count).span)
    }
}
