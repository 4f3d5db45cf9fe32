import FlyingSocks

/// A body that breaks off after a few bytes, whatever its head has promised.
struct CutBody: AsyncBufferedSequence {
    struct IsOver: Error {}

    struct Iterator: AsyncBufferedIteratorProtocol {
        private var isSent = false

        mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
            guard !isSent else { throw IsOver() }
            isSent = true
            return Array("{".utf8)
        }

        mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }
    }

    func makeAsyncIterator() -> Iterator { Iterator() }
}
