/// Writes compact JSON as Go's `MarshalIndent(…, "", " ")` does, the form of kube-eventer's `eventId`.
///
/// One space a level, `": "`, LF, no newline at the end; `{}` and `[]` stay on one line. The input must be valid JSON without
/// white space between its tokens, as in ``KubeEvent/json``.
package func indentedEventJSON(_ compact: [UInt8]) -> [UInt8] {
    var capacity = compact.count + compact.count / 2 + 64
    while true {
        var isWhole = false
        let text = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            compact.withUnsafeBytes { compact in
                let written = indentEventJSON(compact, into: UnsafeMutableRawBufferPointer(buffer))
                isWhole = written != nil
                count = written ?? 0
            }
        }
        if isWhole { return text }
        capacity *= 2
    }
}

/// As ``indentedEventJSON(_:)``, into memory of the caller.
///
/// - Parameters:
///   - compact: The compact text.
///   - buffer: Gets the indented text, and may be written to past it.
/// - Returns: The length of the indented text, nil when the buffer is too small for it and a few bytes more.
package func indentEventJSON(_ compact: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    guard let start = compact.baseAddress, let target = buffer.baseAddress else { return compact.isEmpty ? 0 : nil }
    var indentation = Indentation(
        input: start,
        inputEnd: start + compact.count,
        output: target,
        outputEnd: target + buffer.count
    )
    return indentation.run() ? indentation.output - target : nil
}

/// The way through the compact text, writing the indented one.
///
/// Most of it is inside strings, which are copied and searched for their end eight bytes at a time. That there is room is seen
/// to where something is put in, so that a copy needs no look at it.
private struct Indentation {
    var input: UnsafeRawPointer
    let inputEnd: UnsafeRawPointer
    var output: UnsafeMutableRawPointer
    let outputEnd: UnsafeMutableRawPointer
    private var depth = 0

    init(
        input: UnsafeRawPointer,
        inputEnd: UnsafeRawPointer,
        output: UnsafeMutableRawPointer,
        outputEnd: UnsafeMutableRawPointer
    ) {
        self.input = input
        self.inputEnd = inputEnd
        self.output = output
        self.outputEnd = outputEnd
    }

    /// Returns false when there is no room for the rest.
    mutating func run() -> Bool {
        guard hasRoom else { return false }
        while input < inputEnd {
            let byte = input.load(as: UInt8.self)
            input += 1
            switch byte {
            case UInt8(ascii: "\""):
                write(byte)
                copyString()
                continue
            case UInt8(ascii: ":"):
                write(byte)
                write(UInt8(ascii: " "))
            case UInt8(ascii: ","):
                write(byte)
                beginLine()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                write(byte)
                // In ASCII the closing bracket follows the opening one by two.
                if input < inputEnd, input.load(as: UInt8.self) == byte &+ 2 {
                    input += 1
                    write(byte &+ 2)
                    continue
                }
                depth &+= 1
                beginLine()
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth = max(0, depth &- 1)
                beginLine()
                write(byte)
            default:
                write(byte)
                continue
            }
            guard hasRoom else { return false }
        }
        return true
    }

    /// Whether there is room for the rest as it is, for what one step puts in, and for writing whole words.
    private var hasRoom: Bool { outputEnd - output >= inputEnd - input &+ depth &+ 24 }

    /// Copies the rest of a string, with its quote.
    private mutating func copyString() {
        let start = input
        while inputEnd - input >= 8 {
            let word = input.loadUnaligned(as: UInt64.self)
            output.storeBytes(of: word, as: UInt64.self)
            let others = UInt64(littleEndian: word) ^ 0x2222_2222_2222_2222
            // The lowest bit set belongs to the first byte that is zero, which was a quote.
            let quotes = (others &- 0x0101_0101_0101_0101) & ~others & 0x8080_8080_8080_8080
            guard quotes != 0 else {
                input += 8
                output += 8
                continue
            }
            let count = quotes.trailingZeroBitCount / 8 + 1
            input += count
            output += count
            if !isQuoteEscaped(since: start) { return }
        }
        while input < inputEnd {
            let byte = input.load(as: UInt8.self)
            input += 1
            write(byte)
            if byte == UInt8(ascii: "\""), !isQuoteEscaped(since: start) { return }
        }
    }

    /// Whether the quote just read is: an even number of backslashes before it escape each other, an odd one the quote.
    private func isQuoteEscaped(since start: UnsafeRawPointer) -> Bool {
        var place = input - 1
        while place > start, (place - 1).load(as: UInt8.self) == UInt8(ascii: "\\") { place -= 1 }
        return !(input - 1 - place).isMultiple(of: 2)
    }

    private mutating func beginLine() {
        write(UInt8(ascii: "\n"))
        // Nearly always there are fewer than eight.
        output.storeBytes(of: 0x2020_2020_2020_2020, as: UInt64.self)
        if depth > 8 {
            for place in 8..<depth { output.storeBytes(of: UInt8(ascii: " "), toByteOffset: place, as: UInt8.self) }
        }
        output += depth
    }

    private mutating func write(_ byte: UInt8) {
        output.storeBytes(of: byte, as: UInt8.self)
        output += 1
    }
}
