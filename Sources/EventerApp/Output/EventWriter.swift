package import Basics
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
    private var document: EventDocument
    private let descriptor: Int32

    /// Events written.
    package private(set) var count = 0

    /// Prepares to write.
    ///
    /// - Parameters:
    ///   - format: What of.
    ///   - style: What the format leaves open.
    ///   - descriptor: Where to, usually 1.
    package init(format: EventFormat, style: EventDocument.Style = .init(), descriptor: Int32 = STDOUT_FILENO) {
        document = EventDocument(format, style: style)
        self.descriptor = descriptor
    }

    /// Writes `events`, whose ages are measured by `now`.
    ///
    /// - Returns: Whether they were written.
    package mutating func write(_ events: [KubeEvent], at now: Timestamp) -> WriteOutcome {
        guard !events.isEmpty else { return .written }
        count += events.count
        return writeAll(document.append(events, at: now), to: descriptor)
    }

    /// Writes the line of a gap, in formats that have one.
    package mutating func write(_ gap: StreamGap) -> WriteOutcome {
        writeAll(document.append(gap), to: descriptor)
    }

    /// Closes what is open.
    ///
    /// - Returns: Whether that was written.
    package mutating func finish() -> WriteOutcome {
        writeAll(document.end(), to: descriptor)
    }
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
