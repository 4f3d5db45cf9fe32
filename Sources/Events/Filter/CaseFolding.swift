/// Letters without their case, for comparing text that may be in any script.
///
/// Full case folding, scalar by scalar: `ß` and `ẞ` become `ss`, `Σ` and `ς` become `σ`, `Ａ` becomes `ａ`, `ﬀ` becomes `ff`. It is the
/// lower case of the upper case, which differs from Unicode's `CaseFolding.txt` in letters whose folding is a matter of taste
/// (`ı` becomes `i`). Equal is equal by scalars: `é` in one scalar and in two differ, as they do to the API server.
enum CaseFolding {
    /// How many times longer folded UTF-8 may be.
    private static let growth = 3

    /// The folded form of `text`, as UTF-8.
    static func folded(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { withFolded($0) { Array($0) } }
    }

    /// Calls `body` with the folded form of UTF-8 `bytes`, which lives as long as the call; bytes that are no UTF-8 stay.
    static func withFolded<Result>(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count * growth) { buffer in
            var writer = FoldedWriter(buffer: buffer)
            writer.write(bytes)
            return body(UnsafeBufferPointer(rebasing: buffer[..<writer.count]))
        }
    }

    /// The folded form of one scalar.
    static func folded(_ scalar: Unicode.Scalar) -> String {
        let lower = scalar.properties.lowercaseMapping
        let upper = lower.unicodeScalars.map(\.properties.uppercaseMapping).joined()
        return upper.unicodeScalars.map(\.properties.lowercaseMapping).joined()
    }

    /// Scripts that have no case, of which messages have whole sentences: Indic to Georgian's neighbours, CJK, Hangul.
    static func isCaseless(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0900...0x109F, 0x2E80...0xA63F, 0xAC00...0xFAFF: true
        default: false
        }
    }

    /// What two bytes of UTF-8 can encode: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic; folded once, for all.
    static let twoByteForms = FoldedForms(of: 0x80...0x7FF)
}

/// The folded forms of a run of scalars, end to end.
struct FoldedForms: Sendable {
    private let first: UInt32
    private var ends: [UInt16] = []
    private var bytes: [UInt8] = []

    init(of scalars: ClosedRange<UInt32>) {
        first = scalars.lowerBound
        for value in scalars {
            if let scalar = Unicode.Scalar(value) { bytes += Array(CaseFolding.folded(scalar).utf8) }
            ends.append(UInt16(truncatingIfNeeded: bytes.count))
        }
    }

    subscript(scalar: UInt32) -> ArraySlice<UInt8> {
        let index = Int(scalar - first)
        return bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
    }
}

private struct FoldedWriter {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    var count = 0

    init(buffer: UnsafeMutableBufferPointer<UInt8>) {
        self.buffer = buffer
    }

    mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) {
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            guard byte >= 0x80 else {
                append(byte.asciiFolded)
                position += 1
                continue
            }
            position += writeScalar(bytes, at: position)
        }
    }

    /// Writes the scalar that begins at `position`.
    ///
    /// - Returns: How many bytes it had.
    private mutating func writeScalar(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
        guard let (scalar, length) = bytes.scalar(at: position) else {
            append(bytes[position])
            return 1
        }
        if length == 2 {
            for byte in CaseFolding.twoByteForms[scalar.value] { append(byte) }
        } else if CaseFolding.isCaseless(scalar.value) {
            for index in position..<position + length { append(bytes[index]) }
        } else {
            for byte in CaseFolding.folded(scalar).utf8 { append(byte) }
        }
        return length
    }

    private mutating func append(_ byte: UInt8) {
        buffer[count] = byte
        count += 1
    }
}

extension UInt8 {
    /// An ASCII letter in lower case, any other byte as it is.
    var asciiFolded: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether no byte is above 0x7F; eight at a time.
    var isASCII: Bool {
        let raw = UnsafeRawBufferPointer(self)
        var position = 0
        while position + 8 <= raw.count {
            if raw.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 {
                return false
            }
            position += 8
        }
        while position < raw.count {
            if raw[position] >= 0x80 { return false }
            position += 1
        }
        return true
    }

    /// The scalar of two to four bytes that begins at `position`, or nil when there is none.
    fileprivate func scalar(at position: Int) -> (Unicode.Scalar, Int)? {
        let length: Int
        var value: UInt32
        switch self[position] {
        case 0xC2...0xDF: (length, value) = (2, UInt32(self[position] & 0x1F))
        case 0xE0...0xEF: (length, value) = (3, UInt32(self[position] & 0x0F))
        case 0xF0...0xF4: (length, value) = (4, UInt32(self[position] & 0x07))
        default: return nil
        }
        guard position + length <= count else { return nil }
        for index in position + 1..<position + length {
            guard self[index] & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(self[index] & 0x3F)
        }
        // Below these a shorter form would do, which is no UTF-8 and would grow past the buffer.
        let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, length)
    }
}
