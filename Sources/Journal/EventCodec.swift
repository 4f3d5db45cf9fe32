import Basics
import Events
import Zlib

/// An event as the one blob of its row, and back.
///
/// One blob, because SQLite cuts text at U+0000, which a message may contain, and because each further column costs. It holds,
/// little-endian: resource version, received, count, first seen and last seen as 64 bits each, then each text and at last the
/// JSON as a 32-bit length and its bytes. The checksum beside it covers all of that; SQLite has none for its pages. The other
/// columns of the row repeat what a key or a query needs, and are never read back into an event.
enum EventCodec {
    /// Writes the record of `event` over what `buffer` holds.
    static func write(_ event: KubeEvent, to buffer: inout RecordBuffer) {
        let (key, json) = (event.key, event.json)
        var size = 40 + 4 + json.count
        forEachText(of: event) { size += 4 + $0.utf8.count }
        buffer.fill(size) { writer in
            writer.write(key.resourceVersion.value)
            writer.write(event.received.microseconds)
            writer.write(Int64(event.count))
            writer.write(event.firstSeen.microseconds)
            writer.write(event.lastSeen.microseconds)
            forEachText(of: event) { writer.write($0) }
            json.withUnsafeBytes { writer.write(counted: $0) }
        }
    }

    /// The checksum kept beside `record`.
    static func checksum(_ record: UnsafeBufferPointer<UInt8>) -> Int64 { Int64(crc32(record)) }

    /// The event of a record, nil when it is damaged.
    static func event(_ record: [UInt8], checksum: Int64) -> KubeEvent? {
        guard record.withUnsafeBufferPointer(self.checksum) == checksum else { return nil }
        var reader = RecordReader(bytes: record)
        guard let version = reader.integer().flatMap({ ResourceVersion($0) }), let received = reader.integer(),
            let count = reader.integer(), let firstSeen = reader.integer(), let lastSeen = reader.integer(),
            let uid = reader.text(), let namespace = reader.text(), let name = reader.text(), let type = reader.text(),
            let reason = reader.text(), let message = reader.text(), let kind = reader.text(),
            let objectNamespace = reader.text(), let objectName = reader.text(), let objectUID = reader.text(),
            let fieldPath = reader.text(), let component = reader.text(), let host = reader.text(),
            let json = reader.bytes()
        else { return nil }
        return KubeEvent(
            key: KubeEvent.Key(uid: uid, resourceVersion: version),
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
            json: Array(json)
        )
    }

    /// The beginning of a record, nil when any of it is damaged.
    static func head(_ record: [UInt8], checksum: Int64) -> EventHead? {
        guard record.withUnsafeBufferPointer(self.checksum) == checksum else { return nil }
        var reader = RecordReader(bytes: record)
        guard reader.integer() != nil, let received = reader.integer(), reader.integer() != nil,
            reader.integer() != nil, let lastSeen = reader.integer(), let uid = reader.bytes()
        else { return nil }
        var hasher = Hasher()
        uid.withUnsafeBytes { hasher.combine(bytes: $0) }
        return EventHead(
            received: Timestamp(microseconds: received),
            lastSeen: Timestamp(microseconds: lastSeen),
            uidHash: hasher.finalize()
        )
    }

    /// In the order of the record.
    private static func forEachText(of event: KubeEvent, _ body: (String) -> Void) {
        let (key, object) = (event.key, event.object)
        body(key.uid)
        body(event.namespace)
        body(event.name)
        body(event.type)
        body(event.reason)
        body(event.message)
        body(object.kind)
        body(object.namespace)
        body(object.name)
        body(object.uid)
        body(object.fieldPath)
        body(event.component)
        body(event.host)
    }
}

/// The memory in which one record after the other is put together.
struct RecordBuffer {
    private var bytes: [UInt8] = []
    private var count = 0

    /// What was written last.
    func withRecord<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[..<count])) }
    }

    fileprivate mutating func fill(_ size: Int, _ body: (inout RecordWriter) -> Void) {
        if bytes.count < size { bytes = [UInt8](repeating: 0, count: max(4096, size + size / 2)) }
        count = bytes.withUnsafeMutableBytes { buffer in
            var writer = RecordWriter(rest: buffer)
            body(&writer)
            return buffer.count - writer.rest.count
        }
    }
}

private struct RecordWriter {
    /// What is free.
    var rest: UnsafeMutableRawBufferPointer

    mutating func write(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { write($0) }
    }

    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { write(counted: UnsafeRawBufferPointer($0)) }
    }

    mutating func write(counted bytes: UnsafeRawBufferPointer) {
        write(UInt32(truncatingIfNeeded: bytes.count))
        write(bytes)
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= rest.count, "the size of a record was reckoned wrong")
        rest.copyMemory(from: bytes)
        rest = UnsafeMutableRawBufferPointer(rebasing: rest[bytes.count...])
    }
}

private struct RecordReader {
    let all: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        all = bytes
    }

    mutating func integer() -> Int64? { fixed(Int64.self) }

    mutating func text() -> String? { bytes().map { String(decoding: $0, as: UTF8.self) } }

    mutating func bytes() -> ArraySlice<UInt8>? {
        guard let length = fixed(UInt32.self), Int(length) <= all.count - position else { return nil }
        defer { position += Int(length) }
        return all[position..<position + Int(length)]
    }

    private mutating func fixed<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
        let size = MemoryLayout<Value>.size
        guard size <= all.count - position else { return nil }
        defer { position += size }
        return Value(littleEndian: all.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Value.self) })
    }
}
