import Basics
import Events
import Zlib

/// An event as the columns of a row, and back.
///
/// `uid` and `fields` are blobs because SQLite cuts text at U+0000, which a message may contain. `fields` holds, little-endian:
/// count, first seen and last seen as 64 bits each, then each text as a 32-bit length and its UTF-8. The checksum covers the
/// version, the time received and the three blobs; SQLite itself has none for its pages.
enum EventCodec {
    /// The blob of everything that is neither key nor object.
    static func fields(of event: KubeEvent) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24 + event.message.utf8.count + 384)
        append(Int64(event.count), to: &bytes)
        append(event.firstSeen.microseconds, to: &bytes)
        append(event.lastSeen.microseconds, to: &bytes)
        append(event.namespace, to: &bytes)
        append(event.name, to: &bytes)
        append(event.type, to: &bytes)
        append(event.reason, to: &bytes)
        append(event.message, to: &bytes)
        append(event.object.kind, to: &bytes)
        append(event.object.namespace, to: &bytes)
        append(event.object.name, to: &bytes)
        append(event.object.uid, to: &bytes)
        append(event.object.fieldPath, to: &bytes)
        append(event.component, to: &bytes)
        append(event.host, to: &bytes)
        return bytes
    }

    /// The checksum kept in the row.
    static func checksum(version: Int64, received: Int64, uid: [UInt8], fields: [UInt8], json: [UInt8]) -> UInt32 {
        var numbers: [UInt8] = []
        append(version, to: &numbers)
        append(received, to: &numbers)
        return [uid, fields, json].reduce(crc32(numbers)) { crc32($1, continuing: $0) }
    }

    /// The event of a row, nil when the row is damaged.
    static func event(
        version: Int64,
        received: Int64,
        uid: [UInt8],
        fields: [UInt8],
        json: [UInt8],
        checksum expected: Int64
    ) -> KubeEvent? {
        let actual = checksum(version: version, received: received, uid: uid, fields: fields, json: json)
        guard Int64(actual) == expected, let version = ResourceVersion(version) else { return nil }
        var reader = FieldReader(bytes: fields)
        guard let count = reader.integer(), let firstSeen = reader.integer(), let lastSeen = reader.integer(),
            let namespace = reader.text(), let name = reader.text(), let type = reader.text(),
            let reason = reader.text(), let message = reader.text(), let kind = reader.text(),
            let objectNamespace = reader.text(), let objectName = reader.text(), let objectUID = reader.text(),
            let fieldPath = reader.text(), let component = reader.text(), let host = reader.text()
        else { return nil }
        return KubeEvent(
            key: KubeEvent.Key(uid: String(decoding: uid, as: UTF8.self), resourceVersion: version),
            namespace: namespace,
            name: name,
            type: type,
            reason: reason,
            message: message,
            object: ObjectReference(
                kind: kind,
                namespace: objectNamespace,
                name: objectName,
                uid: objectUID,
                fieldPath: fieldPath
            ),
            component: component,
            host: host,
            count: Int(count),
            firstSeen: Timestamp(microseconds: firstSeen),
            lastSeen: Timestamp(microseconds: lastSeen),
            received: Timestamp(microseconds: received),
            json: json
        )
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let utf8 = text.utf8
        append(UInt32(truncatingIfNeeded: utf8.count), to: &bytes)
        bytes.append(contentsOf: utf8)
    }

    private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

private struct FieldReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func integer() -> Int64? { fixed(Int64.self) }

    mutating func text() -> String? {
        guard let length = fixed(UInt32.self), Int(length) <= bytes.count - position else { return nil }
        defer { position += Int(length) }
        return String(decoding: bytes[position..<position + Int(length)], as: UTF8.self)
    }

    private mutating func fixed<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
        let size = MemoryLayout<Value>.size
        guard size <= bytes.count - position else { return nil }
        defer { position += size }
        return Value(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Value.self) })
    }
}
