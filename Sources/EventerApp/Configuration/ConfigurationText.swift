import TextGrid
import Viewer

/// The configuration as text: what holds, and an example with all there is.
package enum ConfigurationText {
    private static let margin = 40

    /// What holds, as a file would have it, with where each value came from.
    ///
    /// - Parameters:
    ///   - configuration: What holds.
    ///   - file: The path of the file it was read from, nil when there was none.
    /// - Returns: Lines of YAML, without the last newline.
    package static func effective(_ configuration: EffectiveConfiguration, file: String?) -> String {
        var lines = ["# " + (file.map { "from " + sanitise($0) } ?? "no configuration file")]
        for key in PreferenceKey.all {
            let setting = key.name + ": " + key.show(configuration.preferences)
            let gap = max(1, margin - displayWidth(setting))
            let origin = text(configuration.origins[key.name] ?? .usual)
            lines.append(setting + String(repeating: " ", count: gap) + "# " + origin)
        }
        return lines.joined(separator: "\n")
    }

    private static func text(_ origin: EffectiveConfiguration.Origin) -> String {
        switch origin {
        case .usual: "default"
        case .file(let line): "line \(line)"
        case .variable(let name): "$" + name
        case .view(let name): "view " + sanitise(name)
        case .flag(let flag): flag
        }
    }

    /// A file with every key and its default, all of it commented out.
    package static var example: String {
        var lines = [
            "# eventer's configuration. Each key has its default; take away the # to change one.",
            "# A flag beats the environment, which beats this file. Sinks and access keys do not belong here.",
        ]
        for key in PreferenceKey.all {
            var also = [key.flag, "$" + key.variable].compactMap { $0 }
            if key.isMapping { also.removeAll() }
            lines += ["", "# " + key.summary, "# Values: " + key.form + "."]
            if key.name == "keys" { lines += actions }
            if !also.isEmpty { lines.append("# Also: " + also.joined(separator: ", ") + ".") }
            lines.append("#" + key.name + ": " + key.defaultText)
            if !key.example.isEmpty { lines += ["# For example:"] + key.example.map { "#" + $0 } }
        }
        return lines.joined(separator: "\n")
    }
}

extension ConfigurationText {
    /// The names of the actions, in lines of a comment.
    private static var actions: [String] {
        let names = Keymap.actions.keys.sorted().joined(separator: ", ")
        return CleanText("Actions: " + names + ".").wrapped(to: 110).map { "# " + $0.string }
    }
}

extension PreferenceKey {
    /// Whether only the file can say it.
    var isMapping: Bool { ["views", "keys", "alerts"].contains(name) }
}
