import Basics
import TextGrid

/// A link into the console of Log Service that opens a logstore at a stretch of time.
struct ConsoleLink {
    /// Host names or addresses with or without scheme and port; only those of Alibaba Cloud have a console.
    var endpoint: String
    /// `project/logstore`.
    var target: String
    /// What Log Service should look for.
    var query = "*"
    var from: Timestamp
    var to: Timestamp

    /// Nil when there is no console for it.
    var url: String? {
        let parts = target.split(separator: "/", omittingEmptySubsequences: false)
        guard isKnown, parts.count == 2, parts.allSatisfy(Self.isName) else { return nil }
        return "https://sls.console.aliyun.com/lognext/project/\(parts[0])/logsearch/\(parts[1])"
            + "?encode=base64&queryString=\(encodedQuery)"
            + "&queryTimeType=99&startTime=\(from.seconds)&endTime=\(to.seconds)"
    }

    private var encodedQuery: String {
        base64(Array(query.utf8)).replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
    }

    private var isKnown: Bool {
        var host = endpoint[...]
        if let scheme = host.firstRange(of: "://") { host = host[scheme.upperBound...] }
        host = host.prefix { $0 != "/" && $0 != ":" }
        return [".log.aliyuncs.com", ".sls.aliyuncs.com"].contains { host.hasSuffix($0) }
            || host == "log-global.aliyuncs.com"
    }

    /// Whether `text` needs no escape in a path.
    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
