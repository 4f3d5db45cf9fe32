import GRDB

/// What another process leaves to be done by the one that holds the journal.
///
/// The holder knows its cursors and counts from memory, so nobody else may change them. Orders are a table of their own, made by
/// the first who needs it, and the holder looks at it when the file was changed by somebody else.
extension Journal {
    private static let table = """
        CREATE TABLE IF NOT EXISTS dead_letter_orders (letter INTEGER PRIMARY KEY, action TEXT NOT NULL)
        """

    /// Asks the process that holds the journal in `directory` to do `order` with the dead letters `ids`.
    ///
    /// - Returns: A reader that tells, by ``JournalReader/openOrders()``, when it is done.
    package static func leave(
        _ order: DeadLetterOrder,
        for ids: [Int64],
        directory path: String
    ) async throws(JournalError) -> JournalReader {
        let reader = try openReader(directory: path)
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            let database = try DatabaseQueue(
                path: JournalDirectory(path: path).databasePath,
                configuration: configuration
            )
            try await database.write { db in
                try db.execute(sql: table)
                for id in ids {
                    try db.execute(
                        sql: "INSERT OR REPLACE INTO dead_letter_orders VALUES (?, ?)",
                        arguments: [id, order.rawValue]
                    )
                }
            }
            try database.close()
        } catch {
            throw JournalError(error, doing: "leave an order in the journal")
        }
        return reader
    }

    /// Carries out what other processes order, until the task is cancelled.
    ///
    /// - Parameters:
    ///   - interval: Before an order that failed is tried again, and before the next look where nobody tells of changes.
    ///   - patience: Before the next look where the system tells of changes, which a network file system does not.
    package func obeyOrders(
        every interval: Duration = .milliseconds(500),
        patience: Duration = .seconds(15)
    ) async {
        let changes = Doorbell()
        let watch = directory.flatMap { DirectoryWatch($0.path, ringing: changes) }
        var version: Int?
        while !Task.isCancelled {
            let found = try? await write("look for orders") { db in
                try Int.fetchOne(db.cachedStatement(sql: "PRAGMA data_version"))
            }
            // An order that failed is tried again.
            if let found, found != version, (try? await carryOutOrders()) != nil { version = found }
            let isDone = found != nil && found == version
            await changes.wait(for: isDone && watch != nil ? patience : interval, on: clock)
        }
    }

    private func carryOutOrders() async throws(JournalError) {
        for (id, order) in try await write("read the orders", Self.orders) {
            _ = try await carryOut(order, on: id)
            try await write("end an order") { db in
                try db.execute(sql: "DELETE FROM dead_letter_orders WHERE letter = ?", arguments: [id])
            }
        }
    }

    /// Not GRDB's `tableExists`, which remembers that there was none.
    fileprivate static func hasOrders(_ db: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'dead_letter_orders')"
        return try Bool.fetchOne(db, sql: sql) ?? false
    }

    private static func orders(_ db: Database) throws -> [(Int64, DeadLetterOrder)] {
        guard try hasOrders(db) else { return [] }
        return try Row.fetchAll(db, sql: "SELECT letter, action FROM dead_letter_orders ORDER BY letter").compactMap {
            row in
            guard let id = row[0] as Int64?, let order = DeadLetterOrder(rawValue: row[1] as String? ?? "") else {
                return nil
            }
            return (id, order)
        }
    }
}

extension JournalReader {
    /// How many orders the process that holds the journal has not carried out yet.
    package func openOrders() async throws(JournalError) -> Int {
        try await read("count the orders") { db in
            guard try Journal.hasOrders(db) else { return 0 }
            return try Int.fetchOne(db, sql: "SELECT count(*) FROM dead_letter_orders") ?? 0
        }
    }
}
