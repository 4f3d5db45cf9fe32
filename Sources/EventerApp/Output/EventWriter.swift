package import Events
import Glibc

/// What became of written bytes.
package enum WriteOutcome: Sendable, Equatable {
    case written
    /// Whoever read went away, as `head` does; no failure.
    case readerGone
    /// Why not, for people.
    case failed(String)
}

/// Writes events to a file descriptor in one of the formats, a batch at a time.
package struct EventWriter: Sendable {
    private let format: OutputFormat
    private let descriptor: Int32
    /// Collects everything into one `List` that ``finish()`` closes.
    private let isOneList: Bool
    private var count = 0

    /// Prepares to write.
    ///
    /// - Parameters:
    ///   - format: `json` writes one `List` when `ends`, else indented objects one after the other, as kubectl does.
    ///   - descriptor: Where to, usually 1.
    ///   - ends: Whether the events have an end.
    package init(format: OutputFormat, descriptor: Int32 = STDOUT_FILENO, ends: Bool) {
        self.format = format
        self.descriptor = descriptor
        isOneList = ends && format == .json
    }

    /// Writes `events`.
    ///
    /// - Returns: Whether they were written.
    package mutating func write(_ events: [KubeEvent]) -> WriteOutcome {
        var bytes: [UInt8] = []
        for event in events {
            switch format {
            case .lines: bytes += Array(EventLine.text(event).utf8)
            case .jsonl: bytes += EventLine.json(event)
            case .json where isOneList:
                bytes += Array((count == 0 ? Self.listHead : ",\n").utf8)
                bytes += Array("        ".utf8) + EventLine.indentedJSON(event, margin: "        ")
                count += 1
                continue
            case .json: bytes += EventLine.indentedJSON(event)
            }
            bytes.append(UInt8(ascii: "\n"))
            count += 1
        }
        return writeAll(bytes, to: descriptor)
    }

    /// Closes what is open.
    ///
    /// - Returns: Whether that was written.
    package mutating func finish() -> WriteOutcome {
        guard isOneList else { return .written }
        return writeAll(Array(((count == 0 ? Self.listHead : "\n") + "    ]\n}\n").utf8), to: descriptor)
    }

    private static let listHead = """
        {
            "apiVersion": "v1",
            "kind": "List",
            "items": [

        """
}

/// A pipe that can be written to takes this much without blocking (`PIPE_BUF`).
private let pieceSize = 4096

/// Writes all of `bytes`, and never blocks for long, so that a stalled reader cannot keep the program from ending.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> WriteOutcome {
    var rest = bytes[...]
    while !rest.isEmpty {
        guard !Task.isCancelled else { return .readerGone }
        var descriptors = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
        guard poll(&descriptors, 1, 100) > 0 else { continue }
        let written = rest.prefix(pieceSize).withUnsafeBytes {
            Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
        if written >= 0 {
            rest = rest.dropFirst(written)
        } else if errno == EPIPE {
            return .readerGone
        } else if errno != EINTR, errno != EAGAIN {
            return .failed("cannot write: " + String(cString: strerror(errno)))
        }
    }
    return .written
}
