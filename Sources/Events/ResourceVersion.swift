/// The version of an object or of the whole cluster, as the API server counts it.
///
/// Comparable as integers within one resource by contract since Kubernetes 1.35 (KEP-5504) and on every etcd-backed server before.
package struct ResourceVersion: Sendable, Hashable, Comparable {
    /// At least 1 and at most `Int64.max`, etcd's range.
    package let value: Int64

    package init?(_ value: Int64) {
        guard value > 0 else { return nil }
        self.value = value
    }

    /// Reads decimal digits without a leading zero; nil for anything else, also for a number past `Int64.max`.
    package init?(parsing text: some StringProtocol) {
        self.init(parsing: Array(text.utf8).span)
    }

    /// As above, from ASCII.
    package init?(parsing digits: Span<UInt8>) {
        guard !digits.isEmpty, digits[0] != 0x30 else { return nil }
        var value: Int64 = 0
        for index in digits.indices {
            let digit = digits[index]
            guard (0x30...0x39).contains(digit) else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(digit - 0x30))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        self.init(value)
    }

    package static func < (lhs: ResourceVersion, rhs: ResourceVersion) -> Bool { lhs.value < rhs.value }
}

extension ResourceVersion: CustomStringConvertible {
    package var description: String { String(value) }
}
