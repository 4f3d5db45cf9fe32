import Testing

@testable import Demo

struct LZ4BlockTests {
    @Test func decodesWhatTheOfficialSDKCompressed() throws {
        let vector = try #require(SignedVector.all.first { $0.name == "v1-05-putlogs-lz4-route" })
        let raw = try #require(SignedVector.all.first { $0.name == "v1-02-putlogs-raw" })

        #expect(LZ4Block.decode(vector.body, size: 433) == raw.body)
    }

    @Test func matchesMayOverlap() {
        #expect(
            LZ4Block.decode([0x1F, 0x61, 0x01, 0x00, 0x05, 0x10, 0x62], size: 26)
                == Array("aaaaaaaaaaaaaaaaaaaaaaaaab".utf8)
        )
    }

    @Test(
        arguments: [
            [], [0x10], [0x20, 0x61], [0x10, 0x61, 0x00, 0x00], [0x10, 0x61, 0x02, 0x00], [0xF0, 0xFF],
            [0x1F, 0x61, 0x01, 0x00],
        ] as [[UInt8]]
    )
    func refusesBrokenBlocks(_ block: [UInt8]) {
        #expect(LZ4Block.decode(block, size: 433) == nil)
    }

    @Test func neverExceedsTheSize() throws {
        let vector = try #require(SignedVector.all.first { $0.name == "v1-05-putlogs-lz4-route" })

        #expect(LZ4Block.decode(vector.body, size: 432) == nil)
        #expect(LZ4Block.decode(vector.body, size: 434) == nil)
    }
}
