import Zlib

/// How the body of PutLogs is packed.
package enum LogCompression: String, Sendable, CaseIterable {
    case deflate, none
}

/// A log group as bytes, encoded and compressed once, sent as often as it takes.
package struct EncodedLogGroup: Sendable, Equatable {
    /// The bytes before compression.
    package let rawSize: Int
    /// The bytes that are sent.
    package let body: [UInt8]
    package let compression: LogCompression
    package let logCount: Int

    /// Encodes `group`, a single one; ``LogGroupEncoder`` is for one after the other.
    package init(_ group: LogGroup, compression: LogCompression = .deflate) {
        let deflater = compression == .deflate ? try? Deflater() : nil
        self = group.protobuf().withUnsafeBufferPointer { EncodedLogGroup(raw: $0, of: group, deflater) }
    }

    /// Should zlib have no memory, the body stays as it is: a larger request is better than none.
    fileprivate init(raw: UnsafeBufferPointer<UInt8>, of group: LogGroup, _ deflater: Deflater?) {
        let packed = try? deflater?.run(raw)
        rawSize = raw.count
        logCount = group.logs.count
        body = packed ?? Array(raw)
        compression = packed == nil ? .none : .deflate
    }
}

/// Encodes one log group after the other, in the same memory.
///
/// An actor, so that there is one set of it however many requests are under way.
package actor LogGroupEncoder {
    /// Larger ones are rare, and their memory goes again.
    private static let keptBytes = 2 << 20

    private let compression: LogCompression
    private var raw: [UInt8] = []
    private var deflater: Deflater?

    package init(compression: LogCompression) {
        self.compression = compression
    }

    /// Encodes `group`.
    ///
    /// Should zlib have no memory, the body stays as it is: a larger request is better than none.
    package func encode(_ group: LogGroup) -> EncodedLogGroup {
        if compression == .deflate, deflater == nil { deflater = try? Deflater() }
        let count = group.write(to: &raw)
        let encoded = raw.withUnsafeBufferPointer { raw in
            EncodedLogGroup(raw: UnsafeBufferPointer(rebasing: raw[..<count]), of: group, deflater)
        }
        if raw.count > Self.keptBytes { (raw, deflater) = ([], nil) }
        return encoded
    }
}
