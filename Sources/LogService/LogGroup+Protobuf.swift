// The proto2 messages of the PutLogs body. Required fields are written even when empty, in the order of their numbers.
//
//     LogGroup   1 Logs*: Log   3 Topic: string   4 Source: string   6 LogTags*: LogTag
//     Log        1 Time: varint   2 Contents*: Content   4 Time_ns: fixed32
//     Content    1 Key: string   2 Value: string
//     LogTag     1 Key: string   2 Value: string
//
// By hand, because it takes 160 ns a log where a generated encoder takes 3 µs; tests hold it byte-equal to that one.
// https://www.alibabacloud.com/help/en/sls/developer-reference/data-encoding

extension LogGroup {
    /// The body of PutLogs, before compression.
    package func protobuf() -> [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    /// As ``protobuf()``, over what `bytes` holds.
    func write(to bytes: inout [UInt8]) {
        var logSizes: [Int] = []
        logSizes.reserveCapacity(logs.count)
        for log in logs { logSizes.append(log.protobufSize) }

        var size = Protobuf.size(of: topic.utf8.count) + Protobuf.size(of: source.utf8.count)
        for logSize in logSizes { size += Protobuf.size(of: logSize) }
        for tag in tags { size += Protobuf.size(of: tag.protobufSize) }

        var writer = Protobuf()
        swap(&writer.bytes, &bytes)
        writer.begin(size)
        for (log, size) in zip(logs, logSizes) { writer.write(log, size: size) }
        writer.write(3, topic)
        writer.write(4, source)
        for tag in tags { writer.write(tag) }
        swap(&writer.bytes, &bytes)
    }

    /// How many bytes ``protobuf()`` is going to give, without writing them.
    package var protobufSize: Int {
        logs.reduce(Protobuf.size(of: topic.utf8.count) + Protobuf.size(of: source.utf8.count)) {
            $0 + Protobuf.size(of: $1.protobufSize)
        } + tags.reduce(0) { $0 + Protobuf.size(of: $1.protobufSize) }
    }
}

extension Log {
    /// The bytes of this log inside a group, without its own key and length (at most 6 more).
    package var protobufSize: Int {
        var size = 1 + Protobuf.varintSize(UInt64(time)) + (nanoseconds == nil ? 0 : 5)
        let fields = fields.span
        for index in fields.indices { size += Protobuf.size(of: fields[index].protobufSize) }
        return size
    }
}

extension LogField {
    fileprivate var protobufSize: Int { Protobuf.size(of: key.utf8.count) + Protobuf.size(of: value.byteCount) }
}

extension LogField.Value {
    fileprivate var byteCount: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        }
    }
}

extension LogTag {
    fileprivate var protobufSize: Int { Protobuf.size(of: key.utf8.count) + Protobuf.size(of: value.utf8.count) }
}

/// A writer of protobuf fields with numbers below 16, whose keys are one byte.
private struct Protobuf {
    var bytes: [UInt8] = []

    /// Forgets what was written, and makes room.
    mutating func begin(_ size: Int) {
        bytes.removeAll(keepingCapacity: true)
        bytes.reserveCapacity(size)
    }

    /// The bytes that a field of `count` content bytes takes: key, length and content.
    static func size(of count: Int) -> Int { 1 + varintSize(UInt64(count)) + count }

    static func varintSize(_ value: UInt64) -> Int { max(1, (70 - value.leadingZeroBitCount) / 7) }

    mutating func write(_ log: Log, size: Int) {
        writeKey(1, wireType: 2)
        writeVarint(UInt64(size))
        writeKey(1, wireType: 0)
        writeVarint(UInt64(log.time))
        // A span lends the fields, an iterator would copy them.
        let fields = log.fields.span
        for index in fields.indices { write(fields[index]) }
        guard let nanoseconds = log.nanoseconds else { return }
        writeKey(4, wireType: 5)
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: nanoseconds >> shift)) }
    }

    mutating func write(_ tag: LogTag) {
        writeKey(6, wireType: 2)
        writeVarint(UInt64(tag.protobufSize))
        write(1, tag.key)
        write(2, tag.value)
    }

    mutating func write(_ number: UInt8, _ text: String) {
        writeKey(number, wireType: 2)
        writeVarint(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(_ field: LogField) {
        writeKey(2, wireType: 2)
        writeVarint(UInt64(field.protobufSize))
        write(1, field.key)
        switch field.value {
        case .text(let text):
            write(2, text)
        case .bytes(let value):
            writeKey(2, wireType: 2)
            writeVarint(UInt64(value.count))
            bytes.append(contentsOf: value)
        }
    }

    private mutating func writeKey(_ number: UInt8, wireType: UInt8) {
        bytes.append(number << 3 | wireType)
    }

    private mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
