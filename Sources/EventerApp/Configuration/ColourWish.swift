package import TextGrid

/// How many colours are wanted, before the terminal is asked how many it has.
package struct ColourWish: Sendable, Equatable {
    /// The most to use.
    package var depth: ColourDepth
    /// Somebody says that the terminal has more colours than the description of its type may know.
    package var isCertain = false

    /// Decides by `--color`, then `$NO_COLOR`, then `$CLICOLOR_FORCE` and `$FORCE_COLOR`, then the file, then `$COLORTERM`; the
    /// terminal's description has the last word.
    ///
    /// - Parameters:
    ///   - configuration: Where `color` stands.
    ///   - environment: Of the process.
    package init(_ configuration: EffectiveConfiguration, environment: [String: String]) {
        let choice = configuration.preferences.colour
        let variables = Variables(environment)
        switch configuration.origins["color"] {
        case .flag, .variable: self = Self.wish(choice) ?? variables.strict ?? variables.weak
        default: self = variables.strict ?? Self.wish(choice) ?? variables.weak
        }
    }

    private init(_ depth: ColourDepth, isCertain: Bool = false) {
        self.depth = depth
        self.isCertain = isCertain
    }

    /// The types of terminal to try, best first, for the one that `$TERM` names.
    package func terminals(_ name: String) -> [String] {
        let knows = name.hasSuffix("color") || name.hasSuffix("direct")
        return isCertain && !knows ? [name + "-\(depth.rawValue)color", name] : [name]
    }

    private static func wish(_ choice: Preferences.Colour) -> ColourWish? {
        switch choice {
        case .auto: nil
        case .never: ColourWish(.none)
        case .sixteen: ColourWish(.sixteen, isCertain: true)
        case .many: ColourWish(.many, isCertain: true)
        }
    }

    /// What others say by the environment: https://no-color.org, https://bixense.com/clicolors, https://force-color.org.
    private struct Variables {
        let environment: [String: String]

        init(_ environment: [String: String]) {
            self.environment = environment
        }

        private func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

        var strict: ColourWish? {
            if value("NO_COLOR") != nil { return ColourWish(.none) }
            if let force = value("CLICOLOR_FORCE"), force != "0" { return ColourWish(.many) }
            switch value("FORCE_COLOR") {
            case nil: return nil
            case "0", "false": return ColourWish(.none)
            case "1": return ColourWish(.sixteen, isCertain: true)
            case "2", "3": return ColourWish(.many, isCertain: true)
            default: return ColourWish(.many)
            }
        }

        var weak: ColourWish {
            if value("CLICOLOR") == "0" { return ColourWish(.none) }
            let isTrue = ["truecolor", "24bit"].contains(value("COLORTERM")?.lowercased())
            return ColourWish(.many, isCertain: isTrue)
        }
    }
}
