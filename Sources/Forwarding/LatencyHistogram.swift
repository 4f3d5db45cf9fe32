/// Delays of the last one to two minutes, exact to 12 %.
///
/// Eight buckets for each doubling of the microseconds, in two generations of a minute each, so that neither memory nor age
/// grows.
struct LatencyHistogram {
    private static let generation: Duration = .seconds(60)
    private static let bucketCount = 64 * 8

    private var current = [Int](repeating: 0, count: bucketCount)
    private var former = [Int](repeating: 0, count: bucketCount)
    private var began: Duration = .zero

    mutating func add(_ delay: Duration, at time: Duration) {
        rotate(at: time)
        current[Self.bucket(of: delay)] += 1
    }

    /// The delay that `share` of all stay below, nil without any.
    mutating func percentile(_ share: Double, at time: Duration) -> Duration? {
        rotate(at: time)
        let total = zip(current, former).reduce(0) { $0 + $1.0 + $1.1 }
        guard total > 0 else { return nil }
        let rank = max(Int((Double(total) * share).rounded(.up)), 1)
        var count = 0
        for bucket in current.indices {
            count += current[bucket] + former[bucket]
            if count >= rank { return Self.upperEnd(of: bucket) }
        }
        return nil
    }

    private mutating func rotate(at time: Duration) {
        let age = time - began
        guard age >= Self.generation else { return }
        former = age < Self.generation * 2 ? current : [Int](repeating: 0, count: Self.bucketCount)
        current = [Int](repeating: 0, count: Self.bucketCount)
        began = time
    }

    private static func bucket(of delay: Duration) -> Int {
        let parts = delay.components
        guard parts.seconds < 1 << 40 else { return bucketCount - 1 }
        let microseconds = UInt64(max(parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000, 8))
        let exponent = 63 - microseconds.leadingZeroBitCount
        return exponent * 8 + Int(microseconds >> UInt64(exponent - 3) & 7)
    }

    private static func upperEnd(of bucket: Int) -> Duration {
        let exponent = bucket / 8
        return .microseconds(Int64(clamping: UInt64(bucket % 8 + 9) << UInt64(max(exponent - 3, 0))))
    }
}
