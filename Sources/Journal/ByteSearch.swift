/// Looks for a text in bytes by Horspool's algorithm: most bytes of a long record are never looked at.
struct ByteSearch: Sendable {
    private let needle: [UInt8]
    /// How far the needle may move on when its last byte lies over a certain one.
    private var steps: [Int]

    init(_ text: String) {
        needle = Array(text.utf8)
        steps = Array(repeating: max(1, needle.count), count: 256)
        for (index, byte) in needle.dropLast().enumerated() { steps[Int(byte)] = needle.count - 1 - index }
    }

    /// Whether the text is somewhere in `bytes`; an empty one is everywhere.
    func occurs(in bytes: [UInt8]) -> Bool {
        guard let last = needle.last else { return true }
        return bytes.withUnsafeBufferPointer { bytes in
            var end = needle.count - 1
            while end < bytes.count {
                let byte = bytes[end]
                if byte == last, bytes[(end - needle.count + 1)...end].elementsEqual(needle) { return true }
                end += steps[Int(byte)]
            }
            return false
        }
    }
}
