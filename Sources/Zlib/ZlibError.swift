/// Why bytes could not be compressed or decompressed.
package enum ZlibError: Error, Sendable, Equatable {
    /// The bytes are no zlib stream (RFC 1950), fail its checksum, or go on after its end.
    case damaged
    /// The stream ends before its end mark.
    case truncated
    /// The decompressed bytes would be more than the caller allows.
    case tooLarge(limit: Int)
    case outOfMemory
}

extension ZlibError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .damaged: "the compressed bytes are damaged"
        case .truncated: "the compressed bytes end too early"
        case .tooLarge(let limit): "the bytes decompress to more than \(limit) bytes"
        case .outOfMemory: "there is no memory to compress with"
        }
    }
}
