import CPCRE2

/// A regular expression whose cost is bounded, because the pattern may come from a shared view and the text from anyone.
///
/// PCRE2 with match and depth limits. A text on which a limit is hit does not match.
package final class Pattern: Sendable {
    /// Why a pattern is refused.
    package struct Failure: Error, Equatable {
        /// PCRE2's own words.
        package var message: String
        /// Byte offset in the pattern.
        package var offset: Int
    }

    /// Steps within one text after which a match is given up.
    private static let matchLimit: UInt32 = 100_000
    private static let depthLimit: UInt32 = 1000
    /// Longest accepted pattern, in bytes.
    private static let longest = 1000

    // A compiled pattern is immutable and may be used by several threads at once; kept as a number, for a pointer is not Sendable.
    private let code: UInt

    /// Compiles `text`.
    ///
    /// - Parameters:
    ///   - text: The pattern, UTF-8.
    ///   - ignoresCase: Whether letters match in either case.
    /// - Throws: ``Failure`` with the place of the fault.
    package init(_ text: String, ignoresCase: Bool) throws(Failure) {
        guard text.utf8.count <= Self.longest else {
            throw Failure(message: "the pattern is longer than \(Self.longest) bytes", offset: Self.longest)
        }
        var error: Int32 = 0
        var offset = 0
        let bytes = Array(text.utf8)
        guard
            let compiled = pcre2_compile_8(
                bytes,
                bytes.count,
                eventer_pcre2_options(ignoresCase ? 1 : 0),
                &error,
                &offset,
                nil
            )
        else { throw Failure(message: Self.message(error), offset: offset) }
        code = UInt(bitPattern: compiled)
    }

    deinit {
        pcre2_code_free_8(OpaquePointer(bitPattern: code))
    }

    /// Whether the pattern is found anywhere in `text`.
    package func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let context = pcre2_match_context_create_8(nil), let match = pcre2_match_data_create_8(1, nil) else {
                return false
            }
            defer {
                pcre2_match_data_free_8(match)
                pcre2_match_context_free_8(context)
            }
            pcre2_set_match_limit_8(context, Self.matchLimit)
            pcre2_set_depth_limit_8(context, Self.depthLimit)
            return pcre2_match_8(
                OpaquePointer(bitPattern: code),
                bytes.baseAddress,
                bytes.count,
                0,
                0,
                match,
                context
            ) >= 0
        }
    }

    private static func message(_ error: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = pcre2_get_error_message_8(error, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self)
    }
}
