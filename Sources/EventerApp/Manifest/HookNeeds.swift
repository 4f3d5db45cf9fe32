import Basics
import LogService
import TextGrid

/// What hooks need that no manifest may hold: variables and files, and what was written out in their place.
struct HookNeeds: Sendable, Equatable {
    /// The names of variables.
    private(set) var variables: Set<String> = []
    /// The names of files in ``directory``.
    private(set) var files: Set<String> = []
    /// What people have to see to themselves.
    private(set) var notes: [String] = []
    private(set) var faults: [PreferenceFaults.Fault] = []

    /// Where the pod has the members of the Secret as files.
    static let directory = "/etc/eventer/secrets"
    /// What a pod of the manifest has anyway.
    private static let given: Set<String> = [
        "EVENTER_SINK", "HOME", "HOSTNAME", "PATH", "SQLITE_TMPDIR", "STATE_DIRECTORY",
    ]

    /// - Parameter notify: What stands under `notify`, which could be read already.
    init(_ notify: PreferenceValue) {
        guard case .list(let hooks, _) = notify else { return }
        for case .mapping(let members, _) in hooks {
            for member in members { add(member) }
        }
    }

    private mutating func add(_ member: PreferenceValue.Member) {
        switch member.value {
        case .text(let text, let place): add(text, of: member.name, at: place)
        case .list(let elements, _):
            guard member.name == "command" else { return }
            for case .text(let word, let place) in elements.dropFirst() where SecretLook.hasRandomWord(word) {
                refuse(member.name, at: place)
            }
            if case .text(let program, _)? = elements.first { noteProgram(program) }
        case .mapping(let members, _):
            for part in members {
                guard case .text(let text, let place) = part.value else { continue }
                if member.name == "headers" {
                    add(header: part.name, text, at: place)
                } else if SecretLook.hasRandomWord(text) {
                    refuse(member.name, at: place)
                }
            }
        }
    }

    private mutating func add(_ text: String, of name: String, at place: PreferenceValue.Place?) {
        switch name {
        case "webhook":
            let rest = expand(text, of: name, at: place)
            if SecretLook.isIn(url: rest) { refuse(name, at: place) }
            if rest == text, WebhookURL(Secret(text)) == nil {
                faults.append(.init(message: "\(name): the URL is no http or https URL", place: place))
            }
        case "secret":
            if !expand(text, of: name, at: place).trimming(" ").isEmpty { refuse(name, at: place) }
        case "webhook-file", "headers-file", "secret-file": add(file: text)
        case "command": noteProgram(text)
        default: break
        }
    }

    private mutating func add(header: String, _ text: String, at place: PreferenceValue.Place?) {
        if SecretLook.isIn(expand(text, of: "headers", at: place), of: header) { refuse("headers", at: place) }
    }

    private mutating func add(file path: String) {
        let name = path.dropFirst(Self.directory.count + 1)
        if path.hasPrefix(Self.directory + "/"), name.wholeMatch(of: #/[A-Za-z0-9._-]{1,253}/#) != nil,
            !name.hasPrefix("..")
        {
            files.insert(String(name))
        } else {
            notes.append(
                "\(sanitise(path)) is a path in the pod: mount the file there, or name it \(Self.directory)/NAME"
            )
        }
    }

    private mutating func noteProgram(_ path: String) {
        notes.append("\(sanitise(path)) is a program of the image, which has to hold it")
    }

    /// Takes note of the variables; returns what else there is.
    private mutating func expand(_ text: String, of name: String, at place: PreferenceValue.Place?) -> String {
        let expanded = ExpandedText(text, environment: [:])
        for variable in expanded.names where !Self.given.contains(variable) {
            if variable.wholeMatch(of: #/[A-Za-z_][A-Za-z0-9_]{0,252}/#) == nil {
                faults.append(.init(message: "\(name): names a variable that no pod can have", place: place))
            }
            variables.insert(variable)
        }
        return expanded.text
    }

    private mutating func refuse(_ name: String, at place: PreferenceValue.Place?) {
        let advice = "write $NAME, and name the Secret that has it with --alert-secret"
        faults.append(
            .init(message: "\(name): this looks like a secret, and a manifest holds none; \(advice)", place: place)
        )
    }
}

/// How a secret looks that somebody wrote out; a guess, on the safe side.
enum SecretLook {
    /// Whether a URL, from which its variables were taken, holds one.
    static func isIn(url text: String) -> Bool {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let authority = parts[0].split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
        let password = authority.split(separator: "@", omittingEmptySubsequences: false).dropLast().joined()
            .drop { $0 != ":" }.dropFirst()
        let pairs = parts.count > 1 ? parts[1].split(separator: "&") : []
        let isNamed = pairs.contains { pair in
            let name = pair.prefix { $0 != "=" }
            return pair.count > name.count + 1 && isName(String(name))
        }
        return !password.isEmpty || isNamed || hasRandomWord(text)
    }

    /// Whether the value of a header, from which its variables were taken, holds one.
    static func isIn(_ value: String, of header: String) -> Bool {
        guard isName(header) else { return hasRandomWord(value) }
        // What is left may name the kind: `Bearer `, `Token token=`.
        return value.wholeMatch(of: #/([A-Za-z-]{1,20}[ =:]){0,3}/#) == nil
    }

    /// Whether a word is too long and too mixed to be one that people made up.
    static func hasRandomWord(_ text: String) -> Bool {
        text.contains(#/[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-/#)
            || text.split { !$0.isASCII || !$0.isLetter && !$0.isNumber }
                .contains { $0.utf8.count >= 16 && $0.contains(where: \.isNumber) }
    }

    private static func isName(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["auth", "cookie", "credential", "key", "pass", "secret", "sign", "token"].contains(where: name.contains)
    }
}
