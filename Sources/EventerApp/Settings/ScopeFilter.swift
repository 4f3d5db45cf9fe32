/// kubectl's flags that choose among events, in the language of the filter.
enum ScopeFilter {
    /// `--for KIND/NAME`: `kind:pod name="web-0"`.
    ///
    /// Without asking the cluster what kinds there are: the kind may be short, singular or plural, with a group or without.
    ///
    /// - Parameter text: The value of the flag.
    /// - Returns: A part of a filter.
    /// - Throws: ``AppError`` with code `usage`.
    static func about(_ text: String) throws(AppError) -> String {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let kind = parts[0].prefix { $0 != "." }.lowercased()
        guard parts.count == 2, !parts[1].isEmpty, kind.wholeMatch(of: #/[a-z][a-z0-9-]*/#) != nil,
            parts[1].wholeMatch(of: #/[A-Za-z0-9._:@-]+/#) != nil
        else {
            throw AppError("--for: \"\(text)\" is no KIND/NAME", hint: "write pod/web-0 or deploy/web", code: .usage)
        }
        return "kind:\(list([kind] + singulars(kind))) name=\"\(parts[1])\""
    }

    /// `--types Normal,Warning`: `type:(Normal,Warning)`.
    ///
    /// - Parameter names: The values of the flag; empty means all.
    /// - Returns: A part of a filter, empty for all.
    /// - Throws: ``AppError`` with code `usage`.
    static func types(_ names: [String]) throws(AppError) -> String {
        var types: [String] = []
        for name in names {
            guard let type = ["Normal", "Warning"].first(where: { $0.lowercased() == name.lowercased() }) else {
                throw AppError("--types: \"\(name)\" is neither Normal nor Warning", code: .usage)
            }
            if !types.contains(type) { types.append(type) }
        }
        return types.isEmpty ? "" : "type:" + list(types)
    }

    /// All of `texts` at once; those that have alternatives are parted from the rest.
    static func all(_ texts: [String]) -> String {
        let texts = texts.filter { !$0.allSatisfy(\.isWhitespace) }
        guard texts.count > 1 else { return texts.first ?? "" }
        return texts.map { $0.contains("|") || $0.contains("OR") ? "(\($0))" : $0 }.joined(separator: " ")
    }

    /// What the plural of may be `kind`.
    private static func singulars(_ kind: String) -> [String] {
        guard kind.count > 3, kind.hasSuffix("s"), !kind.hasSuffix("ss") else { return [] }
        if kind.hasSuffix("ies") { return [kind.dropLast(3) + "y"] }
        let isEs = ["ses", "xes", "zes", "ches", "shes"].contains(where: kind.hasSuffix)
        return [String(kind.dropLast())] + (isEs ? [String(kind.dropLast(2))] : [])
    }

    private static func list(_ values: [String]) -> String {
        values.count == 1 ? values[0] : "(" + values.joined(separator: ",") + ")"
    }
}
