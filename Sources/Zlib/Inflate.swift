import CZlib

/// Decompresses one zlib stream (RFC 1950).
///
/// - Parameters:
///   - bytes: The whole stream and nothing after it.
///   - limit: The most bytes to give back. Not a byte more is ever held, whatever the stream claims.
/// - Returns: The decompressed bytes, at most `limit`.
/// - Throws: ``ZlibError``, when the stream is damaged, cut, or larger than `limit`.
package func inflate(_ bytes: [UInt8], limit: Int) throws(ZlibError) -> [UInt8] {
    guard bytes.count <= UInt32.max else { throw .tooLarge(limit: limit) }
    var inflater = try Inflater(limit: limit)
    return try inflater.run(bytes)
}

/// One run of zlib's inflate, and the memory that it needs.
private struct Inflater: ~Copyable {
    // On the heap, because zlib's state points back at it.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let limit: Int

    init(limit: Int) throws(ZlibError) {
        self.limit = min(limit, .max - 1)
        stream.initialize(to: z_stream())
        guard czlib_inflate_init(stream) == Z_OK else { throw .outOfMemory }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    mutating func run(_ bytes: [UInt8]) throws(ZlibError) -> [UInt8] {
        var output: [UInt8] = []
        var status = Z_OK
        bytes.withUnsafeBufferPointer { input in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            // One byte of room past the limit tells a stream that fits exactly from one that goes on.
            while status == Z_OK, output.count <= limit {
                let room = min(max(16 << 10, output.count, 3 * input.count), 1 << 30, limit + 1 - output.count)
                output += piece(of: room, status: &status)
            }
        }
        guard output.count <= limit else { throw .tooLarge(limit: limit) }
        guard status == Z_STREAM_END else { throw Self.error(status) }
        guard stream.pointee.avail_in == 0 else { throw .damaged }
        return output
    }

    private mutating func piece(of room: Int, status: inout Int32) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(room)
            status = CZlib.inflate(stream, Z_NO_FLUSH)
            count = room - Int(stream.pointee.avail_out)
        }
    }

    private static func error(_ status: Int32) -> ZlibError {
        switch status {
        case Z_BUF_ERROR: .truncated
        case Z_MEM_ERROR: .outOfMemory
        default: .damaged
        }
    }
}
