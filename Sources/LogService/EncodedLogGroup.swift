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

    /// Encodes `group`.
    ///
    /// Should zlib have no memory, the body stays as it is: a larger request is better than none.
    package init(_ group: LogGroup, compression: LogCompression = .deflate, level: Int = 1) {
        let raw = group.protobuf()
        rawSize = raw.count
        logCount = group.logs.count
        if compression == .deflate, let packed = try? deflate(raw, level: level) {
            body = packed
            self.compression = .deflate
        } else {
            body = raw
            self.compression = .none
        }
    }
}
