/// A value as it was written, before anybody knows what it means.
package enum PreferenceValue: Sendable, Equatable {
    /// Where something stands in a file, counted from 1.
    package struct Place: Sendable, Hashable, Comparable {
        package var line: Int
        package var column: Int

        package static func < (left: Place, right: Place) -> Bool {
            (left.line, left.column) < (right.line, right.column)
        }
    }

    /// A name with its value in a mapping.
    package struct Member: Sendable, Equatable {
        package var name: String
        package var place: Place?
        package var value: PreferenceValue
    }

    case text(String, Place? = nil)
    case list([PreferenceValue], Place? = nil)
    case mapping([Member], Place? = nil)

    package var place: Place? {
        switch self {
        case .text(_, let place), .list(_, let place), .mapping(_, let place): place
        }
    }
}

/// What is wrong with values, and where.
package struct PreferenceFaults: Error, Sendable, Equatable {
    package struct Fault: Sendable, Equatable {
        package var message: String
        package var place: PreferenceValue.Place?
    }

    package var faults: [Fault]

    package init(_ faults: [Fault]) {
        self.faults = faults
    }

    init(_ message: String, at place: PreferenceValue.Place?) {
        faults = [Fault(message: message, place: place)]
    }
}
