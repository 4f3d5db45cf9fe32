import Basics
import Foundation
import Kubernetes

/// Whether bytes are valid JSON: what the decoder says, beside what `JSONSerialization` says.
///
/// They are to agree on the bytes as they came. Where they do not, it must be for a reason that is listed here, and the reason is
/// checked with bytes from which just that was taken away.
enum Verdict: Hashable {
    case bothAccept
    case bothRefuse
    /// Foundation refuses invalid UTF-8 and lone surrogates; the decoder replaces them by U+FFFD, as Go does, because kubelets and
    /// programs write what they like into messages.
    case onlyDecoderAcceptsBrokenText
    /// The decoder refuses more than 64 levels, Foundation more than 512: no event has ten.
    case onlyDecoderRefusesDepth
    /// The decoder refuses integers past 64 bits and numbers past a double, Foundation rounds them: no field of an event is either,
    /// and Go refuses them in the fields that are numbers.
    case onlyDecoderRefusesNumbers
    /// Foundation skips a byte order mark and guesses UTF-16 and UTF-32 from zeros among the first bytes; RFC 8259 has UTF-8 only.
    case onlyDecoderRefusesEncoding
    /// Foundation reads a comma behind the last element; RFC 8259 and Go do not.
    case onlyDecoderRefusesLastComma
    case unexplained

    init(of bytes: [UInt8], by decoder: EventDecoder) {
        let problem = Self.problem(in: bytes, for: decoder)
        switch (problem == nil, Self.isValidForFoundation(bytes)) {
        case (true, true): self = .bothAccept
        case (false, false): self = .bothRefuse
        case (true, false):
            self = Self.isValidForFoundation(Self.repaired(bytes)) ? .onlyDecoderAcceptsBrokenText : .unexplained
        case (false, true):
            self = Self.explanation(of: bytes, problem ?? "", decoder)
        }
    }

    /// Why the decoder takes the bytes for no JSON; nil when it reads them.
    private static func problem(in bytes: [UInt8], for decoder: EventDecoder) -> String? {
        guard case .malformed(let reason) = decoder.decode(bytes.span, received: Timestamp(seconds: 1)) else {
            return nil
        }
        return reason.hasPrefix("an event without") || reason == "no event" ? nil : reason
    }

    private static func explanation(of bytes: [UInt8], _ problem: String, _ decoder: EventDecoder) -> Verdict {
        if problem == "nested deeper than 64" { return depth(of: bytes) > 64 ? .onlyDecoderRefusesDepth : .unexplained }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.prefix(4).contains(0) { return .onlyDecoderRefusesEncoding }
        if Self.problem(in: withoutLastCommas(bytes), for: decoder) == nil { return .onlyDecoderRefusesLastComma }
        let tame = withTameNumbers(bytes)
        return tame != bytes && Self.problem(in: tame, for: decoder) == nil ? .onlyDecoderRefusesNumbers : .unexplained
    }

    private static func isValidForFoundation(_ bytes: [UInt8]) -> Bool {
        (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
    }

    /// With U+FFFD for invalid UTF-8 and for lone surrogates.
    private static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        let units = #/\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/#
        return Array(
            text.replacing(units) { $0.0.utf8.count == 6 ? #"\ufffd"# : String($0.0) }.utf8
        )
    }

    private static func depth(of bytes: [UInt8]) -> Int {
        var depth = 0
        var deepest = 0
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString {
                isInString = byte != UInt8(ascii: "\"") || isEscaped
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                depth += 1
                deepest = max(deepest, depth)
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                depth -= 1
            }
        }
        return deepest
    }

    private static func withoutLastCommas(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        let tokens = #/"(?:\\.|[^"\\])*"|,\s*(?=[\]}])/#
        return Array(text.replacing(tokens) { $0.0.first == "\"" ? String($0.0) : "" }.utf8)
    }

    /// With 0 for each number of 19 digits and more, or with an exponent.
    private static func withTameNumbers(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        let tokens =
            #/"(?:\\.|[^"\\])*"|-?[0-9]{19,}(?:\.[0-9]+)?(?:[eE][+\-]?[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?[eE][+\-]?[0-9]+/#
        return Array(text.replacing(tokens) { $0.0.first == "\"" ? String($0.0) : "0" }.utf8)
    }
}
