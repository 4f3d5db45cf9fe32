import CZlib

/// The CRC-32 of `bytes`, as zlib, gzip and PNG compute it.
///
/// - Parameters:
///   - bytes: What to sum.
///   - previous: The sum of what came before, to sum in pieces; 0 to begin.
/// - Returns: The sum of everything so far.
package func crc32(_ bytes: [UInt8], continuing previous: UInt32 = 0) -> UInt32 {
    bytes.withUnsafeBufferPointer { crc32($0, continuing: previous) }
}

/// As above, of bytes that lie elsewhere.
package func crc32(_ bytes: UnsafeBufferPointer<UInt8>, continuing previous: UInt32 = 0) -> UInt32 {
    guard !bytes.isEmpty else { return previous }
    return UInt32(truncatingIfNeeded: crc32_z(uLong(previous), bytes.baseAddress, bytes.count))
}
