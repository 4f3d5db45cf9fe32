import CZlib

/// Decompresses gzip (RFC 1952) as it comes in, one file after the other as `cat` may have joined them.
package final class GunzipStream {
    // On the heap, because zlib's state points back at it.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var isBetweenFiles = false

    /// Whether `bytes` begin as a gzip file does.
    package static func begins(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x1F, 0x8B])
    }

    /// Prepares to read the first byte.
    ///
    /// - Throws: ``ZlibError/outOfMemory``.
    package init() throws(ZlibError) {
        stream.initialize(to: z_stream())
        guard czlib_gunzip_init(stream) == Z_OK else {
            stream.deallocate()
            throw .outOfMemory
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Reads on.
    ///
    /// - Parameter bytes: The next piece; up to a thousand times its size may come out, so keep it small.
    /// - Returns: What it decompresses to.
    /// - Throws: ``ZlibError/damaged``.
    package func feed(_ bytes: [UInt8]) throws(ZlibError) -> [UInt8] {
        var output: [UInt8] = []
        var status = Z_OK
        bytes.withUnsafeBufferPointer { input in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                if isBetweenFiles {
                    inflateReset(stream)
                    isBetweenFiles = false
                }
                output += piece(&status)
                if status == Z_STREAM_END { isBetweenFiles = true }
            } while status == Z_STREAM_END && stream.pointee.avail_in > 0
                || status == Z_OK && stream.pointee.avail_out == 0
        }
        // "Buffer error" only says that there was nothing to do.
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw .damaged }
        return output
    }

    /// Whether the bytes so far end with a whole file.
    package var isWhole: Bool { isBetweenFiles }

    private func piece(_ status: inout Int32) -> [UInt8] {
        let room = 64 << 10
        return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(room)
            status = CZlib.inflate(stream, Z_NO_FLUSH)
            count = room - Int(stream.pointee.avail_out)
        }
    }
}
