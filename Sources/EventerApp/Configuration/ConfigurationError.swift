import Basics
import TextGrid
import Yams

/// All that is wrong with a configuration, each with the place it came from.
package struct ConfigurationError: Error, Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        case file(String)
        /// With its name, without the dollar sign.
        case variable(String)
        case flag(String)
    }

    package struct Problem: Sendable, Equatable {
        package var source: Source
        package var fault: PreferenceFaults.Fault

        init(_ source: Source, _ fault: PreferenceFaults.Fault) {
            self.source = source
            self.fault = fault
        }
    }

    package var problems: [Problem]

    init(_ problems: [Problem]) {
        self.problems = problems
    }

    /// The file itself is the problem.
    init(_ path: String, _ message: String) {
        problems = [Problem(.file(path), .init(message: message, place: nil))]
    }

    /// The file is no YAML; the text around the fault is not shown.
    init(_ path: String, _ error: any Error, _ text: String) {
        let fault: PreferenceFaults.Fault =
            switch error {
            case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
                YamlError.composer(_, let problem, let mark, _):
                .init(message: "no YAML: \(problem)", place: .init(line: mark.line, column: mark.column))
            case YamlError.duplicatedKeysInMapping(let duplicates, let context):
                .init(
                    message: "\(PreferenceValue.quoted(duplicates.first ?? "")) appears twice",
                    place: Self.second(duplicates.first ?? "", in: text, after: context.mark.line)
                )
            case YamlError.reader(let problem, let offset, _, _):
                .init(message: "no YAML: \(problem)", place: offset.map { Self.place(of: $0, in: text) })
            default: .init(message: "is no YAML", place: nil)
            }
        problems = [Problem(.file(path), fault)]
    }

    private static func place(of offset: Int, in text: String) -> PreferenceValue.Place {
        let before = text.utf8.prefix(offset)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { before.index(after: $0) } ?? before.startIndex
        return .init(line: line, column: before[start...].count + 1)
    }

    /// Where `key` stands for the second time from a line on: the library tells of the mapping only.
    private static func second(_ key: String, in text: String, after line: Int) -> PreferenceValue.Place? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let places = lines.indices.filter { index in
            index + 1 >= line && lines[index].drop { $0 == " " || $0 == "-" || $0 == "{" }.hasPrefix(key + ":")
        }
        guard places.count > 1 else { return nil }
        return .init(line: places[1] + 1, column: lines[places[1]].prefix { $0 == " " }.count + 1)
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One line for each problem, as compilers write them.
    package var description: String {
        problems.map { problem in
            let place = problem.fault.place.map { "\($0.line):\($0.column): " } ?? ""
            return switch problem.source {
            case .file(let path): sanitise(path) + ":" + (place.isEmpty ? " " : place) + problem.fault.message
            case .variable(let name): "$" + name + ": " + problem.fault.message
            case .flag(let name): name + ": " + problem.fault.message
            }
        }
        .joined(separator: "\n")
    }
}

extension AppError {
    init(_ error: ConfigurationError) {
        let isFile = error.problems.contains { if case .file = $0.source { true } else { false } }
        let hint = isFile ? "`eventer config --example` shows every key; --config none leaves the file out" : nil
        self.init("\(error)", hint: hint, code: .usage)
    }
}
