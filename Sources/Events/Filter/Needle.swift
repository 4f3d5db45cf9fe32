/// A text to look for, with or without regard to case.
///
/// In ``bytes`` of a glob, ``anyRun`` and ``anyCharacter`` stand for `*` and `?`: bytes that no UTF-8 has.
struct Needle: Sendable, Equatable {
    static let anyRun: UInt8 = 0xFF
    static let anyCharacter: UInt8 = 0xFE

    /// As it was written, without quotes.
    let text: String
    let foldsCase: Bool
    /// What is compared: UTF-8, folded when case does not matter.
    let bytes: [UInt8]
    private let isASCII: Bool
    private let search: ByteSearch

    init(_ text: String, foldsCase: Bool) {
        self.init(text, bytes: foldsCase ? CaseFolding.folded(text) : Array(text.utf8), foldsCase: foldsCase)
    }

    init(_ text: String, bytes: [UInt8], foldsCase: Bool) {
        self.text = text
        self.bytes = bytes
        self.foldsCase = foldsCase
        isASCII = bytes.allSatisfy { $0 < 0x80 || $0 >= Self.anyCharacter }
        search = ByteSearch(bytes, foldsASCII: foldsCase)
    }

    /// Case counts as soon as the text has an upper-case letter.
    init(smart text: String) {
        self.init(text, foldsCase: !text.hasUpperCase)
    }

    func isPart(of text: UnsafeBufferPointer<UInt8>) -> Bool {
        compare(text) {
            search.finds(in: $0)
        } ascii: {
            search.finds(in: $0)
        }
    }

    func begins(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        compare(text) {
            $0.has(bytes, at: 0)
        } ascii: {
            $0.hasFolded(bytes, at: 0)
        }
    }

    func ends(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        compare(text) {
            $0.has(bytes, at: $0.count - bytes.count)
        } ascii: {
            $0.hasFolded(bytes, at: $0.count - bytes.count)
        }
    }

    func equals(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        compare(text) {
            $0.count == bytes.count && $0.has(bytes, at: 0)
        } ascii: {
            $0.count == bytes.count && $0.hasFolded(bytes, at: 0)
        }
    }

    /// Whether the characters come in this order, whatever is between them.
    func isSubsequence(of text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard foldsCase, !text.isASCII else { return holds(text) }
        return CaseFolding.withFolded(text, holds)
    }

    private func holds(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !bytes.isEmpty else { return true }
        var found = 0
        for byte in text where (foldsCase ? byte.asciiFolded : byte) == bytes[found] {
            found += 1
            if found == bytes.count { return true }
        }
        return false
    }

    func matchesGlob(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        compare(text) {
            globMatch(bytes, $0) { $0 }
        } ascii: {
            globMatch(bytes, $0) { $0.asciiFolded }
        }
    }

    /// Asks `exact` of `text`, folded where case does not matter; but first, and mostly only, `ascii` of its bytes as they are.
    private func compare(
        _ text: UnsafeBufferPointer<UInt8>,
        exact: (UnsafeBufferPointer<UInt8>) -> Bool,
        ascii: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Bool {
        guard foldsCase else { return exact(text) }
        if isASCII, ascii(text) { return true }
        if text.isASCII { return false }
        return CaseFolding.withFolded(text, exact)
    }
}

extension String {
    var hasUpperCase: Bool { contains(where: \.isUppercase) }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func has(_ needle: [UInt8], at start: Int) -> Bool {
        guard start >= 0, start + needle.count <= count else { return false }
        for index in needle.indices where self[start + index] != needle[index] { return false }
        return true
    }

    fileprivate func hasFolded(_ needle: [UInt8], at start: Int) -> Bool {
        guard start >= 0, start + needle.count <= count else { return false }
        for index in needle.indices where self[start + index].asciiFolded != needle[index] { return false }
        return true
    }
}

/// Backtracks to the last `*` only, so the time is at most the product of the lengths.
private func globMatch(
    _ pattern: [UInt8],
    _ text: UnsafeBufferPointer<UInt8>,
    _ fold: (UInt8) -> UInt8
) -> Bool {
    var (p, t) = (0, 0)
    var (star, mark) = (-1, 0)
    while t < text.count {
        if p < pattern.count, pattern[p] == Needle.anyRun {
            (star, mark) = (p, t)
            p += 1
        } else if p < pattern.count, pattern[p] == Needle.anyCharacter {
            p += 1
            t += 1
            while t < text.count, text[t] & 0xC0 == 0x80 { t += 1 }
        } else if p < pattern.count, pattern[p] == fold(text[t]) {
            p += 1
            t += 1
        } else if star >= 0 {
            p = star + 1
            mark += 1
            t = mark
        } else {
            return false
        }
    }
    return pattern[p...].allSatisfy { $0 == Needle.anyRun }
}
