/// Stored logs as JSON Lines, and what identifies the events in them.
struct ReceivedLines {
    private(set) var text = JSONText(capacity: 64 << 10)
    /// The event versions, in order; logs that hold no event are not among them.
    private(set) var keys: [VersionKey] = []
    let count: Int
    /// The time of each log, in seconds, and where its line ends.
    private(set) var lines: [(time: Int64, end: Int)] = []

    init(_ group: Sls_LogGroup) {
        count = group.logs.count
        for log in group.logs { append(log, of: group) }
    }

    /// `{"__time__":…,"__topic__":…,"__source__":…,"__tag__:…":…,` and the contents in order.
    private mutating func append(_ log: Sls_Log, of group: Sls_LogGroup) {
        text.raw(#"{"__time__":"#)
        text.number(log.time)
        if log.hasTimeNs {
            text.raw(#","__time_ns_part__":"#)
            text.number(log.timeNs)
        }
        text.member("__topic__", group.topic)
        text.member("__source__", group.source)
        for tag in group.logTags {
            text.raw(",")
            text.string("__tag__:" + tag.key)
            text.raw(":")
            text.string(tag.value)
        }
        for content in log.contents {
            text.raw(",")
            text.string(content.key)
            text.raw(":")
            text.string(content.value)
            if content.key == "eventId", let key = Self.key(inEvent: content.value) { keys.append(key) }
        }
        text.raw("}\n")
        lines.append((Int64(log.time), text.bytes.count))
    }

    /// Finds `metadata.uid` and `metadata.resourceVersion` in the JSON of an event.
    ///
    /// By searching, since decoding 20,000 events a second would cost more than receiving them. A quote inside a JSON string is
    /// escaped, so `"uid"` with both quotes is a key; `metadata` comes first in every writer's order, before the object's own uid.
    static func key(inEvent json: String) -> VersionKey? {
        var json = json
        return json.withUTF8 { bytes in
            guard let uid = member("uid", of: bytes), let version = member("resourceVersion", of: bytes) else {
                return nil
            }
            return VersionKey(uid: uid, resourceVersion: version)
        }
    }

    private static func member(_ name: StaticString, of json: UnsafeBufferPointer<UInt8>) -> Slice<
        UnsafeBufferPointer<UInt8>
    >? {
        let quote = UInt8(ascii: "\"")
        let length = name.utf8CodeUnitCount
        guard json.count > length + 2 else { return nil }
        for start in 0..<json.count - length - 2
        where json[start] == quote && json[start + length + 1] == quote && matches(name, json, at: start + 1) {
            var value = json[(start + length + 2)...].drop { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: " ") }
            guard value.popFirst() == quote else { return nil }
            return value.prefix { $0 != quote }
        }
        return nil
    }

    private static func matches(_ name: StaticString, _ json: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        name.withUTF8Buffer { name in
            name.indices.allSatisfy { json[start + $0] == name[$0] }
        }
    }
}
