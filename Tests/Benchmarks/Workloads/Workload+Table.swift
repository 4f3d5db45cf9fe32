import Events

extension Workload {
    /// The table of the viewer.
    static let table: [Workload] = [
        Workload("table: append") { size in
            let events = WatchLines.events(size)
            return {
                var table = EventTable(capacity: size)
                // As a watch brings them: some dozens with each frame.
                for start in stride(from: 0, to: events.count, by: 64) {
                    table.apply(Array(events[start..<min(start + 64, events.count)]))
                }
                use(table.count)
            }
        }
    ]
}
