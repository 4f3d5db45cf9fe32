/// The texts and messages inside a protobuf message, by their numbers: kubectl asks its reviews in protobuf.
struct ProtobufFields {
    private var fields: [UInt64: [UInt8]] = [:]

    /// Nil when `bytes` are no message; of a repeated field the last counts.
    init?(_ bytes: some Collection<UInt8>) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            guard let tag = Self.varint(&rest) else { return nil }
            switch tag & 7 {
            case 0: guard Self.varint(&rest) != nil else { return nil }
            case 2:
                guard let length = Self.varint(&rest), length <= rest.count else { return nil }
                fields[tag >> 3] = Array(rest.prefix(Int(length)))
                rest = rest.dropFirst(Int(length))
            default: return nil
            }
        }
    }

    /// What Kubernetes wraps its objects in: four bytes, then `runtime.Unknown` with the object in field 2.
    init?(kubernetes body: [UInt8]) {
        guard body.starts(with: Array("k8s\0".utf8)),
            let object = ProtobufFields(body.dropFirst(4))?.fields[2]
        else { return nil }
        self.init(object)
    }

    /// The empty message when there is none, as protobuf means it; nil when the field is no message.
    func message(_ number: UInt64) -> ProtobufFields? { ProtobufFields(fields[number] ?? []) }

    func text(_ number: UInt64) -> String { String(decoding: fields[number] ?? [], as: UTF8.self) }

    private static func varint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
