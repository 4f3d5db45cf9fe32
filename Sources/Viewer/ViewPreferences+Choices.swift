extension ViewPreferences {
    package enum Time: String, Sendable, CaseIterable { case relative, local, utc }

    /// Which events share a row.
    package enum Group: String, Sendable, CaseIterable {
        case objectAndReason = "object+reason"
        case none, reason, object, namespace, node, source, message
    }

    package enum Column: String, Sendable, CaseIterable {
        case last, type, count, first, cluster, namespace, reason, object, source, node, message
    }

    /// The order of the rows: `count`, or turned round, `count:asc`.
    package struct Sort: Sendable, Equatable {
        package enum Field: String, Sendable, CaseIterable {
            case last, first, count, type, namespace, reason, object, cluster, source, node, message

            /// Times and numbers begin with the greatest, texts with the first.
            var isDescending: Bool { self == .last || self == .first || self == .count }
        }

        package var field: Field
        /// Whether it is turned round: the oldest first, the smallest count.
        package var isInverted: Bool

        package init(_ field: Field = .last, isInverted: Bool = false) {
            self.field = field
            self.isInverted = isInverted
        }

        /// Reads `FIELD`, `FIELD:asc` or `FIELD:desc`.
        package init?(_ text: String) {
            let parts = text.lowercased().split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2, let field = parts.first.flatMap({ Field(rawValue: String($0)) }) else { return nil }
            switch parts.count == 2 ? parts[1] : "" {
            case "" where parts.count == 1: self.init(field)
            case "asc": self.init(field, isInverted: field.isDescending)
            case "desc": self.init(field, isInverted: !field.isDescending)
            default: return nil
            }
        }

        /// As ``init(_:)`` reads it.
        package var text: String {
            guard isInverted else { return field.rawValue }
            return field.rawValue + (field.isDescending ? ":asc" : ":desc")
        }
    }
}
