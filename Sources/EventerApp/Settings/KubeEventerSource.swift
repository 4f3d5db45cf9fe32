/// kube-eventer's `--source=kubernetes:<url>?options`, as far as eventer follows it.
///
/// Options and their odd corners: `spec/kube-eventer.md` 1.3. The text after the first `:` is expanded as by a shell.
package struct KubeEventerSource: Sendable, Equatable {
    /// A kubeconfig to use, from `auth` or `localKubeConfig`.
    package var kubeconfig: String?
    /// An API server in place of the configuration's.
    package var server: String?
    package var usesServiceAccount = true
    package var skipsVerification = false

    /// Reads the value of `--source`.
    ///
    /// - Parameters:
    ///   - text: `kubernetes:https://kubernetes.default?inClusterConfig=true`, or `kubernetes` alone.
    ///   - environment: For `$VAR` and `${VAR}`.
    /// - Throws: ``AppError`` with code `usage` that names the part at fault.
    package init(parsing text: String, environment: [String: String]) throws(AppError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.first == "kubernetes" else {
            throw AppError(
                "--source: \"\(parts.first ?? "")\" is no source",
                hint: "the only source is kubernetes:URL",
                code: .usage
            )
        }
        let expanded = expandVariables(parts.count > 1 ? String(parts[1]) : "", environment)
        let halves = expanded.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let url = String(halves.first ?? "")
        var options: [String: String] = [:]
        for pair in (halves.count > 1 ? halves[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(sides[0])
            if options[name] == nil { options[name] = sides.count > 1 ? percentDecoded(String(sides[1])) : "" }
        }
        usesServiceAccount = try Self.bool("inClusterConfig", options, default: true)
        skipsVerification = try Self.bool("insecure", options, default: false)
        _ = try Self.bool("useServiceAccount", options, default: false)
        kubeconfig = [options["localKubeConfig"], options["auth"]].compactMap { $0 }.first { !$0.isEmpty }
        if kubeconfig != nil { usesServiceAccount = false }
        if let end = url.firstRange(of: "://"), !url[end.upperBound...].isEmpty { server = url }
    }

    private static func bool(
        _ name: String,
        _ options: [String: String],
        default fallback: Bool
    ) throws(AppError) -> Bool {
        guard let text = options[name] else { return fallback }
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": return true
        case "0", "f", "F", "false", "FALSE", "False": return false
        default:
            throw AppError("--source: \(name)=\(text) is neither true nor false", code: .usage)
        }
    }
}

/// Replaces `$NAME` and `${NAME}` as Go's `os.ExpandEnv` does; unknown names become nothing.
func expandVariables(_ text: String, _ environment: [String: String]) -> String {
    var result = ""
    var rest = Substring(text)
    while let dollar = rest.firstIndex(of: "$") {
        result += rest[..<dollar]
        rest = rest[rest.index(after: dollar)...]
        if rest.first == "{", let close = rest.firstIndex(of: "}") {
            result += environment[String(rest[rest.index(after: rest.startIndex)..<close])] ?? ""
            rest = rest[rest.index(after: close)...]
        } else {
            let name = rest.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
            if name.isEmpty { result += "$" } else { result += environment[String(name)] ?? "" }
            rest = rest[name.endIndex...]
        }
    }
    return result + rest
}

/// Undoes percent-encoding and `+`; what is no encoding stays.
func percentDecoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    let source = Array(text.utf8)
    var index = 0
    while index < source.count {
        if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
            let value = UInt8(String(decoding: source[index + 1...index + 2], as: UTF8.self), radix: 16)
        {
            bytes.append(value)
            index += 3
        } else {
            bytes.append(source[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : source[index])
            index += 1
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
