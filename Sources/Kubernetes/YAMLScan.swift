/// Looks over YAML before the parser does, and turns away what would cost it time, memory or its stack.
///
/// Knows nothing of quotes: it may count too much, never too little, and its limits leave room for that.
package struct YAMLScan {
    private static let flowDepth = 64
    private static let dashesInARow = 200
    private static let indentation = 256
    /// With more aliases than these, one must not be in a key.
    ///
    /// The parser hashes keys, with all that aliases in them unfold to; eight of them unfold to little.
    private static let freeAliases = 8

    /// More separators than this cannot be needed for the values allowed.
    let valueLimit: Int
    private var open = 0
    /// Of this line; nil once it has begun.
    private var indent: Int? = 0
    private var dashes = 0
    private var separators = 0
    private var aliases = 0
    private var hasComplexKey = false
    /// The last byte that is no white space, and the last byte.
    private var solid = UInt8(ascii: "\n")
    private var previous = UInt8(ascii: "\n")
    private var isInAlias = false
    /// The last bracket held what an address of IPv6 holds, as in `https://[::1]:6443`.
    private var isAddress = false

    package init(valueLimit: Int) {
        self.valueLimit = valueLimit
    }

    /// What is wrong with the text, for the end of a sentence that begins with the file's name.
    package mutating func problem(in text: String) -> String? {
        for byte in text.utf8 {
            count(byte)
            let isDeep = open > Self.flowDepth || dashes > Self.dashesInARow || indent ?? 0 > Self.indentation
            if isDeep { return "is nested too deep" }
            if separators > valueLimit { return "has too many values" }
            note(byte)
        }
        return aliases > Self.freeAliases && hasComplexKey ? "has aliases in lists or keys" : nil
    }

    private mutating func count(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"): indent = 0
        case UInt8(ascii: " "): indent = indent.map { $0 + 1 }
        default: indent = nil
        }
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            open += 1
            separators += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            open = max(0, open - 1)
        case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            separators += 1
        case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
            dashes += 1
            separators += 1
        case UInt8(ascii: " "), UInt8(ascii: "\t"):
            break
        default:
            dashes = 0
        }
    }

    private mutating func note(_ byte: UInt8) {
        let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
        switch byte {
        case UInt8(ascii: "*"):
            aliases += 1
            noteStart()
            isInAlias = true
            isAddress = false
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            noteStart()
            isAddress = byte == UInt8(ascii: "[")
        case UInt8(ascii: "?") where !Self.isWord(previous):
            hasComplexKey = true
        case UInt8(ascii: ":"):
            let endsBracket = solid == UInt8(ascii: "]") || solid == UInt8(ascii: "}")
            if isInAlias || endsBracket && !isAddress { hasComplexKey = true }
        default:
            if !Self.isHexadecimal(byte), byte != UInt8(ascii: "]") { isAddress = false }
            if !Self.isWord(byte), !isBlank { isInAlias = false }
            if Self.isWord(byte), previous == UInt8(ascii: " ") { isInAlias = false }
        }
        previous = byte
        if !isBlank, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") { solid = byte }
    }

    /// Notes where an alias or a bracket begins: in braces, one may stand as a key without a value.
    private mutating func noteStart() {
        if solid == UInt8(ascii: "{") || solid == UInt8(ascii: ",") { hasComplexKey = true }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
