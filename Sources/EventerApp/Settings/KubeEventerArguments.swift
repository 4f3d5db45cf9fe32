import LogService

/// kube-eventer's command line, turned into that of `eventer forward`.
///
/// Go's `flag` package takes `-x v`, `--x v`, `-x=v` and `--x=v` alike, and a switch without a value; klog adds a dozen flags that
/// mean nothing here. Source: AliyunContainerService/kube-eventer 0974bca, `main.go`, and klog v2.
package struct KubeEventerArguments: Sendable, Equatable {
    /// Arguments as `eventer forward` understands them, without the command's name.
    package var arguments: [String] = []
    /// What was dropped, each for one log line.
    package var ignored: [String] = []

    private static let klogValues: Set<String> = [
        "v", "vmodule", "stderrthreshold", "log_dir", "log_file", "log_file_max_size", "log_backtrace_at",
    ]
    private static let klogSwitches: Set<String> = [
        "logtostderr", "alsologtostderr", "legacy_stderr_threshold_behavior", "add_dir_header", "skip_headers",
        "skip_log_headers", "one_output",
    ]

    /// Whether `arguments`, given without a command, are kube-eventer's.
    ///
    /// It does not start without a source; eventer has none, and its own flags have two dashes.
    package static func looksLike(_ arguments: [String]) -> Bool {
        arguments.contains { Flag($0).map { $0.name == "source" || $0.name == "sink" && $0.dashes == 1 } ?? false }
    }

    package init(_ raw: [String]) {
        var rest = raw[...]
        while let argument = rest.popFirst() {
            guard argument != "--", let flag = Flag(argument) else {
                arguments.append(argument)
                continue
            }
            // klog's flags are also written with hyphens, as Kubernetes' own programs take them.
            let klog = flag.name.replacing("-", with: "_")
            if Self.klogSwitches.contains(klog) {
                ignored.append("--" + flag.name)
            } else if Self.klogValues.contains(klog) {
                if flag.value == nil { rest = rest.dropFirst() }
                ignored.append("--" + flag.name)
            } else {
                arguments += Self.translation(of: flag, argument)
            }
        }
    }

    private static func translation(of flag: Flag, _ argument: String) -> [String] {
        switch flag.name {
        case "event-metrics": ["--event-metrics=\(flag.value ?? "true")"]
        case "version": goBool(String(flag.value ?? "true")) == false ? [] : ["--version"]
        // eventer's own flags with one dash have one letter.
        default: flag.dashes == 1 && flag.name.count > 1 ? ["-" + argument] : [argument]
        }
    }

    /// An argument that begins with dashes, taken apart.
    private struct Flag {
        var name: String
        var dashes: Int
        var value: Substring?

        init?(_ argument: String) {
            dashes = argument.prefix { $0 == "-" }.count
            guard dashes == 1 || dashes == 2 else { return nil }
            let parts = argument.dropFirst(dashes).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, !first.isEmpty else { return nil }
            name = String(first)
            value = parts.count > 1 ? parts[1] : nil
        }
    }
}
