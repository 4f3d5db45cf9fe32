import EventerApp
import Events
import Glibc

extension Workload {
    /// Events as a pipe gets them.
    static var output: [Workload] {
        [("lines", EventFormat.lines), ("JSON lines", .jsonl)].map { name, format in
            Workload(again: "output: " + name) { size in
                let batches = WatchLines.events(size).batches
                return {
                    let descriptor = open("/dev/null", O_WRONLY)
                    defer { close(descriptor) }
                    var writer = EventWriter(format: format, descriptor: descriptor)
                    for events in batches { use(writer.write(events, at: WatchLines.start)) }
                }
            }
        }
    }
}
