import Glibc

/// Cuts the chunks of a watch stream into its lines.
///
/// A line that begins with `{"type":` and ends with `}` is a frame as it is, found by `memchr` and handed on without a copy when a
/// chunk holds it whole. Anything else goes through ``JSONSplitter``, which follows the braces: a proxy may print prettily.
/// Blank lines are nothing. Holds at most `limit` bytes and the chunk.
package struct FrameReader: Sendable {
    private let limit: Int
    /// The start of a line whose end has not arrived.
    private var line: [UInt8] = []
    /// Bytes of the line that were read and dropped, once it is past the limit.
    private var isDraining = false
    private var splitter: JSONSplitter

    package init(limit: Int = EventDecoder.frameLimit) {
        self.limit = limit
        splitter = JSONSplitter(limit: limit)
    }

    /// Reads on; `body` gets each frame that has ended, and may not keep its bytes.
    package mutating func feed(_ chunk: [UInt8], _ body: (JSONSplitter.Frame, Span<UInt8>) -> Void) {
        let bytes = chunk.span
        var start = 0
        while start < bytes.count {
            guard let end = bytes.firstNewline(from: start) else {
                hold(bytes.extracting(start..<bytes.count))
                return
            }
            endLine(bytes.extracting(start..<end), body)
            start = end + 1
        }
    }

    /// Ends the input.
    ///
    /// - Returns: The cut last frame. It may be whole and only lack its newline, which the decoder tells.
    package mutating func finish() -> [UInt8] {
        let rest = splitter.finish() + line
        self = FrameReader(limit: limit)
        return rest.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } ? [] : rest
    }

    private mutating func hold(_ part: Span<UInt8>) {
        if isDraining { return }
        part.withUnsafeBufferPointer { line += $0 }
        isDraining = line.count > limit
        if isDraining { line = Array(line.prefix(64 << 10)) }
    }

    private mutating func endLine(_ part: Span<UInt8>, _ body: (JSONSplitter.Frame, Span<UInt8>) -> Void) {
        if line.isEmpty, part.count <= limit {
            cut(part, body)
            return
        }
        hold(part)
        var whole: [UInt8] = []
        swap(&whole, &line)
        if isDraining {
            body(.oversize, whole.span)
        } else {
            cut(whole.span, body)
        }
        isDraining = false
        whole.removeAll(keepingCapacity: whole.capacity <= 1 << 20)
        line = whole
    }

    private mutating func cut(_ line: Span<UInt8>, _ body: (JSONSplitter.Frame, Span<UInt8>) -> Void) {
        if line.isWatchLine {
            // Inside a document it means that the document broke off.
            splitter.abandon(body)
            body(.document, line)
            return
        }
        splitter.feed(line, body)
        // The newline ends a document that is a lone number or word.
        splitter.feed([UInt8(ascii: "\n")].span, body)
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

    fileprivate var isWatchLine: Bool {
        let marker: StaticString = #"{"type":"#
        var end = count
        while end > 0, self[end - 1] == 0x0D || self[end - 1] == 0x20 { end -= 1 }
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
