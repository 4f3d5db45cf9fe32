import Basics
import CPCRE2

/// A regular expression whose cost is bounded, because the pattern may come from a shared view and the text from anyone.
///
/// PCRE2 with match and depth limits. A text on which a limit is hit does not match, and is counted in ``tooCostly``.
package final class Pattern: Sendable, Equatable {
    /// Why a pattern is refused.
    package struct Failure: Error, Equatable {
        /// What is wrong, mostly in PCRE2's own words.
        package var message: String
        /// Byte offset in the pattern.
        package var offset: Int
    }

    /// Steps within one text after which a match is given up.
    package static let matchLimit = 100_000
    private static let depthLimit: UInt32 = 1000
    /// Longest accepted pattern, in bytes.
    private static let longest = 1000

    package let source: String
    package let ignoresCase: Bool

    // A compiled pattern and a match context are immutable and may be used by several threads at once; kept as numbers, for a
    // pointer is not Sendable.
    private let code: UInt
    private let context: UInt
    /// Memory for matching that no thread is using: to get it anew costs more than most matches.
    private let spare = Locked<[UInt]>([])
    private let costly = Locked(0)

    /// Compiles `text`.
    ///
    /// - Parameters:
    ///   - text: The pattern, UTF-8.
    ///   - ignoresCase: Whether letters match in either case.
    /// - Throws: ``Failure`` with the place of the fault.
    package init(_ text: String, ignoresCase: Bool) throws(Failure) {
        guard text.utf8.count <= Self.longest else {
            throw Failure(message: "pattern too costly: longer than \(Self.longest) bytes", offset: Self.longest)
        }
        var error: Int32 = 0
        var offset = 0
        let bytes = Array(text.utf8)
        let options = eventer_pcre2_options(ignoresCase ? 1 : 0)
        guard let compiled = pcre2_compile_8(bytes, bytes.count, options, &error, &offset, nil) else {
            throw Self.failure(error, at: offset, in: bytes)
        }
        guard let context = pcre2_match_context_create_8(nil) else {
            pcre2_code_free_8(compiled)
            throw Failure(message: "out of memory", offset: 0)
        }
        pcre2_set_match_limit_8(context, UInt32(Self.matchLimit))
        pcre2_set_depth_limit_8(context, Self.depthLimit)
        source = text
        self.ignoresCase = ignoresCase
        code = UInt(bitPattern: compiled)
        self.context = UInt(bitPattern: context)
    }

    deinit {
        for match in spare.withLock({ $0 }) { pcre2_match_data_free_8(OpaquePointer(bitPattern: match)) }
        pcre2_match_context_free_8(OpaquePointer(bitPattern: context))
        pcre2_code_free_8(OpaquePointer(bitPattern: code))
    }

    /// On how many texts the match was given up because a limit was hit.
    package var tooCostly: Int { costly.withLock { $0 } }

    /// Whether the pattern is found anywhere in `text`.
    package func matches(_ text: String) -> Bool {
        text.withBytes { matches($0) }
    }

    /// Whether the pattern is found anywhere in UTF-8 `bytes`; any thread may ask.
    package func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let kept = spare.withLock { $0.popLast() }
        guard let match = kept.flatMap({ OpaquePointer(bitPattern: $0) }) ?? pcre2_match_data_create_8(1, nil) else {
            return false
        }
        defer { spare.withLock { $0.append(UInt(bitPattern: match)) } }
        let result = pcre2_match_8(
            OpaquePointer(bitPattern: code),
            bytes.baseAddress,
            bytes.count,
            0,
            0,
            match,
            OpaquePointer(bitPattern: context)
        )
        if result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_DEPTHLIMIT { costly.withLock { $0 += 1 } }
        return result >= 0
    }

    package static func == (left: Pattern, right: Pattern) -> Bool {
        left.source == right.source && left.ignoresCase == right.ignoresCase
    }
}

// MARK: Faults

extension Pattern {
    private static func failure(_ error: Int32, at offset: Int, in bytes: [UInt8]) -> Failure {
        switch error {
        case PCRE2_ERROR_MISSING_SQUARE_BRACKET:
            if let start = unclosed("[", in: bytes) { return Failure(message: "unclosed [", offset: start) }
        case PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS:
            if let start = unclosed("(", in: bytes) { return Failure(message: "unclosed (", offset: start) }
        default: break
        }
        return Failure(message: message(error), offset: offset)
    }

    /// Where the bracket stands that is not closed: PCRE2 tells but the end, where it found it missing.
    private static func unclosed(_ bracket: Unicode.Scalar, in bytes: [UInt8]) -> Int? {
        var open: [Int] = []
        var classStart: Int?
        var position = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\\"): position += 1
            case UInt8(ascii: "[") where classStart == nil: classStart = position
            // A bracket that comes first belongs to the class.
            case UInt8(ascii: "]"):
                if let start = classStart, position > start + 1 { classStart = nil }
            case UInt8(ascii: "(") where classStart == nil: open.append(position)
            case UInt8(ascii: ")") where classStart == nil: _ = open.popLast()
            default: break
            }
            position += 1
        }
        return bracket == "[" ? classStart : open.last
    }

    private static func message(_ error: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = pcre2_get_error_message_8(error, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self)
    }
}
