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
        guard let first = text.utf8.first, first != 0x30, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int64(text)
        else { return nil }
        self.init(value)
    }

    package static func < (lhs: ResourceVersion, rhs: ResourceVersion) -> Bool { lhs.value < rhs.value }
}

extension ResourceVersion: CustomStringConvertible {
    package var description: String { String(value) }
}
