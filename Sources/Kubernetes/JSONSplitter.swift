/// Cuts a stream of JSON documents into frames: whole documents, and the elements of a top-level `items` array one by one.
///
/// A list is so read without ever being held whole: its items come first, then the list itself with `"items":[]`. Only the
/// structure is followed here; whether a frame is valid JSON is the decoder's business. Never holds more than `limit` bytes:
/// of a larger frame it keeps the start and drains the rest.
package struct JSONSplitter: Sendable {
    /// What a frame is.
    package enum Frame: Sendable, Equatable {
        case document
        case item
        /// Larger than the limit; the bytes are its first 64 KiB.
        case oversize
    }

    private static let keptOfOversize = 64 << 10

    private enum Mode { case outside, inside, items, item }

    private let limit: Int
    /// The document that is being read, without its items.
    private var document = Buffer()
    private var item = Buffer()
    private var mode = Mode.outside
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// The last string at depth 1 was `items`, and nothing but `:` and white space came since.
    private var isAfterItemsKey = false
    private var keyStart = 0

    package init(limit: Int = EventDecoder.frameLimit) {
        self.limit = limit
    }

    /// Whether a document has begun and not ended.
    package var isInsideDocument: Bool { mode != .outside }

    /// Reads on; `body` gets each frame that has ended, and may not keep its bytes.
    package mutating func feed(_ bytes: Span<UInt8>, _ body: (Frame, Span<UInt8>) -> Void) {
        for index in bytes.indices {
            step(bytes[index], body)
        }
    }

    /// Ends the input.
    ///
    /// - Returns: What has begun and not ended; empty when all was whole.
    package mutating func finish() -> [UInt8] {
        let rest = mode == .item ? item.bytes : document.bytes
        self = JSONSplitter(limit: limit)
        return rest
    }

    /// Gives up the document that has begun: `body` gets what is there of it, and the next byte begins a new one.
    package mutating func abandon(_ body: (Frame, Span<UInt8>) -> Void) {
        guard isInsideDocument else { return }
        let rest = finish()
        body(.document, rest.span)
    }

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
            endScalar(body)
        case UInt8(ascii: "\""):
            begin()
            keyStart = document.bytes.count
            keep(byte)
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
            if byte != UInt8(ascii: ":") { isAfterItemsKey = false }
            keep(byte)
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
        let opensItems = byte == UInt8(ascii: "[") && isAfterItemsKey && mode == .inside && depth == 1
        isAfterItemsKey = false
        begin()
        depth += 1
        keep(byte)
        if opensItems { mode = .items }
    }

    private mutating func close(_ byte: UInt8, _ body: (Frame, Span<UInt8>) -> Void) {
        isAfterItemsKey = false
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

    /// White space ends a number or word that stands alone, and is not kept.
    private mutating func endScalar(_ body: (Frame, Span<UInt8>) -> Void) {
        if mode == .inside, depth == 0 { endDocument(body) }
    }

    private mutating func endItem(_ body: (Frame, Span<UInt8>) -> Void) {
        if mode == .item { item.deliver(as: .item, body) }
        mode = .items
    }

    private mutating func endDocument(_ body: (Frame, Span<UInt8>) -> Void) {
        document.deliver(as: .document, body)
        mode = .outside
        depth = 0
    }

    /// The bytes of a frame up to a limit.
    private struct Buffer {
        var bytes: [UInt8] = []
        var isOversize = false

        mutating func append(_ byte: UInt8, limit: Int) {
            if isOversize { return }
            bytes.append(byte)
            guard bytes.count > limit else { return }
            isOversize = true
            bytes = Array(bytes.prefix(JSONSplitter.keptOfOversize))
        }

        mutating func deliver(as frame: Frame, _ body: (Frame, Span<UInt8>) -> Void) {
            body(isOversize ? .oversize : frame, bytes.span)
            isOversize = false
            bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
        }
    }
}
