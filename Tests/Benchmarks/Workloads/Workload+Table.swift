import Basics
import Events

extension Workload {
    /// The table of the viewer: what comes, and what the user chooses of it.
    static var table: [Workload] { appending + looking }

    private static var appending: [Workload] {
        [
            applying("table: new events") { size in
                var lines = WatchLines()
                lines.repeats = 0
                return (held: [], new: lines.events(size), capacity: size)
            },
            applying("table: repeated versions") { size in
                var lines = WatchLines()
                lines.repeats = 0
                let held = lines.events(size)
                lines.repeats = 100
                return (held: held, new: lines.events(size), capacity: size)
            },
            applying("table: at capacity") { size in
                var lines = WatchLines()
                return (held: lines.events(size), new: lines.events(size), capacity: size / 2)
            },
        ]
    }

    /// Events as a watch brings them, into a table that holds some already.
    private static func applying(
        _ name: String,
        _ events: @escaping @Sendable (_ size: Int) -> (held: [KubeEvent], new: [KubeEvent], capacity: Int)
    ) -> Workload {
        Workload(name, size: 50_000, counted: 4000) { size in
            let (held, new, capacity) = events(size)
            let batches = new.batches
            return {
                let table = Locked(EventTable(capacity: capacity))
                table.withLock { _ = $0.apply(held) }
                return {
                    table.withLock { table in
                        for batch in batches { table.apply(batch) }
                    }
                }
            }
        }
    }

    private static var looking: [Workload] {
        let groupings = Grouping.allCases.map { grouping in
            onTable("group: " + grouping.rawValue) { table in
                table.setGrouping(grouping == .none ? .reason : .none)
            } work: { table in
                table.setGrouping(grouping)
            }
        }
        let orders = [GroupOrder.Field.count, .namespace].map { field in
            onTable("order: " + field.rawValue) { table in
                table.setOrder(GroupOrder())
            } work: { table in
                table.setOrder(GroupOrder(field))
            }
        }
        return groupings + orders + [
            onTable("histogram: another window") { table in
                table.setHistogram(.init(secondsPerColumn: 10, columns: 60, end: table.now))
            } work: { table in
                table.setHistogram(.init(secondsPerColumn: 60, columns: 120, end: table.now))
            },
            onTable("facets") { _ in
            } work: { table in
                // As the sidebar asks for each frame.
                for facet in Facet.allCases { use(table.summary(of: facet, limit: 10)) }
            },
        ]
    }

    /// A look at a table that holds as many events as the size says.
    ///
    /// - Parameters:
    ///   - name: Of the workload.
    ///   - start: Brings the table back to where the work begins.
    ///   - work: What is done; until all is counted anew.
    /// - Returns: The workload.
    static func onTable(
        _ name: String,
        start: @escaping @Sendable (inout EventTable) throws -> Void,
        work: @escaping @Sendable (inout EventTable) throws -> Void
    ) -> Workload {
        Workload(name, size: WatchLines.usualCount, counted: 4000) { size in
            // Only the lock has the table: a second owner would have all of it copied.
            let table = Locked(EventTable(capacity: size))
            let events = WatchLines.events(size)
            table.withLock { _ = $0.apply(events) }
            return {
                try table.withLock { table in
                    try start(&table)
                    table.finishScan()
                }
                return {
                    try table.withLock { table in
                        try work(&table)
                        // A large table has begun to count; the viewer goes on in slices.
                        table.finishScan()
                    }
                }
            }
        }
    }
}
