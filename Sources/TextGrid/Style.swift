/// What a cell means; which colours say so is the terminal's business.
package struct Style: Sendable, Hashable {
    /// The meanings.
    ///
    /// The letter is what ``Frame/roles`` shows for it.
    package enum Role: UInt8, Sendable, CaseIterable {
        case normal, dim, warning, critical, header, ok, degraded, down, match, frame, hint, new
        /// The row that the cursor is on, and rows that the user marked.
        case selection, marked
        /// The header of the column that keys act on.
        case columnCursor
        case histogramWarning, histogramNormal
        /// Values of a facet that the filter asks for, and that it shuts out.
        case facetOn, facetOff

        package var letter: Character {
            switch self {
            case .normal: "."
            case .dim: "d"
            case .warning: "w"
            case .critical: "c"
            case .header: "h"
            case .ok: "o"
            case .degraded: "g"
            case .down: "x"
            case .match: "m"
            case .frame: "f"
            case .hint: "t"
            case .new: "n"
            case .selection: "s"
            case .marked: "k"
            case .columnCursor: "u"
            case .histogramWarning: "b"
            case .histogramNormal: "a"
            case .facetOn: "i"
            case .facetOff: "e"
            }
        }
    }

    /// What is added to a role's look.
    package struct Attributes: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static let bold = Attributes(rawValue: 1)
        package static let underline = Attributes(rawValue: 2)
        package static let reverse = Attributes(rawValue: 4)
    }

    package var role: Role
    package var attributes: Attributes

    package init(_ role: Role = .normal, _ attributes: Attributes = []) {
        self.role = role
        self.attributes = attributes
    }

    package static let normal = Style()

    package func with(_ attributes: Attributes) -> Style { Style(role, self.attributes.union(attributes)) }
}
