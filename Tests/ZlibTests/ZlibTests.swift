import Testing
import Zlib

@Suite struct DeflateTests {
    @Test(arguments: [0, 1, 2, 100, 65_536, 1_000_003])
    func inflatingGivesBackWhatWasDeflated(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }

        let packed = try deflate(bytes)

        #expect(try inflate(packed, limit: count) == bytes)
    }

    @Test func outputIsAZlibContainer() throws {
        let packed = try deflate(Array("events".utf8), level: 6)

        #expect(packed[0] & 0x0F == 8)
        #expect((Int(packed[0]) * 256 + Int(packed[1])) % 31 == 0)
    }

    @Test func aHigherLevelIsSmaller() throws {
        let text = Array((0..<5000).map { "pod-\($0 % 97) back-off \($0)" }.joined().utf8)

        #expect(try deflate(text, level: 9).count < deflate(text, level: 1).count)
    }

    @Test func nothingOfATextIsLeftForTheNext() throws {
        let deflater = try Deflater()
        for count in [100_000, 10, 0, 200_000, 1000] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* count >> 3) }

            #expect(try bytes.withUnsafeBufferPointer { try deflater.run($0) } == deflate(bytes))
        }
    }
}

@Suite struct InflateTests {
    @Test func anOversizeStreamStopsAtTheLimit() throws {
        let bomb = try deflate([UInt8](repeating: 0, count: 64 << 20), level: 9)

        #expect(throws: ZlibError.tooLarge(limit: 1000)) { try inflate(bomb, limit: 1000) }
    }

    @Test func aStreamOfExactlyTheLimitIsWhole() throws {
        let packed = try deflate([UInt8](repeating: 7, count: 1000))

        #expect(try inflate(packed, limit: 1000).count == 1000)
        #expect(throws: ZlibError.tooLarge(limit: 999)) { try inflate(packed, limit: 999) }
    }

    @Test func everyShorterPrefixIsTruncated() throws {
        let packed = try deflate(Array("level Warning reason BackOff".utf8))

        for length in 0..<packed.count {
            #expect(throws: ZlibError.truncated) { try inflate(Array(packed.prefix(length)), limit: 1000) }
        }
    }

    @Test func aWrongChecksumIsDamage() throws {
        var packed = try deflate(Array("event".utf8))
        packed[packed.count - 1] ^= 1

        #expect(throws: ZlibError.damaged) { try inflate(packed, limit: 1000) }
    }

    @Test(arguments: [[0x1F, 0x8B, 8, 0], Array("plain text".utf8), [0x78, 0x9C, 0xFF, 0xFF]] as [[UInt8]])
    func otherBytesAreDamage(bytes: [UInt8]) {
        #expect(throws: ZlibError.damaged) { try inflate(bytes, limit: 1000) }
    }

    @Test func bytesAfterTheEndAreDamage() throws {
        let packed = try deflate(Array("event".utf8)) + [0]

        #expect(throws: ZlibError.damaged) { try inflate(packed, limit: 1000) }
    }
}

@Suite struct CRC32Tests {
    @Test func checkValueOfTheStandard() {
        #expect(crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    }

    @Test func nothingSumsToZero() {
        #expect(crc32([]) == 0)
    }

    @Test func piecesSumToTheWhole() {
        let first = crc32(Array("1234".utf8))

        #expect(crc32(Array("56789".utf8), continuing: first) == 0xCBF4_3926)
    }
}
