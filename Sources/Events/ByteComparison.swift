import Glibc

extension UnsafeBufferPointer<UInt8> {
    /// Whether both hold the same bytes; in one call where `elementsEqual` takes them one by one.
    func isSame(as other: Self) -> Bool {
        guard count == other.count else { return false }
        guard let first = baseAddress, let second = other.baseAddress else { return isEmpty }
        return memcmp(first, second, count) == 0
    }

    /// Whether it comes before `other` by the bytes, the shorter first where it is the start of the other.
    func comesBefore(_ other: Self) -> Bool {
        guard let first = baseAddress, let second = other.baseAddress else { return count < other.count }
        let difference = memcmp(first, second, Swift.min(count, other.count))
        return difference == 0 ? count < other.count : difference < 0
    }
}
