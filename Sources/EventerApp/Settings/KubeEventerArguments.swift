/// kube-eventer's command line, turned into that of `eventer forward`.
///
/// Go's `flag` package takes `-x v`, `--x v` and `--x=v` alike; klog adds a dozen flags that mean nothing here. Source:
/// AliyunContainerService/kube-eventer 0974bca, `main.go`, and klog v2.
package struct KubeEventerArguments: Sendable, Equatable {
    /// Arguments as `eventer forward` understands them, without the command's name.
    package var arguments: [String] = []
    /// What was dropped, each for one log line.
    package var ignored: [String] = []

    private static let own: Set<String> = [
        "source", "sink", "frequency", "max_procs", "healthz-ip", "healthz-port", "event-metrics", "version",
    ]
    private static let klogValues: Set<String> = [
        "v", "vmodule", "stderrthreshold", "log_dir", "log_file", "log_file_max_size", "log_backtrace_at",
    ]
    private static let klogSwitches: Set<String> = [
        "logtostderr", "alsologtostderr", "legacy_stderr_threshold_behavior", "add_dir_header", "skip_headers",
        "skip_log_headers", "one_output",
    ]

    /// Whether `arguments`, given without a command, are kube-eventer's.
    package static func looksLike(_ arguments: [String]) -> Bool {
        arguments.contains {
            name(of: $0).map { ["source", "sink"].contains($0.flag) && $0.dashes == 1 || $0.flag == "source" } ?? false
        }
    }

    package init(_ raw: [String]) {
        var rest = raw[...]
        while let argument = rest.popFirst() {
            guard let (flag, dashes, value) = Self.name(of: argument) else {
                arguments.append(argument)
                continue
            }
            if Self.klogSwitches.contains(flag) {
                ignored.append("--" + flag)
            } else if Self.klogValues.contains(flag) {
                if value == nil { rest = rest.dropFirst() }
                ignored.append("--" + flag)
            } else if Self.own.contains(flag), dashes == 1 {
                arguments.append("-" + argument)
            } else {
                arguments.append(argument)
            }
        }
    }

    private static func name(of argument: String) -> (flag: String, dashes: Int, value: Substring?)? {
        let dashes = argument.prefix { $0 == "-" }.count
        guard dashes == 1 || dashes == 2 else { return nil }
        let parts = argument.dropFirst(dashes).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let flag = parts.first, !flag.isEmpty else { return nil }
        return (String(flag), dashes, parts.count > 1 ? parts[1] : nil)
    }
}
