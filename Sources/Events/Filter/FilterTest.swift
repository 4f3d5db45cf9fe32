/// What a text or a number must be to pass a filter's term.
///
/// Text is compared without regard to the case of ASCII letters.
enum FilterTest: Sendable, Equatable {
    /// Lower-cased bytes to be found anywhere.
    case part([UInt8])
    case prefix([UInt8])
    case suffix([UInt8])
    /// The whole text; `*` stands for any run of bytes, `?` for one character. Lower-cased.
    case glob([UInt8])
    /// The whole text, case and all.
    case equal(String)
    case pattern(Pattern)
    case number(Comparison, Int)
    case oneOf([FilterTest])

    enum Comparison: Sendable { case equal, more, less, atLeast, atMost }

    func matches(_ text: String) -> Bool {
        switch self {
        case .part(let bytes): text.withBytes { $0.firstIndex(ofFolded: bytes) != nil }
        case .prefix(let bytes): text.withBytes { $0.count >= bytes.count && $0.equalsFolded(bytes, at: 0) }
        case .suffix(let bytes):
            text.withBytes { $0.count >= bytes.count && $0.equalsFolded(bytes, at: $0.count - bytes.count) }
        case .glob(let bytes): text.withBytes { globMatch(bytes, matches: $0) }
        case .equal(let value): text == value
        case .pattern(let pattern): pattern.matches(text)
        case .oneOf(let tests): tests.contains { $0.matches(text) }
        case .number: false
        }
    }

    func matches(_ number: Int) -> Bool {
        switch self {
        case .number(.equal, let bound): number == bound
        case .number(.more, let bound): number > bound
        case .number(.less, let bound): number < bound
        case .number(.atLeast, let bound): number >= bound
        case .number(.atMost, let bound): number <= bound
        case .oneOf(let tests): tests.contains { $0.matches(number) }
        default: false
        }
    }

    static func == (left: FilterTest, right: FilterTest) -> Bool {
        switch (left, right) {
        case (.part(let left), .part(let right)), (.prefix(let left), .prefix(let right)),
            (.suffix(let left), .suffix(let right)), (.glob(let left), .glob(let right)):
            left == right
        case (.equal(let left), .equal(let right)): left == right
        case (.pattern(let left), .pattern(let right)): left === right
        case (.number(let leftOp, let left), .number(let rightOp, let right)): leftOp == rightOp && left == right
        case (.oneOf(let left), .oneOf(let right)): left == right
        default: false
        }
    }
}

/// Backtracks to the last `*` only, so the time is at most the product of the lengths.
private func globMatch(_ pattern: [UInt8], matches text: UnsafeBufferPointer<UInt8>) -> Bool {
    var (p, t) = (0, 0)
    var (star, mark) = (-1, 0)
    while t < text.count {
        if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
            (star, mark) = (p, t)
            p += 1
        } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") {
            p += 1
            t += 1
            while t < text.count, text[t] & 0xC0 == 0x80 { t += 1 }
        } else if p < pattern.count, pattern[p] == text[t].folded {
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
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
}

extension UInt8 {
    fileprivate var folded: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension String {
    /// The UTF-8 bytes with ASCII letters in lower case.
    var foldedBytes: [UInt8] { utf8.map(\.folded) }

    fileprivate func withBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        return Array(utf8).withUnsafeBufferPointer(body)
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func equalsFolded(_ needle: [UInt8], at start: Int) -> Bool {
        for index in needle.indices where self[start + index].folded != needle[index] { return false }
        return true
    }

    fileprivate func firstIndex(ofFolded needle: [UInt8]) -> Int? {
        guard let first = needle.first else { return 0 }
        guard count >= needle.count else { return nil }
        for start in 0...(count - needle.count) where self[start].folded == first && equalsFolded(needle, at: start) {
            return start
        }
        return nil
    }
}
