import Events

/// How much memory the table takes.
package enum TableMemory {
    /// Fills a table as a watch does.
    ///
    /// - Parameters:
    ///   - size: How many events it holds in the end.
    ///   - allocated: Tells how many bytes are allocated.
    /// - Returns: How many less there are once the table is gone.
    package static func bytes(_ size: Int, allocated: () -> Int) -> Int {
        var table: EventTable? = EventTable(capacity: size)
        var lines = WatchLines()
        while let count = table?.count, count < size { table?.apply(lines.events(min(64, size - count))) }
        let full = allocated()
        table = nil
        return full - allocated()
    }
}
