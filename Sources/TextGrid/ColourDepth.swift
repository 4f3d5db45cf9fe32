/// How many colours may be used; what a look does with them is the theme's business.
package enum ColourDepth: Int, Sendable, CaseIterable, Comparable {
    case none = 0
    case eight = 8
    case sixteen = 16
    case many = 256

    /// The depth of a terminal with `count` colours.
    package init(colours count: Int) {
        self = count >= 256 ? .many : count >= 16 ? .sixteen : count >= 8 ? .eight : .none
    }

    package static func < (left: ColourDepth, right: ColourDepth) -> Bool { left.rawValue < right.rawValue }
}
