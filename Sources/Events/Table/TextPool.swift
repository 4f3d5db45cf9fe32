/// A number for a text in a ``TextPool``; equal texts have equal numbers.
struct Symbol: Sendable, Hashable {
    let index: UInt32

    /// The empty text, in every pool.
    static let empty = Symbol(index: 0)
}

/// Texts, each held once as UTF-8 in one buffer and named by a small number.
///
/// A table of events repeats its namespaces, reasons and messages; rows hold numbers, and comparing two is one instruction.
/// Texts never leave a pool: whoever forgets many builds a new one.
struct TextPool: Sendable {
    private var bytes: [UInt8] = []
    /// Where each text begins, and where the last one ends.
    private var starts: [Int] = [0]
    /// Open addressing: the number of a text plus one, 0 where free.
    ///
    /// Its size is a power of two, at least twice the texts.
    private var places: [UInt32] = Array(repeating: 0, count: 64)

    init() {
        _ = symbol(for: "")
    }

    /// How many texts there are; the empty one is always there.
    var count: Int { starts.count - 1 }
    /// Of all texts together.
    var byteCount: Int { bytes.count }

    /// The text's number; a text that is new gets the next one.
    mutating func symbol(for text: String) -> Symbol {
        var text = text
        return text.withUTF8 { self.symbol(for: $0) }
    }

    mutating func symbol(for text: UnsafeBufferPointer<UInt8>) -> Symbol {
        let place = self.place(of: text)
        guard places[place] == 0 else { return Symbol(index: places[place] - 1) }
        let symbol = Symbol(index: UInt32(count))
        bytes.append(contentsOf: text)
        starts.append(bytes.count)
        places[place] = symbol.index + 1
        if count * 2 > places.count { grow() }
        return symbol
    }

    /// The text's number, nil when the pool does not hold it.
    func existing(_ text: String) -> Symbol? {
        var text = text
        let place = text.withUTF8 { self.place(of: $0) }
        return places[place] == 0 ? nil : Symbol(index: places[place] - 1)
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
        withBytes(of: left) { left in withBytes(of: right) { left.lexicographicallyPrecedes($0) } }
    }

    /// Where the text is, or where it belongs.
    private func place(of text: UnsafeBufferPointer<UInt8>) -> Int {
        // Seeded anew in each process: texts come from outside and must not be able to collide on purpose.
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(text))
        let mask = places.count - 1
        var place = hasher.finalize() & mask
        while places[place] != 0 {
            let isSame = withBytes(of: Symbol(index: places[place] - 1)) { $0.elementsEqual(text) }
            if isSame { return place }
            place = (place + 1) & mask
        }
        return place
    }

    private mutating func grow() {
        places = Array(repeating: 0, count: places.count * 2)
        for index in 0..<count {
            let symbol = Symbol(index: UInt32(index))
            let place = withBytes(of: symbol) { self.place(of: $0) }
            places[place] = symbol.index + 1
        }
    }
}
