/// Cuts a stream of JSON documents into frames: whole documents, and the elements of a top-level `items` array one by one.
///
/// A list is so read without ever being held whole: its items come first, then the list itself with `"items":[]`. Only the
/// structure is followed here; whether a frame is valid JSON is the decoder's business. White space is left out, as far as that
/// cannot make a document valid. Never holds more than `limit` bytes of a frame: of a larger one it keeps the start and drains the
/// rest.
package struct JSONSplitter: Sendable {
    /// What a frame is.
    package enum Frame: Sendable, Equatable {
        case document
        case item
        /// Larger than the limit; the bytes are its first 64 KiB.
        case oversize
    }

    private enum Mode { case outside, inside, items, item }

    private let limit: Int
    private let cutsItems: Bool
    /// The document that is being read, without its items.
    private var document = FrameBuffer()
    private var item = FrameBuffer()
    private var mode = Mode.outside
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// The last string at depth 1 was `items`, and nothing but `:` and white space came since.
    private var isAfterItemsKey = false
    private var keyStart = 0
    /// What was kept last belongs to a number or word, and white space came since.
    private var isInWord = false
    private var isAfterSpace = false

    /// Prepares to read the first byte.
    ///
    /// - Parameters:
    ///   - limit: The size above which a frame is oversize.
    ///   - cutsItems: Whether the elements of `items` are frames of their own.
    package init(limit: Int = EventDecoder.frameLimit, cutsItems: Bool = true) {
        self.limit = limit
        self.cutsItems = cutsItems
    }

    /// Whether a document has begun and not ended.
    package var isInsideDocument: Bool { mode != .outside }

    /// Reads on; `body` gets each frame that has ended, and may not keep its bytes.
    package mutating func feed(_ bytes: Span<UInt8>, _ body: (Frame, Span<UInt8>) -> Void) {
        var place = 0
        while place < bytes.count {
            if isInString, !isEscaped {
                // Most bytes are inside strings, where few mean anything.
                let end = bytes.endOfPlainText(from: place)
                if end > place {
                    keep(bytes.extracting(place..<end))
                    place = end
                    continue
                }
            }
            step(bytes[place], body)
            place += 1
        }
    }

    /// Ends the input.
    ///
    /// - Returns: What has begun and not ended; empty when all was whole.
    package mutating func finish() -> [UInt8] {
        let rest = unfinished.bytes
        self = JSONSplitter(limit: limit, cutsItems: cutsItems)
        return rest
    }

    /// Gives up the document that has begun: `body` gets what is there of it, and the next byte begins a new one.
    package mutating func abandon(_ body: (Frame, Span<UInt8>) -> Void) {
        guard isInsideDocument else { return }
        var rest = unfinished
        self = JSONSplitter(limit: limit, cutsItems: cutsItems)
        rest.deliver(as: .document, body)
    }

    private var unfinished: FrameBuffer { mode == .item ? item : document }

    private mutating func step(_ byte: UInt8, _ body: (Frame, Span<UInt8>) -> Void) {
        if isInString, byte != UInt8(ascii: "\n") {
            keep(byte)
            continueString(byte)
            return
        }
        // JSON has no newline inside a string: whatever this is, it is broken and must not swallow what follows.
        if isInString { abandon(body) }
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
            isAfterSpace = true
            endScalar(body)
        case UInt8(ascii: "\""):
            begin()
            keyStart = document.bytes.count
            keep(byte)
            isInWord = false
            isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            open(byte)
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            close(byte, body)
        case UInt8(ascii: ",") where mode == .item && depth == 2:
            endItem(body)
        case UInt8(ascii: ",") where mode == .items:
            break
        default:
            begin()
            let isWord = byte != UInt8(ascii: ":") && byte != UInt8(ascii: ",")
            if byte != UInt8(ascii: ":") { isAfterItemsKey = false }
            // "1 2" must not become 12.
            if isWord, isInWord, isAfterSpace { keep(UInt8(ascii: " ")) }
            keep(byte)
            isInWord = isWord
            isAfterSpace = false
        }
    }

    private mutating func continueString(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
            isAfterItemsKey =
                mode == .inside && depth == 1 && document.bytes.dropFirst(keyStart).elementsEqual(#""items""#.utf8)
        }
    }

    /// Something that is no white space begins or goes on.
    private mutating func begin() {
        if mode == .outside { mode = .inside }
        if mode == .items { mode = .item }
    }

    private mutating func open(_ byte: UInt8) {
        let opensItems = cutsItems && byte == UInt8(ascii: "[") && isAfterItemsKey && mode == .inside && depth == 1
        isAfterItemsKey = false
        isInWord = false
        begin()
        depth += 1
        keep(byte)
        if opensItems { mode = .items }
    }

    private mutating func close(_ byte: UInt8, _ body: (Frame, Span<UInt8>) -> Void) {
        isAfterItemsKey = false
        isInWord = false
        if depth == 2, byte == UInt8(ascii: "]"), mode == .item || mode == .items {
            endItem(body)
            mode = .inside
        }
        begin()
        keep(byte)
        depth -= 1
        if depth <= 0 { endDocument(body) }
    }

    private mutating func keep(_ byte: UInt8) {
        if mode == .item {
            item.append(byte, limit: limit)
        } else {
            document.append(byte, limit: limit)
        }
    }

    private mutating func keep(_ part: Span<UInt8>) {
        if mode == .item {
            item.append(part, limit: limit)
        } else {
            document.append(part, limit: limit)
        }
    }

    /// White space ends a number or word that stands alone, and is not kept.
    private mutating func endScalar(_ body: (Frame, Span<UInt8>) -> Void) {
        if mode == .inside, depth == 0 { endDocument(body) }
    }

    private mutating func endItem(_ body: (Frame, Span<UInt8>) -> Void) {
        if mode == .item { item.deliver(as: .item, body) }
        isInWord = false
        mode = .items
    }

    private mutating func endDocument(_ body: (Frame, Span<UInt8>) -> Void) {
        // Where braces and brackets do not match, an item may still be open.
        if mode == .item { item.deliver(as: .item, body) }
        isInWord = false
        document.deliver(as: .document, body)
        mode = .outside
        depth = 0
    }
}

extension Span<UInt8> {
    /// Where the first quote, backslash or newline from `start` on is; the end when there is none.
    fileprivate func endOfPlainText(from start: Int) -> Int {
        withUnsafeBytes { bytes in
            var place = start
            // Eight at a time: the lowest bit set belongs to the first byte that is one of them.
            while place + 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                let found = word.places(of: 0x22) | word.places(of: 0x5C) | word.places(of: 0x0A)
                if found != 0 { return place + found.trailingZeroBitCount / 8 }
                place += 8
            }
            while place < bytes.count, bytes[place] != 0x22, bytes[place] != 0x5C, bytes[place] != 0x0A { place += 1 }
            return place
        }
    }
}

extension UInt64 {
    /// The high bit of the lowest byte that equals `byte`, and perhaps of some above it.
    fileprivate func places(of byte: UInt64) -> UInt64 {
        let others = self ^ (byte &* 0x0101_0101_0101_0101)
        return (others &- 0x0101_0101_0101_0101) & ~others & 0x8080_8080_8080_8080
    }
}
