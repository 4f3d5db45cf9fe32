import Foundation

/// Names and values of a query or of a form, decoded.
struct Form {
    private var values: [String: String] = [:]

    init(_ text: String) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? parts[1].replacing("+", with: " ") : ""
            values[String(parts[0])] = value.removingPercentEncoding
        }
    }

    subscript(_ name: String) -> String? { values[name] }
}
