import Glibc

/// Cuts the chunks of a watch stream into its lines.
///
/// A line that begins with `{"type":` and ends with `}` is a frame as it is, found by `memchr` and handed on without a copy when a
/// chunk holds it whole. Anything else goes through ``JSONSplitter``, which follows the braces: a proxy may print prettily.
/// A value that is whole when its chunk ends is handed on at once, as a Go client would: a proxy may hold its newline back, or send
/// none. Blank lines are nothing. Holds at most `limit` bytes of a line, as much of a document over several lines, and the chunk.
package struct FrameReader: Sendable {
    private let limit: Int
    /// The start of a watch line whose end has not arrived.
    private var line = FrameBuffer()
    private var end = ValueEnd()
    /// The line began as no watch line does, and the splitter has what came of it.
    private var isSplit = false
    private var splitter: JSONSplitter

    package init(limit: Int = EventDecoder.frameLimit) {
        self.limit = limit
        splitter = JSONSplitter(limit: limit, cutsItems: false)
    }

    /// Reads on; `body` gets each frame that has ended, and may not keep its bytes.
    package mutating func feed(_ chunk: [UInt8], _ body: (JSONSplitter.Frame, Span<UInt8>) -> Void) {
        let bytes = chunk.span
        var start = 0
        while start < bytes.count {
            guard let end = bytes.firstNewline(from: start) else {
                hold(bytes.extracting(start..<bytes.count), body)
                return
            }
            endLine(bytes.extracting(start..<end), body)
            start = end + 1
        }
    }

    /// Ends the input.
    ///
    /// - Returns: The cut last frame, which the decoder may still find whole when it is a lone number or word.
    package mutating func finish() -> [UInt8] {
        let rest = splitter.finish() + line.bytes
        self = FrameReader(limit: limit)
        return rest.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } ? [] : rest
    }

    /// Takes the bytes after the last newline of a chunk.
    private mutating func hold(_ part: Span<UInt8>, _ body: (JSONSplitter.Frame, Span<UInt8>) -> Void) {
        var rest = part
        while !rest.isEmpty, !isSplit {
            guard line.goesOnAsWatchLine(with: rest) else {
                isSplit = true
                let start = line.bytes
                splitter.feed(start.span, body)
                line = FrameBuffer()
                break
            }
            // Inside a document the newline decides whether this belongs to it.
            let count = splitter.isInsideDocument ? nil : end.find(in: rest)
            line.append(rest.extracting(0..<(count ?? rest.count)), limit: limit)
            guard let count else { return }
            endValue(body)
            rest = rest.extracting(count..<rest.count)
        }
        splitter.feed(rest, body)
    }

    private mutating func endLine(_ part: Span<UInt8>, _ body: (JSONSplitter.Frame, Span<UInt8>) -> Void) {
        if isSplit {
            isSplit = false
            feedLine(part, body)
        } else if line.bytes.isEmpty, part.count <= limit {
            cut(part, body)
        } else {
            line.append(part, limit: limit)
            endValue(body)
        }
    }

    private mutating func endValue(_ body: (JSONSplitter.Frame, Span<UInt8>) -> Void) {
        var whole = FrameBuffer()
        swap(&whole, &line)
        end = ValueEnd()
        if whole.isOversize {
            splitter.abandon(body)
            whole.deliver(as: .document, body)
        } else {
            cut(whole.bytes.span, body)
            whole.clear()
        }
        line = whole
    }

    private mutating func cut(_ line: Span<UInt8>, _ body: (JSONSplitter.Frame, Span<UInt8>) -> Void) {
        let count = line.countWithoutTrailingSpace
        guard line.isWatchLine(upTo: count) else {
            feedLine(line, body)
            return
        }
        // Inside a document it means that the document broke off.
        splitter.abandon(body)
        body(.document, line.extracting(0..<count))
    }

    private mutating func feedLine(_ line: Span<UInt8>, _ body: (JSONSplitter.Frame, Span<UInt8>) -> Void) {
        splitter.feed(line, body)
        // The newline ends a document that is a lone number or word.
        splitter.feed([UInt8(ascii: "\n")].span, body)
    }
}

/// Follows the braces of a value over chunks to its end.
private struct ValueEnd {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    /// How many of `bytes` belong to the value that began before or with them; nil when it goes on.
    mutating func find(in bytes: Span<UInt8>) -> Int? {
        for index in bytes.indices {
            let byte = bytes[index]
            if isInString {
                let isQuote = byte == UInt8(ascii: "\"") && !isEscaped
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
                isInString = !isQuote
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth <= 0 { return index + 1 }
            default: break
            }
        }
        return nil
    }
}

private let marker: StaticString = #"{"type":"#

extension FrameBuffer {
    /// Whether these bytes and `rest` together begin as a watch line does, as far as they go.
    fileprivate func goesOnAsWatchLine(with rest: Span<UInt8>) -> Bool {
        let missing = marker.utf8CodeUnitCount - bytes.count
        guard missing > 0 else { return true }
        return rest.withUnsafeBufferPointer { part in
            guard let start = part.baseAddress else { return true }
            return memcmp(start, marker.utf8Start + bytes.count, min(missing, part.count)) == 0
        }
    }
}

extension Span<UInt8> {
    fileprivate func firstNewline(from start: Int) -> Int? {
        withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0A, bytes.count - start) else {
                return nil
            }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }

    fileprivate var countWithoutTrailingSpace: Int {
        var end = count
        while end > 0, self[end - 1] == 0x0D || self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return end
    }

    fileprivate func isWatchLine(upTo end: Int) -> Bool {
        guard end > marker.utf8CodeUnitCount, self[end - 1] == UInt8(ascii: "}") else { return false }
        return withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return false }
            guard memcmp(start, marker.utf8Start, marker.utf8CodeUnitCount) == 0 else { return false }
            return !hasSeam(bytes)
        }
    }
    /// Two frames without a newline between them; inside a string the quotes would be escaped.
    private func hasSeam(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let seam: StaticString = #"}{"type":"#
        let length = seam.utf8CodeUnitCount
        guard var place = bytes.baseAddress else { return false }
        var left = bytes.count
        while left > length, let found = memchr(place, 0x7D, left - length) {
            if memcmp(found, seam.utf8Start, length) == 0 { return true }
            let next = found.assumingMemoryBound(to: UInt8.self) + 1
            left -= UnsafePointer(next) - place
            place = UnsafePointer(next)
        }
        return false
    }
}
