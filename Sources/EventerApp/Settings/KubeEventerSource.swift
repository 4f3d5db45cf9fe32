import LogService

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
        let text = parts.count > 1 ? String(parts[1]) : ""
        let url = SinkURL(ExpandedText(text, environment: environment).text)
        usesServiceAccount = try Self.bool("inClusterConfig", url, default: true)
        skipsVerification = try Self.bool("insecure", url, default: false)
        _ = try Self.bool("useServiceAccount", url, default: false)
        kubeconfig = [url.value("localKubeConfig"), url.value("auth")].compactMap { $0 }.first { !$0.isEmpty }
        if kubeconfig != nil { usesServiceAccount = false }
        if let scheme = url.scheme, !url.authority.isEmpty { server = scheme + "://" + url.authority }
    }

    private static func bool(
        _ name: String,
        _ url: SinkURL,
        default fallback: Bool
    ) throws(AppError) -> Bool {
        guard let text = url.value(name) else { return fallback }
        guard let value = goBool(text) else {
            throw AppError("--source: \(name)=\(text) is neither true nor false", code: .usage)
        }
        return value
    }
}
