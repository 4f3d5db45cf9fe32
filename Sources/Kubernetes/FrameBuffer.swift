/// The bytes of a frame that arrives in pieces, up to a limit: of a larger frame its first 64 KiB.
struct FrameBuffer: Sendable {
    private static let keptOfOversize = 64 << 10
    /// A larger buffer is not kept for the next frame.
    private static let keptCapacity = 1 << 20

    private(set) var bytes: [UInt8] = []
    private(set) var isOversize = false

    mutating func append(_ byte: UInt8, limit: Int) {
        if isOversize { return }
        bytes.append(byte)
        if bytes.count > limit { cutToHead() }
    }

    mutating func append(_ part: Span<UInt8>, limit: Int) {
        if isOversize { return }
        let room = limit + 1 - bytes.count
        part.withUnsafeBufferPointer { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0.prefix(room))) }
        if bytes.count > limit { cutToHead() }
    }

    private mutating func cutToHead() {
        isOversize = true
        bytes = Array(bytes.prefix(Self.keptOfOversize))
    }

    /// Hands the bytes on and is empty again.
    mutating func deliver(as frame: JSONSplitter.Frame, _ body: (JSONSplitter.Frame, Span<UInt8>) -> Void) {
        body(isOversize ? .oversize : frame, bytes.span)
        clear()
    }

    mutating func clear() {
        isOversize = false
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
    }
}
