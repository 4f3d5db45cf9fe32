import Glibc
import TextGrid

/// Where messages for people go; control characters of what the world said are made visible on the way.
package enum StandardError {
    /// Writes `text`, whose lines end with newlines.
    package static func write(_ text: String) {
        send(
            text.split(separator: "\n", omittingEmptySubsequences: false).map { sanitise(String($0)) }.joined(
                separator: "\n"
            )
        )
    }

    /// Writes `line` over the one that the cursor is on; only a terminal can do that.
    package static func overwrite(_ line: String) {
        send("\r\u{1B}[K" + sanitise(line))
    }

    private static func send(_ text: String) {
        let bytes = Array(text.utf8)
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            guard written > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, written))
        }
    }
}
