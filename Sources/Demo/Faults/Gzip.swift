import Zlib

/// Writes gzip files (RFC 1952).
enum Gzip {
    static func file(_ bytes: [UInt8]) throws(ZlibError) -> [UInt8] {
        // Without what zlib puts around: two bytes before, its checksum after.
        let data = try deflate(bytes, level: 9).dropFirst(2).dropLast(4)
        let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        return header + data + littleEndian(crc32(bytes)) + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
