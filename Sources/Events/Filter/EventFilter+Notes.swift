extension EventFilter {
    /// What can be read but finds nothing, because no event has such a value.
    ///
    /// - Parameter values: The values that were seen of a field, the most frequent first; empty where that is not known.
    /// - Returns: A note for each such value, in the order of the text.
    package func notes(values: (FilterField) -> [String]) -> [FilterNote] {
        parts.flatMap { part -> [FilterNote] in
            if let condition = part.condition {
                return condition.items.compactMap { item in
                    Self.message(condition.name.field, item.test, values).map {
                        FilterNote(message: $0, range: item.range)
                    }
                }
            }
            return part.node.terms.flatMap { field, test in
                test.all.compactMap { test in
                    Self.message(field, test, values).map { FilterNote(message: $0, range: part.range) }
                }
            }
        }
    }

    private static func message(_ field: FilterField, _ test: FilterTest, _ values: (FilterField) -> [String])
        -> String?
    {
        guard field.isText, !field.findsParts, !field.columns.contains(.rare) else { return nil }
        let fault: String
        switch test {
        case .equal(let needle) where !needle.text.isEmpty:
            fault = "no value \"\(needle.text)\" seen for \(field.rawValue)"
        case .glob(let needle): fault = "no value seen for \(field.rawValue) is like \(needle.text)"
        default: return nil
        }
        let seen = values(field)
        guard !seen.isEmpty, !seen.contains(where: { test.matches($0) }) else { return nil }
        let shown = seen.prefix(5).joined(separator: ", ") + (seen.count > 5 ? ", ..." : "")
        return fault + "; values: " + shown
    }
}
