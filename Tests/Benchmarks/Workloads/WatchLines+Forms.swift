package import Events
import Kubernetes

extension WatchLines {
    /// The bytes of a watch of so many lines, in pieces as a connection delivers them.
    package static func chunks(_ count: Int) -> [[UInt8]] {
        var lines = WatchLines()
        var bytes: [UInt8] = []
        for _ in 0..<count {
            bytes += lines.next()
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes.chunks
    }

    /// The bytes of a list of so many events, in pieces as a connection delivers them.
    package static func list(_ count: Int) -> [[UInt8]] {
        var lines = WatchLines()
        var bytes = Array(#"{"kind":"EventList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":["#.utf8)
        for index in 0..<count {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            let line = lines.next()
            // Without `{"type":"ADDED","object":` and the last brace; items of a list have neither kind nor version.
            guard let metadata = line.firstRange(of: Array(#""metadata""#.utf8)) else { continue }
            bytes += [UInt8(ascii: "{")] + line[metadata.lowerBound...].dropLast()
        }
        bytes += Array("]}\n".utf8)
        return bytes.chunks
    }

    /// The next `count` events, each received when it happened.
    package mutating func events(_ count: Int) -> [KubeEvent] {
        let decoder = EventDecoder()
        return (0..<count).compactMap { _ in
            let line = next()
            switch decoder.decodeWatchLine(line.span, received: now) {
            case .added(let event), .modified(let event): return event
            default: return nil
            }
        }
    }

    /// The events of so many lines.
    package static func events(_ count: Int) -> [KubeEvent] {
        var lines = WatchLines()
        return lines.events(count)
    }
}

extension [UInt8] {
    /// In pieces of 16 KiB.
    var chunks: [[UInt8]] {
        stride(from: 0, to: count, by: 16384).map { Array(self[$0..<Swift.min($0 + 16384, count)]) }
    }
}

extension [KubeEvent] {
    /// As a busy watch brings them: some dozens at a time.
    var batches: [[KubeEvent]] { batches(of: 64) }

    func batches(of size: Int) -> [[KubeEvent]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
