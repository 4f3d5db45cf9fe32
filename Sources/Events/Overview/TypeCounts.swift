/// The types that counts tell apart.
package enum EventClass: Int, Sendable, CaseIterable {
    case normal
    case warning
    /// Whatever a reporter wrote that is neither.
    case other

    package init(type: String) {
        switch type {
        case "Normal": self = .normal
        case "Warning": self = .warning
        default: self = .other
        }
    }
}

/// How many event versions of each type there are.
package struct TypeCounts: Sendable, Equatable {
    package var warning: Int
    package var normal: Int
    package var other: Int

    package init(warning: Int = 0, normal: Int = 0, other: Int = 0) {
        self.warning = warning
        self.normal = normal
        self.other = other
    }

    package var total: Int { warning + normal + other }

    package subscript(_ kind: EventClass) -> Int {
        get {
            switch kind {
            case .normal: normal
            case .warning: warning
            case .other: other
            }
        }
        set {
            switch kind {
            case .normal: normal = newValue
            case .warning: warning = newValue
            case .other: other = newValue
            }
        }
    }

    package static func + (left: TypeCounts, right: TypeCounts) -> TypeCounts {
        TypeCounts(
            warning: left.warning + right.warning,
            normal: left.normal + right.normal,
            other: left.other + right.other
        )
    }
}
