import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct CurlClientCompressionTests {
    private let client = CurlClient()

    private func server(_ body: [UInt8]) throws -> RawServer {
        try RawServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n")
            peer.write(body)
        }
    }

    @Test func gzipIsDecompressed() async throws {
        let server = try server(gzip(Array("hello".utf8)))

        let response = try await client.send(HTTPRequest(url: server.url(), acceptsCompression: true))

        #expect(response.body == Array("hello".utf8))
    }

    @Test func whatNobodyAskedForStaysAsItIs() async throws {
        let body = gzip(Array("hello".utf8))
        let server = try server(body)

        let response = try await client.send(HTTPRequest(url: server.url()))

        #expect(response.body == body)
    }

    @Test func nothingIsLostWhenAReaderIsSlow() async throws {
        let body = (0..<(8 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 4) }
        let server = try server(gzip(body))
        let request = HTTPRequest(
            url: server.url(),
            limits: HTTPLimits(bufferedBytes: 10_000),
            acceptsCompression: true
        )

        #expect(try await client.send(request).body == body)
    }

    @Test func aBombIsGivenUp() async throws {
        // 4 MiB of zeros, whose stream is a run of zeros itself.
        let start: [UInt8] = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0xED, 0xC1, 1, 1, 0, 0, 0, 0x82, 0x20, 0xFF, 0xAF, 0x6E,
        ]
        let bomb =
            start + [0x48, 0x40, 1] + [UInt8](repeating: 0, count: 4063) + [0x7C, 0x1B, 0x6A, 0x40, 0x47, 0x11, 0, 0]
        let server = try server(bomb + [0x40, 0])
        let request = HTTPRequest(
            url: server.url(),
            limits: HTTPLimits(bufferedBytes: 64 << 20),
            acceptsCompression: true
        )

        let error = await failure { try await client.send(request) }

        #expect(error?.code == .bodyTooLarge)
        #expect(error?.detail.contains("200 times") == true)
    }

    @Test func damageIsSaid() async throws {
        let server = try server(Array("this is no gzip at all".utf8))

        let error = await failure {
            try await client.send(HTTPRequest(url: server.url(), acceptsCompression: true))
        }

        #expect(error?.code == .badEncoding)
    }
}

/// `bytes` in a gzip container, stored and not compressed.
private func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    for start in stride(from: 0, to: bytes.count, by: 65_535) {
        let end = min(start + 65_535, bytes.count)
        let count = UInt16(end - start)
        result.append(end == bytes.count ? 1 : 0)
        for value in [count, ~count] { result += [UInt8(value & 255), UInt8(value >> 8)] }
        result += bytes[start..<end]
    }
    return result + littleEndian(crc32(bytes)) + littleEndian(UInt32(bytes.count))
}

private func littleEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}

private func crc32(_ bytes: [UInt8]) -> UInt32 {
    let table: [UInt32] = (0..<256).map { (byte: UInt32) in
        (0..<8).reduce(byte) { (sum: UInt32, _) in (sum & 1) == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
    }
    var sum: UInt32 = ~0
    for byte in bytes {
        let index = Int((sum ^ UInt32(byte)) & 255)
        sum = (sum >> 8) ^ table[index]
    }
    return ~sum
}
