package import Events
import Glibc

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
    /// - Returns: Whether the reader is still there.
    package mutating func write(_ events: [KubeEvent]) -> Bool {
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
        return writeAll(bytes)
    }

    /// Closes what is open.
    ///
    /// - Returns: Whether the reader is still there.
    package mutating func finish() -> Bool {
        guard isOneList else { return true }
        return writeAll(Array(((count == 0 ? Self.listHead : "\n") + "    ]\n}\n").utf8))
    }

    private static let listHead = """
        {
            "apiVersion": "v1",
            "kind": "List",
            "items": [

        """

    private func writeAll(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            if written < 0, errno == EAGAIN {
                var descriptors = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
                poll(&descriptors, 1, -1)
                continue
            }
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }
}
