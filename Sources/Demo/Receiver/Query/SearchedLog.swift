import Foundation

/// A stored log while it is searched: words are cut, and JSON is read, when a condition asks for them first.
struct SearchedLog {
    let fields: [String: String]
    private var objects: [String: Any] = [:]

    /// Reads a line of the received file; nil when it is none.
    init?(_ line: [UInt8]) {
        guard let object = (try? JSONSerialization.jsonObject(with: Data(line))) as? [String: Any] else { return nil }
        fields = object.compactMapValues { $0 as? String }
    }

    /// Whether `search` finds it.
    ///
    /// - Throws: For a field that is not in the index.
    mutating func matches(_ search: LogSearch, _ index: SearchIndex) throws(SearchError) -> Bool {
        switch search {
        case .all: return true
        case .not(let inner): return try !matches(inner, index)
        case .and(let parts):
            for part in parts where try !matches(part, index) { return false }
            return true
        case .or(let parts):
            for part in parts where try matches(part, index) { return true }
            return false
        case .condition(let condition): return try matches(condition, index)
        }
    }

    private mutating func matches(_ condition: SearchCondition, _ index: SearchIndex) throws(SearchError) -> Bool {
        guard let key = condition.key else { return matchesAnywhere(condition.value, index) }
        let target = try index.target(of: key)
        guard let text = text(at: target) else { return false }
        if case .number(let comparison, let number) = condition.value {
            guard target.kind == .long || target.kind == .double else {
                throw SearchError(message: "\(key) is no number field of the index, it cannot be compared")
            }
            return Double(text).map { Self.compare($0, comparison, number) } ?? false
        }
        return Self.matches(condition.value, target.rule, target.rule.words(of: text))
    }

    private func matchesAnywhere(_ value: SearchCondition.Value, _ index: SearchIndex) -> Bool {
        guard let rule = index.line else { return false }
        // A phrase does not go on from one field into the next.
        if case .phrase = value {
            return fields.contains { Self.matches(value, rule, rule.words(of: $0.value)) }
        }
        let words = fields.flatMap { rule.words(of: $0.key) + rule.words(of: $0.value) }
        return Self.matches(value, rule, words)
    }

    private static func matches(
        _ value: SearchCondition.Value,
        _ rule: WordRule,
        _ words: [[UInt8]]
    ) -> Bool {
        switch value {
        case .exists: true
        case .words(let text): rule.contains(rule.words(of: text), in: words)
        case .phrase(let text): rule.contains(phrase: rule.words(of: text), in: words)
        case .pattern(let text): rule.contains(pattern: text, in: words)
        case .number: false
        }
    }

    private static func compare(_ value: Double, _ comparison: String, _ number: Double) -> Bool {
        switch comparison {
        case ">": value > number
        case ">=": value >= number
        case "<": value < number
        case "<=": value <= number
        default: value == number
        }
    }

    private mutating func text(at target: SearchIndex.Target) -> String? {
        guard let path = target.path else { return fields[target.name] }
        let object = objects[target.name] ?? parse(target.name)
        objects[target.name] = object
        var value = object
        for step in path {
            guard let next = (value as? [String: Any])?[String(step)] else { return nil }
            value = next
        }
        switch value {
        case let text as String: return text
        case let number as NSNumber: return number.stringValue
        default: return nil
        }
    }

    private func parse(_ name: String) -> Any {
        guard let text = fields[name], let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) else {
            return [String: Any]()
        }
        return object
    }
}
