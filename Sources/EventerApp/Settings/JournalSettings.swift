import Events
import Journal

/// How much a journal keeps, how long, and what happens when what waits fills it.
package struct JournalSettings: Sendable {
    private(set) var options = JournalOptions()

    package init() {}

    /// Reads what a person wrote.
    ///
    /// - Parameters:
    ///   - limit: A size such as `256Mi`, if given.
    ///   - retention: A duration such as `36h` or `7d`, if given.
    ///   - whenFull: `pause` or `drop-oldest-normal`, if given.
    /// - Throws: ``AppError`` with code `usage`.
    package init(limit: String?, retention: String?, whenFull: String?) throws(AppError) {
        if let limit {
            guard let bytes = byteCount(limit) else {
                throw AppError("--journal-limit: \"\(limit)\" is no size", hint: "write 256Mi or 1Gi", code: .usage)
            }
            guard bytes >= 4 << 20 else {
                throw AppError("--journal-limit: \(limit) is less than 4Mi", code: .usage)
            }
            options.maximumBytes = bytes
        }
        if let retention {
            guard let microseconds = DurationText.microseconds(retention), (1...longest).contains(microseconds) else {
                throw AppError("--retention: \"\(retention)\" is no duration", hint: "write 36h or 7d", code: .usage)
            }
            options.retention = .microseconds(microseconds)
        }
        guard let whenFull else { return }
        guard let policy = JournalOptions.WhenFull(rawValue: whenFull) else {
            let known = JournalOptions.WhenFull.allCases.map(\.rawValue).joined(separator: " or ")
            throw AppError("--when-full: \"\(whenFull)\" is unknown", hint: "write \(known)", code: .usage)
        }
        options.whenFull = policy
    }
}

/// Reads `1048576`, `512Ki`, `256Mi`, `1Gi` or their decimal kin `k`, `M`, `G`, as Kubernetes writes sizes.
func byteCount(_ text: String) -> Int? {
    let units: [(String, Int)] = [
        ("Ki", 1 << 10), ("Mi", 1 << 20), ("Gi", 1 << 30), ("Ti", 1 << 40), ("k", 1000), ("M", 1_000_000),
        ("G", 1_000_000_000), ("T", 1_000_000_000_000), ("", 1),
    ]
    guard let unit = units.first(where: { text.hasSuffix($0.0) }) else { return nil }
    let digits = text.dropLast(unit.0.count)
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else {
        return nil
    }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit.1)
    return isTooLarge ? nil : bytes
}

/// A hundred years, in microseconds.
private let longest: Int64 = 36_500 * 86_400_000_000
