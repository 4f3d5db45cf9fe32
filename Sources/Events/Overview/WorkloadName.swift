/// What made an object, by the pattern of its name: `web-7d9f8c6b5d-x2k4q`, `nightly-28531400-4bq9z`, `mysql-0`.
///
/// A guess: controllers name what they make so, and nobody else is kept from doing it.
package enum WorkloadName {
    /// The kind and name of the maker; nil when the name does not look made.
    package static func maker(kind: String, name: String) -> (kind: String, name: String)? {
        guard let dash = name.utf8.lastIndex(of: UInt8(ascii: "-")) else { return nil }
        let rest = name[..<dash]
        let last = name[name.index(after: dash)...]
        switch kind {
        case "ReplicaSet": return isHash(last, 6...10) ? ("Deployment", String(rest)) : nil
        case "Job": return isNumber(last, 5...10) ? ("CronJob", String(rest)) : nil
        case "Pod" where isNumber(last, 1...4): return ("StatefulSet", String(rest))
        case "Pod" where isHash(last, 5...5):
            guard let former = rest.utf8.lastIndex(of: UInt8(ascii: "-")).map({ rest[rest.index(after: $0)...] }) else {
                return nil
            }
            if isNumber(former, 5...10) { return ("Job", String(rest)) }
            return isHash(former, 6...10) ? ("ReplicaSet", String(rest)) : nil
        default: return nil
        }
    }

    /// The name that all the pods of a workload begin with: `web` of `web-7d9f8c6b5d-x2k4q`; the name itself when it is nobody's.
    ///
    /// A pod of a daemon set or a job has but one suffix, so that what stands before five such letters is taken for its maker.
    package static func stem(kind: String, name: String) -> (name: String, isMade: Bool) {
        var (kind, stem) = (kind, name)
        while let maker = maker(kind: kind, name: stem) { (kind, stem) = maker }
        if stem == name, kind == "Pod", let dash = name.utf8.lastIndex(of: UInt8(ascii: "-")), dash > name.startIndex,
            isHash(name[name.index(after: dash)...], 5...5)
        {
            stem = String(name[..<dash])
        }
        return (stem, stem != name)
    }

    /// The letters that Kubernetes makes names of: no vowels, no digits that look like them.
    private static func isHash(_ text: Substring, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.utf8.count) && text.utf8.allSatisfy { "bcdfghjklmnpqrstvwxz2456789".utf8.contains($0) }
    }

    private static func isNumber(_ text: Substring, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
