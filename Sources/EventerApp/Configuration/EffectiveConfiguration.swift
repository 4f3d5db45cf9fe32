import Basics
import TextGrid
import Viewer

/// A preference given on the command line.
package struct PreferenceFlag: Sendable, Equatable {
    /// Of a ``PreferenceKey``.
    package var key: String
    /// As it was typed: `--no-mouse`.
    package var flag: String
    package var value: String

    package init(_ key: String, _ flag: String, _ value: String) {
        self.key = key
        self.flag = flag
        self.value = value
    }
}

/// The preferences that hold, and what each came from: flag before environment before file before default.
package struct EffectiveConfiguration: Sendable, Equatable {
    package enum Origin: Sendable, Equatable {
        case usual
        case file(line: Int)
        case variable(String)
        /// A view that the file defines and `--view` named.
        case view(String)
        case flag(String)
    }

    package private(set) var preferences = Preferences()
    /// By the name of the key; what is not there is the default.
    package private(set) var origins: [String: Origin] = [:]

    /// The defaults.
    package init() {}

    /// Puts everything together.
    ///
    /// - Parameters:
    ///   - flags: In the order they were given; the last of a kind counts.
    ///   - view: The view to begin with, if one is named.
    ///   - environment: Of the process.
    ///   - file: The file, if there is one.
    /// - Throws: ``ConfigurationError`` with every fault there is.
    package init(
        flags: [PreferenceFlag],
        view: String? = nil,
        environment: [String: String] = [:],
        file: ConfigurationFile? = nil
    ) throws(ConfigurationError) {
        var problems: [ConfigurationError.Problem] = []
        for member in file?.members ?? [] { take(member, of: file?.path ?? "", &problems) }
        for key in PreferenceKey.all where !key.isMapping {
            guard let text = environment[key.variable], !text.isEmpty else { continue }
            read(key, .text(text), .variable(key.variable), .variable(key.variable), &problems)
        }
        if let view { begin(with: view, &problems) }
        for flag in flags {
            guard let key = PreferenceKey.named(flag.key) else { continue }
            read(key, .text(flag.value), .flag(flag.flag), .flag(flag.flag), &problems)
        }
        bindControlZ(&problems)
        guard problems.isEmpty else { throw ConfigurationError(problems) }
    }

    private mutating func take(
        _ member: PreferenceValue.Member,
        of path: String,
        _ problems: inout [ConfigurationError.Problem]
    ) {
        guard let key = PreferenceKey.named(member.name) else {
            problems.append(.init(.file(path), .init(message: Self.unknown(member.name), place: member.place)))
            return
        }
        read(key, member.value, .file(line: member.place?.line ?? 0), .file(path), &problems)
    }

    private mutating func read(
        _ key: PreferenceKey,
        _ value: PreferenceValue,
        _ origin: Origin,
        _ source: ConfigurationError.Source,
        _ problems: inout [ConfigurationError.Problem]
    ) {
        do throws(PreferenceFaults) {
            try key.read(value, &preferences)
            origins[key.name] = origin
        } catch {
            problems += error.faults.map { fault in
                guard case .file = source else { return .init(source, fault) }
                return .init(source, .init(message: key.name + ": " + fault.message, place: fault.place))
            }
        }
    }

    private static func unknown(_ name: String) -> String {
        let shown = "there is no key " + PreferenceValue.quoted(name)
        let plain = name.lowercased().filter(\.isLetter)
        if ["secret", "password", "token", "accesskey", "sink", "credential"].contains(where: plain.contains) {
            return shown + "; sinks and keys do not belong here: use $EVENTER_SINK or --sink-file"
        }
        return nearest(to: name, among: PreferenceKey.all.map(\.name)).map { shown + "; did you mean \($0)?" } ?? shown
    }

    private mutating func begin(with name: String, _ problems: inout [ConfigurationError.Problem]) {
        let views = preferences.view.views
        guard let view = views.first(where: { $0.name.lowercased() == name.lowercased() }) else {
            let known = views.map(\.name)
            let hint =
                nearest(to: name, among: known).map { "did you mean \($0)?" }
                ?? (known.isEmpty ? "the configuration file has none" : "there are \(known.joined(separator: ", "))")
            let message = "there is no view \(PreferenceValue.quoted(name)); \(sanitise(hint))"
            problems.append(.init(.flag("--view"), .init(message: message, place: nil)))
            return
        }
        preferences.startView = view.name
        preferences.view.adopt(view)
        for key in view.keys { origins[key] = .view(view.name) }
    }

    /// With `ctrl-z: warnings` the key moves from one action to the other, as if `keys` said so.
    private mutating func bindControlZ(_ problems: inout [ConfigurationError.Problem]) {
        guard !preferences.suspendsOnControlZ else { return }
        var changes = preferences.view.bindings.changes
        let entries = preferences.view.bindings.keymap.entries
        func keys(_ command: Command) -> [Key] {
            entries.first { $0.command == command }?.keys.filter { $0 != .control("z") } ?? []
        }
        changes[.suspend] = keys(.suspend)
        changes[.warningsOnly] = keys(.warningsOnly) + [.control("z")]
        preferences.view.bindings = KeyBindings(changes: changes)
    }
}

extension SavedView {
    /// The keys that it has a word in.
    fileprivate var keys: [String] {
        var keys: [String] = []
        if filter != nil { keys.append("filter") }
        if group != nil { keys.append("group") }
        if sort != nil { keys.append("sort") }
        if columns != nil { keys.append("columns") }
        if time != nil { keys.append("time") }
        if warningsOnly != nil { keys.append("warnings-only") }
        return keys
    }
}
