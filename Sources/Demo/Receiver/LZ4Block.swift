/// Decodes a bare LZ4 block, which the official SDKs send: no frame, no size; `x-log-bodyrawsize` says how large it becomes.
///
/// A block is a row of sequences: a token (4 bits literal length, 4 bits match length), literals, a 16-bit little-endian distance.
/// https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
enum LZ4Block {
    /// - Returns: Nil when the block is broken or does not become exactly `size` bytes.
    static func decode(_ block: [UInt8], size: Int) -> [UInt8]? {
        var reader = Reader(block: block)
        var output: [UInt8] = []
        output.reserveCapacity(size)
        while let token = reader.byte() {
            guard let literals = reader.length(Int(token >> 4)), let bytes = reader.bytes(literals),
                output.count + literals <= size
            else { return nil }
            output += bytes
            // The last sequence has literals only.
            if reader.isAtEnd { break }
            guard let low = reader.byte(), let high = reader.byte() else { return nil }
            let distance = Int(low) | Int(high) << 8
            guard distance > 0, distance <= output.count, let more = reader.length(Int(token & 15)),
                output.count + more + 4 <= size
            else { return nil }
            // A match may overlap what it writes, so byte by byte.
            for _ in 0..<more + 4 { output.append(output[output.count - distance]) }
        }
        return output.count == size ? output : nil
    }

    private struct Reader {
        let block: [UInt8]
        var position = 0

        init(block: [UInt8]) {
            self.block = block
        }

        var isAtEnd: Bool { position == block.count }

        mutating func byte() -> UInt8? {
            guard position < block.count else { return nil }
            position += 1
            return block[position - 1]
        }

        mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
            guard count <= block.count - position else { return nil }
            position += count
            return block[position - count..<position]
        }

        /// 15 means that more bytes follow, the last of them below 255.
        mutating func length(_ nibble: Int) -> Int? {
            guard nibble == 15 else { return nibble }
            var length = 15
            while let more = byte() {
                length += Int(more)
                if more < 255 { return length }
            }
            return nil
        }
    }
}
