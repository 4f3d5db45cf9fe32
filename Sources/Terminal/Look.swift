/// The colours and attributes of a role.
struct Look: Equatable {
    struct Attributes: OptionSet, Equatable {
        let rawValue: UInt8

        static let bold = Attributes(rawValue: 1)
        static let dim = Attributes(rawValue: 2)
        static let underline = Attributes(rawValue: 4)
        static let reverse = Attributes(rawValue: 8)
    }

    /// -1 is the terminal's own.
    var foreground: Int16 = -1
    var background: Int16 = -1
    var attributes: Attributes = []

    static let plain = Look()

    init(_ foreground: Int16 = -1, on background: Int16 = -1, _ attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}
