import TestSupport
import Testing
import Zlib

@Suite struct GunzipStreamTests {
    /// What `gzip -n9` makes of a line.
    static let file: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0xCF, 0x4B, 0x55, 0x48, 0x2D, 0x4B, 0xCD,
        0x2B, 0xE1,
        0x02, 0x00, 0x8F, 0xC5, 0xED, 0xCB, 0x0A, 0x00, 0x00, 0x00,
    ]

    /// The same of 10,000 zeros.
    static let zeros: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0xED, 0xC1, 0x01, 0x0D, 0x00, 0x00, 0x00, 0xC2,
        0xA0, 0xF7, 0x4F, 0x6D, 0x0E, 0x37, 0xA0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xE0, 0xDF,
        0x00, 0x2E, 0xCA, 0x3B, 0x4D, 0x10, 0x27, 0x00, 0x00,
    ]

    @Test(arguments: [1, 7, 100]) func piecesOfAnySize(_ size: Int) throws {
        let stream = try GunzipStream()
        var output: [UInt8] = []

        for start in stride(from: 0, to: Self.file.count, by: size) {
            output += try stream.feed(Array(Self.file[start..<min(start + size, Self.file.count)]))
        }

        #expect(String(decoding: output, as: UTF8.self) == "one event\n")
        #expect(stream.isWhole)
    }

    @Test func filesOneAfterTheOther() throws {
        let stream = try GunzipStream()

        #expect(String(decoding: try stream.feed(Self.file + Self.file), as: UTF8.self) == "one event\none event\n")
    }

    @Test func cutFileIsNotWhole() throws {
        let stream = try GunzipStream()

        _ = try stream.feed(Array(Self.file.dropLast(3)))

        #expect(!stream.isWhole)
    }

    @Test func damageIsNoticed() throws {
        let stream = try GunzipStream()
        var bytes = Self.file
        bytes[22] ^= 1

        #expect(throws: ZlibError.damaged) { try stream.feed(bytes) }
    }

    @Test func brokenFilesEndAndStayWithinTheirRatio() throws {
        var mutator = Mutator([Self.file, Self.file + Self.file, Self.zeros], seed: 17)
        var whole = 0
        for _ in 0..<Mutator.fewer {
            let bytes = mutator.next()
            guard let output = Self.output([bytes]) else { continue }
            let size = mutator.number(in: 1...40)
            let pieces = stride(from: 0, to: bytes.count, by: size).map {
                Array(bytes[$0..<min($0 + size, bytes.count)])
            }

            // Deflate's limit.
            #expect(output.count <= 1032 * bytes.count)
            #expect(Self.output(pieces) == output)
            whole += 1
        }
        #expect(whole > 0)
    }

    /// What the pieces decompress to; nil when they are damaged.
    private static func output(_ pieces: [[UInt8]]) -> [UInt8]? {
        guard let stream = try? GunzipStream() else { return nil }
        return try? pieces.reduce(into: []) { $0 += try stream.feed($1) }
    }
}
