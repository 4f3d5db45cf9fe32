/// A chunked body on its way to the client, as a fault lets it through.
struct FaultyBody {
    /// The fault has ended the body.
    struct IsOver: Error {}

    private let connection: RawConnection
    private let fault: ClusterFault?
    private let valve: Valve
    private var sent = 0

    init(on connection: RawConnection, _ fault: ClusterFault?, valve: Valve) {
        self.connection = connection
        self.fault = fault
        self.valve = valve
    }

    mutating func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        try await valve.pass()
        switch fault {
        case .cuts(let limit, let reset) where sent + bytes.count >= limit:
            // The chunk says that there is more.
            let head = Array((String(bytes.count + 1, radix: 16) + "\r\n").utf8)
            try await connection.write(head + bytes.prefix(limit - sent))
            if reset { connection.becomeReset() }
            throw IsOver()
        case .dribbles(let count, let pause):
            for start in stride(from: 0, to: bytes.count, by: count) {
                try await writeChunk(bytes[start..<min(start + count, bytes.count)])
                try await Task.sleep(for: pause)
            }
        default:
            try await writeChunk(bytes[...])
        }
        sent += bytes.count
    }

    func finish() async throws {
        try await valve.pass()
        try await connection.write("0\r\n\r\n".utf8)
    }

    private func writeChunk(_ bytes: ArraySlice<UInt8>) async throws {
        try await connection.write(Array((String(bytes.count, radix: 16) + "\r\n").utf8) + bytes + [0x0D, 0x0A])
    }
}
