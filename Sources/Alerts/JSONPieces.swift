import FoundationEssentials

/// JSON that grows by small values, each of which is encoded by itself.
struct JSONPieces {
    private(set) var bytes: [UInt8] = []
    private let encoder: JSONEncoder

    /// Goes on where `bytes` ends; leaves it empty, so that nothing is copied.
    init(taking bytes: inout [UInt8]) {
        swap(&self.bytes, &bytes)
        encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
    }

    /// Adds text that is JSON already.
    mutating func add(_ text: String) {
        bytes += text.utf8
    }

    /// Adds a value; it must be of texts, numbers and truth values, so that nothing in it is beyond JSON.
    mutating func add(value: some Encodable) {
        guard let data = try? encoder.encode(value) else { return add("null") }
        bytes += data
    }

    mutating func add<Value>(list: [Value], _ each: (inout JSONPieces, Value) -> Void) {
        add("[")
        for (index, value) in list.enumerated() {
            if index > 0 { add(",") }
            each(&self, value)
        }
        add("]")
    }
}
