import Basics
import LogService
import TextGrid

/// Why a hook cannot even be tried, in plain words without secrets.
struct HookProblem: Error, Sendable, Equatable {
    var text: String
}

/// Where a text that nobody may see comes from: the configuration file, with variables in it, or a file of its own.
package struct SecretSource: Sendable, Equatable {
    private enum Origin: Sendable, Equatable { case text, file }

    private static let limit = 64 << 10

    private let origin: Origin
    /// The text, or the path.
    private let written: Secret
    let place: PreferenceValue.Place?

    static func text(_ text: String, at place: PreferenceValue.Place? = nil) -> SecretSource {
        SecretSource(origin: .text, written: Secret(text), place: place)
    }

    static func file(_ path: String, at place: PreferenceValue.Place? = nil) -> SecretSource {
        SecretSource(origin: .file, written: Secret(path), place: place)
    }

    /// With the variables replaced by what they stand for.
    ///
    /// - Throws: ``PreferenceFaults`` for a variable that is not set; it is named only where braces make sure that it is a name.
    func resolved(in environment: [String: String]) throws(PreferenceFaults) -> SecretSource {
        guard origin == .text else { return self }
        let expanded = ExpandedText(written.reveal(), environment: environment)
        guard !expanded.hasMissing else {
            let names = expanded.missingNames.map { "${\($0)}" }.joined(separator: ", ")
            throw PreferenceFaults(
                names.isEmpty
                    ? "names a variable that is not set (written as ${NAME}, it would be told which)"
                    : "\(names) is not set",
                at: place
            )
        }
        return SecretSource(origin: .text, written: Secret(expanded.text), place: place)
    }

    /// The text as it is now, without white space around it: a file may have changed since the last time.
    func read() throws(HookProblem) -> Secret {
        guard origin == .file else { return written }
        let content: FileContent
        do throws(FileProblem) {
            content = try FileContent(written.reveal(), limit: Self.limit)
        } catch {
            throw HookProblem(text: "\(sanitise(written.reveal())): \(error.text)")
        }
        guard let text = String(validating: content.bytes, as: UTF8.self) else {
            throw HookProblem(text: "\(sanitise(written.reveal())) is not UTF-8")
        }
        let isSpace: (Character) -> Bool = { $0.isWhitespace }
        guard let first = text.firstIndex(where: { !isSpace($0) }), let last = text.lastIndex(where: { !isSpace($0) })
        else { throw HookProblem(text: "\(sanitise(written.reveal())) is empty") }
        return Secret(String(text[first...last]))
    }
}
