/// A number for a text in a ``TextPool``; equal texts have equal numbers.
struct Symbol: Sendable, Hashable {
    let index: UInt32

    /// The empty text, in every pool.
    static let empty = Symbol(index: 0)
    /// `Warning`, in every pool.
    static let warning = Symbol(index: 1)
    /// `BackOff` and `Node`, in every pool.
    static let backOff = Symbol(index: 2)
    static let node = Symbol(index: 3)
}

/// Texts, each held once as UTF-8 in one buffer and named by a small number.
///
/// A table of events repeats its namespaces, reasons and messages; rows hold numbers, and comparing two is one instruction.
/// Texts never leave a pool: whoever forgets many builds a new one.
struct TextPool: Sendable {
    private var bytes: [UInt8] = []
    /// Where each text begins, and where the last one ends.
    private var starts: [Int] = [0]
    /// Open addressing: where a text is, 0 where free.
    ///
    /// Its size is a power of two, at least 4/3 of the texts.
    private var places: [UInt64] = Array(repeating: 0, count: 64)
    private let key = HashKey()

    init() {
        _ = symbol(for: "")
        _ = symbol(for: "Warning")
        _ = symbol(for: "BackOff")
        _ = symbol(for: "Node")
    }

    /// How many texts there are; those of ``Symbol`` are always there.
    var count: Int { starts.count - 1 }
    /// Of all texts together.
    var byteCount: Int { bytes.count }

    /// The text's number; a text that is new gets the next one.
    mutating func symbol(for text: String) -> Symbol {
        var text = text
        return text.withUTF8 { self.symbol(for: $0) }
    }

    /// The text's number, which is mostly `former`: to compare two texts costs a fraction of looking one up.
    mutating func symbol(for text: String, formerly former: Symbol?) -> Symbol {
        var text = text
        return text.withUTF8 { text in
            if let former, withBytes(of: former, { $0.isSame(as: text) }) { return former }
            return symbol(for: text)
        }
    }

    mutating func symbol(for text: UnsafeBufferPointer<UInt8>) -> Symbol {
        let hash = hash(of: text)
        let place = place(of: text, hash)
        if let symbol = symbol(at: place) { return symbol }
        let symbol = Symbol(index: UInt32(count))
        bytes.append(contentsOf: text)
        starts.append(bytes.count)
        // Its hash goes with it: most other texts are told from it without a look at either.
        places[place] = UInt64(hash) << 32 | UInt64(symbol.index + 1)
        if count * 4 > places.count * 3 { grow() }
        return symbol
    }

    /// The text's number, nil when the pool does not hold it.
    func existing(_ text: String) -> Symbol? {
        var text = text
        return text.withUTF8 { symbol(at: place(of: $0, hash(of: $0))) }
    }

    func text(_ symbol: Symbol) -> String {
        withBytes(of: symbol) { String(decoding: $0, as: UTF8.self) }
    }

    func withBytes<Result>(of symbol: Symbol, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let index = Int(symbol.index)
        return bytes.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[starts[index]..<starts[index + 1]]))
        }
    }

    /// Whether `left` comes before `right`, by their bytes.
    func precedes(_ left: Symbol, _ right: Symbol) -> Bool {
        withBytes(of: left) { left in withBytes(of: right) { left.comesBefore($0) } }
    }

    private func hash(of text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        UInt32(truncatingIfNeeded: key.hash(of: UnsafeRawBufferPointer(text)))
    }

    private func symbol(at place: Int) -> Symbol? {
        places[place] == 0 ? nil : Symbol(index: UInt32(truncatingIfNeeded: places[place]) - 1)
    }

    /// Where the text is, or where it belongs.
    private func place(of text: UnsafeBufferPointer<UInt8>, _ hash: UInt32) -> Int {
        let mask = places.count - 1
        var place = Int(hash) & mask
        while let symbol = symbol(at: place) {
            if places[place] >> 32 == hash, withBytes(of: symbol, { $0.isSame(as: text) }) { return place }
            place = (place + 1) & mask
        }
        return place
    }

    private mutating func grow() {
        let former = places
        places = Array(repeating: 0, count: former.count * 2)
        let mask = places.count - 1
        for entry in former where entry != 0 {
            var place = Int(entry >> 32) & mask
            while places[place] != 0 { place = (place + 1) & mask }
            places[place] = entry
        }
    }
}
