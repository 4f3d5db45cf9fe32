import Basics
import Events
import Kubernetes
import TestSupport

extension Workload {
    /// From the bytes of a watch or a list to events.
    static var reading: [Workload] {
        [
            Workload(again: "framing") { size in
                let chunks = WatchLines.chunks(size)
                return {
                    var reader = FrameReader()
                    var bytes = 0
                    for chunk in chunks { reader.feed(chunk) { _, line in bytes += line.count } }
                    use(bytes)
                }
            },
            decoding("decoding", EventDecoder.init(keepsManagedFields: false)) { WatchLines.chunks($0) },
            decoding("decoding, managedFields kept", EventDecoder.init(keepsManagedFields: true)) {
                WatchLines.chunks($0)
            },
            Workload(again: "list: splitting") { size in
                let chunks = WatchLines.list(size)
                return {
                    var splitter = JSONSplitter()
                    var bytes = 0
                    for chunk in chunks { splitter.feed(chunk.span) { _, item in bytes += item.count } }
                    use(bytes)
                }
            },
            Workload(again: "list: splitting and decoding") { size in
                let chunks = WatchLines.list(size)
                return {
                    let decoder = EventDecoder()
                    var splitter = JSONSplitter()
                    for chunk in chunks {
                        splitter.feed(chunk.span) { _, item in use(decoder.decode(item, received: WatchLines.start)) }
                    }
                }
            },
        ] + recorded
    }

    /// Framing, validation, fields and canonical JSON: all that a watch does with a line.
    private static func decoding(
        _ name: String,
        _ decoder: @escaping @Sendable @autoclosure () -> EventDecoder,
        size: Int = WatchLines.usualCount,
        _ chunks: @escaping @Sendable (Int) throws -> [[UInt8]]
    ) -> Workload {
        Workload(again: name, size: size) { size in
            let chunks = try chunks(size)
            return {
                let decoder = decoder()
                var reader = FrameReader()
                for chunk in chunks {
                    reader.feed(chunk) { _, line in use(decoder.decodeWatchLine(line, received: WatchLines.start)) }
                }
            }
        }
    }

    /// Lines of a real API server, where the machine has them.
    private static var recorded: [Workload] {
        guard Recordings.areHere else { return [] }
        return [
            decoding("decoding, recorded lines", EventDecoder(), size: 2400) { size in
                let lines = try Recordings.bytes("watch/core-v1.bookmarks.jsonl").split(separator: 0x0A)
                let repeated = (0..<size).flatMap { lines[$0 % lines.count] + [0x0A] }
                return [UInt8](repeated).chunks
            }
        ]
    }
}
