/// Finds a run of bytes in others, a needle's length at a stride where it can (Horspool).
struct ByteSearch: Sendable, Equatable {
    private let needle: [UInt8]
    private let foldsASCII: Bool
    /// How far to go on when this byte stands under the needle's last.
    private let strides: [UInt8]

    /// Prepares to search.
    ///
    /// - Parameters:
    ///   - needle: What to find; with `foldsASCII` its ASCII letters in lower case.
    ///   - foldsASCII: Whether the case of ASCII letters does not matter.
    init(_ needle: [UInt8], foldsASCII: Bool) {
        self.needle = needle
        self.foldsASCII = foldsASCII
        var strides = [UInt8](repeating: UInt8(clamping: max(1, needle.count)), count: 256)
        for (index, byte) in needle.dropLast().enumerated() {
            let stride = UInt8(clamping: needle.count - 1 - index)
            strides[Int(byte)] = stride
            if foldsASCII, byte &- 0x61 < 26 { strides[Int(byte) & 0xDF] = stride }
        }
        self.strides = strides
    }

    func finds(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        // As buffers: an array is asked for its owner and its bounds with every byte.
        needle.withUnsafeBufferPointer { needle in strides.withUnsafeBufferPointer { finds(needle, $0, in: text) } }
    }

    private func finds(
        _ needle: UnsafeBufferPointer<UInt8>,
        _ strides: UnsafeBufferPointer<UInt8>,
        in text: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard let last = needle.last else { return true }
        var end = needle.count - 1
        while end < text.count {
            let byte = text[end]
            if folded(byte) == last, stands(needle, in: text, at: end + 1 - needle.count) { return true }
            end += Int(strides[Int(byte)])
        }
        return false
    }

    private func stands(
        _ needle: UnsafeBufferPointer<UInt8>,
        in text: UnsafeBufferPointer<UInt8>,
        at start: Int
    ) -> Bool {
        for index in needle.indices where folded(text[start + index]) != needle[index] { return false }
        return true
    }

    private func folded(_ byte: UInt8) -> UInt8 { foldsASCII ? byte.asciiFolded : byte }
}
