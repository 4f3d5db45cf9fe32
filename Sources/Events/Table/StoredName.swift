// The two texts that every event has to itself, without a place in the pool where they are as Kubernetes writes them.

/// The uid of an event in 16 bytes: a UUID in lower-case hex, else the number of a text.
struct StoredUID: Sendable, Equatable {
    /// Zero for a text, whose number is in ``low``.
    private var high: UInt64
    private var low: UInt64

    fileprivate init(_ symbol: Symbol) {
        high = 0
        low = UInt64(symbol.index)
    }

    /// Reads `01234567-89ab-cdef-0123-456789abcdef`; nil for anything else, also where the first half is zero.
    fileprivate init?(_ text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 36 else { return nil }
        var digits = HexReader(text)
        digits.read(0..<8)
        digits.readDash(at: 8)
        digits.read(9..<13)
        digits.readDash(at: 13)
        digits.read(14..<18)
        let first = digits.take()
        digits.readDash(at: 18)
        digits.read(19..<23)
        digits.readDash(at: 23)
        digits.read(24..<36)
        let second = digits.take()
        guard digits.areAllThere, first != 0 else { return nil }
        (high, low) = (first, second)
    }

    func hash(_ key: HashKey, _ cluster: Symbol) -> UInt64 { key.hash(high, low, UInt64(cluster.index)) }

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
struct StoredName: Sendable, Equatable {
    /// Past 32 bits the number behind the dot, else that of a text.
    private var value: UInt64

    fileprivate init(_ symbol: Symbol) {
        value = UInt64(symbol.index)
    }

    fileprivate init?(_ text: UnsafeBufferPointer<UInt8>, of object: UnsafeBufferPointer<UInt8>) {
        let digits = text.count - object.count - 1
        guard (9...16).contains(digits), text[object.count] == UInt8(ascii: "."),
            text[object.count + 1] != UInt8(ascii: "0"),
            UnsafeBufferPointer(rebasing: text.prefix(object.count)).isSame(as: object)
        else { return nil }
        var number = HexReader(text)
        number.read((object.count + 1)..<text.count)
        guard number.areAllThere else { return nil }
        value = number.take()
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

/// Reads lower-case hexadecimal digits, without a branch for each: whether all were some is asked at the end.
private struct HexReader {
    private let text: UnsafeBufferPointer<UInt8>
    private var value: UInt64 = 0
    private(set) var areAllThere = true

    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    mutating func read(_ range: Range<Int>) {
        var bad: UInt8 = 0
        for index in range {
            let byte = text[index]
            let decimal = byte &- 0x30
            let letter = byte &- 0x61
            bad |= decimal < 10 || letter < 6 ? 0 : 1
            value = value << 4 | UInt64(decimal < 10 ? decimal : letter &+ 10)
        }
        if bad != 0 { areAllThere = false }
    }

    mutating func readDash(at index: Int) {
        if text[index] != UInt8(ascii: "-") { areAllThere = false }
    }

    /// What was read since the last call.
    mutating func take() -> UInt64 {
        defer { value = 0 }
        return value
    }
}

extension UInt8 {
    fileprivate static func hexDigit(of value: UInt64) -> UInt8 {
        let digit = UInt8(truncatingIfNeeded: value & 15)
        return digit < 10 ? 0x30 + digit : 0x57 + digit
    }
}
