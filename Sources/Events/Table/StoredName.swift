// The two texts that every event has to itself, without a place in the pool where they are as Kubernetes writes them.

/// The uid of an event in 16 bytes: a UUID in lower-case hex, else the number of a text.
struct StoredUID: Sendable, Hashable {
    /// Zero for a text, whose number is in ``low``.
    private var high: UInt64
    private var low: UInt64

    fileprivate init(_ symbol: Symbol) {
        high = 0
        low = UInt64(symbol.index)
    }

    /// Reads `01234567-89ab-cdef-0123-456789abcdef`; nil for anything else, also where the first half is zero.
    fileprivate init?(_ text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 36, [8, 13, 18, 23].allSatisfy({ text[$0] == UInt8(ascii: "-") }) else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        var digits = 0
        for index in 0..<36 where !(index == 8 || index == 13 || index == 18 || index == 23) {
            guard let digit = text[index].hexDigit else { return nil }
            if digits < 16 { words.0 = words.0 << 4 | digit } else { words.1 = words.1 << 4 | digit }
            digits += 1
        }
        guard words.0 != 0 else { return nil }
        (high, low) = words
    }

    var symbol: Symbol? { high == 0 ? Symbol(index: UInt32(truncatingIfNeeded: low)) : nil }

    fileprivate func write(to text: UnsafeMutableBufferPointer<UInt8>) {
        var digits = 0
        for index in 0..<36 {
            guard !(index == 8 || index == 13 || index == 18 || index == 23) else {
                text[index] = UInt8(ascii: "-")
                continue
            }
            let word = digits < 16 ? high : low
            text[index] = .hexDigit(of: word >> (60 - 4 * UInt64(digits % 16)))
            digits += 1
        }
    }
}

/// The name of an event in 8 bytes: its object's, a dot and a number in hex, as client-go makes it; else the number of a text.
struct StoredName: Sendable, Hashable {
    /// Past 32 bits the number behind the dot, else that of a text.
    private var value: UInt64

    fileprivate init(_ symbol: Symbol) {
        value = UInt64(symbol.index)
    }

    fileprivate init?(_ text: UnsafeBufferPointer<UInt8>, of object: UnsafeBufferPointer<UInt8>) {
        let digits = text.count - object.count - 1
        guard (9...16).contains(digits), text[object.count] == UInt8(ascii: "."),
            text[object.count + 1] != UInt8(ascii: "0"), text.prefix(object.count).elementsEqual(object)
        else { return nil }
        value = 0
        for byte in text.suffix(digits) {
            guard let digit = byte.hexDigit else { return nil }
            value = value << 4 | digit
        }
    }

    var symbol: Symbol? { value >> 32 == 0 ? Symbol(index: UInt32(truncatingIfNeeded: value)) : nil }

    fileprivate func text(of object: String) -> String { object + "." + String(value, radix: 16) }
}

extension TextPool {
    /// What stands for a uid; one that is no UUID takes a place in the pool.
    mutating func uid(for text: String) -> StoredUID {
        text.withBytes { StoredUID($0) } ?? StoredUID(symbol(for: text))
    }

    /// What stands for a uid, nil when the pool does not hold it.
    func existingUID(_ text: String) -> StoredUID? {
        text.withBytes { StoredUID($0) } ?? existing(text).map { StoredUID($0) }
    }

    func text(_ uid: StoredUID) -> String { withBytes(of: uid) { String(decoding: $0, as: UTF8.self) } }

    func withBytes<Result>(of uid: StoredUID, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let symbol = uid.symbol { return withBytes(of: symbol, body) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 36) { text in
            uid.write(to: text)
            return body(UnsafeBufferPointer(text))
        }
    }

    /// What stands for the name of an event about `object`.
    mutating func name(for text: String, of object: String) -> StoredName {
        text.withBytes { text in object.withBytes { StoredName(text, of: $0) } } ?? StoredName(symbol(for: text))
    }

    func text(_ name: StoredName, of object: Symbol) -> String {
        name.symbol.map { text($0) } ?? name.text(of: text(object))
    }

    /// What stands for a uid or a name of `former` here.
    mutating func moved(_ uid: StoredUID, from former: TextPool) -> StoredUID {
        uid.symbol.map { symbol in StoredUID(former.withBytes(of: symbol) { self.symbol(for: $0) }) } ?? uid
    }

    mutating func moved(_ name: StoredName, from former: TextPool) -> StoredName {
        name.symbol.map { symbol in StoredName(former.withBytes(of: symbol) { self.symbol(for: $0) }) } ?? name
    }
}

extension UInt8 {
    /// The value of a lower-case hexadecimal digit.
    fileprivate var hexDigit: UInt64? {
        switch self {
        case 0x30...0x39: UInt64(self - 0x30)
        case 0x61...0x66: UInt64(self - 0x57)
        default: nil
        }
    }

    fileprivate static func hexDigit(of value: UInt64) -> UInt8 {
        let digit = UInt8(truncatingIfNeeded: value & 15)
        return digit < 10 ? 0x30 + digit : 0x57 + digit
    }
}
