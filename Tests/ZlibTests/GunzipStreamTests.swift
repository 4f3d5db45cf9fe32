import Testing
import Zlib

@Suite struct GunzipStreamTests {
    /// What `gzip -n9` makes of a line.
    static let file: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0xCF, 0x4B, 0x55, 0x48, 0x2D, 0x4B, 0xCD,
        0x2B, 0xE1,
        0x02, 0x00, 0x8F, 0xC5, 0xED, 0xCB, 0x0A, 0x00, 0x00, 0x00,
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
}
