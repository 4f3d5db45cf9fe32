/// What short texts are hashed with: another one in each process, so that texts from outside cannot be made to collide.
///
/// Eight bytes at a time are multiplied into the state with the halves of the product folded, as wyhash does
/// (https://github.com/wangyi-fudan/wyhash): a fourth of what `Hasher` costs for the texts of an event. For tables in memory only.
struct HashKey: Sendable {
    private let start: UInt64
    private let factor: UInt64

    init() {
        // Hasher has the seed of the process; with an odd factor no bit of the state is lost.
        start = Self.word(1)
        factor = Self.word(2) | 1
    }

    private static func word(_ number: Int) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(number)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    func hash(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = start ^ UInt64(truncatingIfNeeded: bytes.count)
        var place = 0
        while bytes.count - place >= 8 {
            state = mixed(state, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var rest: UInt64 = 0
        while place < bytes.count {
            rest = rest << 8 | UInt64(bytes[place])
            place += 1
        }
        return mixed(mixed(state, rest), start)
    }

    func hash(_ first: UInt64, _ second: UInt64, _ third: UInt64) -> UInt64 {
        mixed(mixed(mixed(mixed(start, first), second), third), start)
    }

    private func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: factor)
        return product.high ^ product.low
    }
}
