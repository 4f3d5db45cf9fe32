import Basics
package import Events
import Kubernetes

extension Workload {
    /// From the bytes of a watch to events.
    static let reading: [Workload] = [
        Workload("framing") { size in
            let chunks = WatchLines.chunks(size)
            return {
                var reader = FrameReader()
                var bytes = 0
                for chunk in chunks { reader.feed(chunk) { _, line in bytes += line.count } }
                use(bytes)
            }
        },
        // Framing, validation, fields and canonical JSON: all that a watch does with a line.
        Workload("decoding") { size in
            let chunks = WatchLines.chunks(size)
            return {
                let decoder = EventDecoder()
                var reader = FrameReader()
                for chunk in chunks {
                    reader.feed(chunk) { _, line in use(decoder.decodeWatchLine(line, received: .benchmarks)) }
                }
            }
        },
    ]
}

extension Timestamp {
    /// When all lines of a workload are received.
    static let benchmarks = Timestamp(seconds: 1_767_225_600)
}

extension WatchLines {
    /// The bytes of a watch of so many lines, in pieces of 16 KiB as a connection delivers them.
    package static func chunks(_ count: Int) -> [[UInt8]] {
        var lines = WatchLines()
        var chunks: [[UInt8]] = []
        var rest: [UInt8] = []
        for _ in 0..<count {
            rest += lines.next()
            rest.append(UInt8(ascii: "\n"))
            while rest.count >= 16384 {
                chunks.append(Array(rest.prefix(16384)))
                rest.removeFirst(16384)
            }
        }
        return rest.isEmpty ? chunks : chunks + [rest]
    }

    /// The events of so many lines.
    package static func events(_ count: Int) -> [KubeEvent] {
        let decoder = EventDecoder()
        var lines = WatchLines()
        return (0..<count).compactMap { _ in
            switch decoder.decodeWatchLine(lines.next().span, received: .benchmarks) {
            case .added(let event), .modified(let event): event
            default: nil
            }
        }
    }
}
