import GRDB

/// What one process wants done by the one that holds the journal.
package struct JournalOrder: Sendable, Equatable {
    /// What the order is about.
    package enum Matter: String, Sendable {
        case deadLetter = "dead-letter"
        case alert
    }

    package var matter: Matter
    /// The id of a dead letter, or of an incident.
    package var subject: String
    /// In words that belong to the matter.
    package var wish: String

    package init(_ matter: Matter, subject: String, wish: String) {
        self.matter = matter
        self.subject = subject
        self.wish = wish
    }
}

/// What another process leaves to be done by the one that holds the journal.
///
/// The holder knows its cursors, counts and incidents from memory, so nobody else may change them. Orders are a table of their
/// own, made by the first who needs it, and the holder looks at it when the file was changed by somebody else.
extension Journal {
    /// The last wish about something counts.
    private static let table = """
        CREATE TABLE IF NOT EXISTS orders (
            id INTEGER PRIMARY KEY, matter TEXT NOT NULL, subject TEXT NOT NULL, wish TEXT NOT NULL,
            UNIQUE (matter, subject)
        )
        """

    /// Asks the process that holds the journal in `directory` to do `order` with the dead letters `ids`.
    ///
    /// - Returns: A reader that tells, by ``JournalReader/openOrders(_:)``, when it is done.
    package static func leave(
        _ order: DeadLetterOrder,
        for ids: [Int64],
        directory path: String
    ) async throws(JournalError) -> JournalReader {
        try await leave(
            ids.map { JournalOrder(.deadLetter, subject: "\($0)", wish: order.rawValue) },
            directory: path
        )
    }

    /// Asks the process that holds the journal in `directory` to carry out `orders`.
    ///
    /// - Returns: A reader that tells, by ``JournalReader/openOrders(_:)``, when it is done.
    package static func leave(_ orders: [JournalOrder], directory path: String) async throws(JournalError)
        -> JournalReader
    {
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
                for order in orders {
                    try db.execute(
                        sql: "INSERT OR REPLACE INTO orders (matter, subject, wish) VALUES (?, ?, ?)",
                        arguments: [order.matter.rawValue, order.subject, order.wish]
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
    ///   - obey: Carries out what is not about the journal itself.
    package func obeyOrders(
        every interval: Duration = .milliseconds(500),
        patience: Duration = .seconds(15),
        obey: @Sendable (JournalOrder) async -> Void = { _ in }
    ) async {
        let changes = Doorbell()
        let watch = directory.flatMap { DirectoryWatch($0.path, ringing: changes) }
        var version: Int?
        while !Task.isCancelled {
            let found = try? await write("look for orders") { db in
                try Int.fetchOne(db.cachedStatement(sql: "PRAGMA data_version"))
            }
            // An order that failed is tried again.
            if let found, found != version, (try? await carryOutOrders(obey)) != nil { version = found }
            let isDone = found != nil && found == version
            await changes.wait(for: isDone && watch != nil ? patience : interval, on: clock)
        }
    }

    private func carryOutOrders(_ obey: @Sendable (JournalOrder) async -> Void) async throws(JournalError) {
        for (id, order) in try await write("read the orders", Self.orders) {
            if let order { try await carryOut(order, obey) }
            try await write("end an order") { db in
                try db.execute(sql: "DELETE FROM orders WHERE id = ?", arguments: [id])
            }
        }
    }

    private func carryOut(
        _ order: JournalOrder,
        _ obey: @Sendable (JournalOrder) async -> Void
    ) async throws(JournalError) {
        guard order.matter == .deadLetter else { return await obey(order) }
        guard let letter = Int64(order.subject), let wish = DeadLetterOrder(rawValue: order.wish) else { return }
        _ = try await carryOut(wish, on: letter)
    }

    /// Not GRDB's `tableExists`, which remembers that there was none.
    fileprivate static func hasOrders(_ db: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'orders')"
        return try Bool.fetchOne(db, sql: sql) ?? false
    }

    /// In the order they were left; nil stands for one that a later version left.
    private static func orders(_ db: Database) throws -> [(Int64, JournalOrder?)] {
        guard try hasOrders(db) else { return [] }
        return try Row.fetchAll(db, sql: "SELECT id, matter, subject, wish FROM orders ORDER BY id").map { row in
            let matter = JournalOrder.Matter(rawValue: row[1] as String? ?? "")
            return (
                row[0] as Int64? ?? 0,
                matter.map { JournalOrder($0, subject: row[2] as String? ?? "", wish: row[3] as String? ?? "") }
            )
        }
    }
}

extension JournalReader {
    /// How many orders about `matter` the process that holds the journal has not carried out yet.
    package func openOrders(_ matter: JournalOrder.Matter = .deadLetter) async throws(JournalError) -> Int {
        try await read("count the orders") { db in
            guard try Journal.hasOrders(db) else { return 0 }
            let sql = "SELECT count(*) FROM orders WHERE matter = ?"
            return try Int.fetchOne(db, sql: sql, arguments: [matter.rawValue]) ?? 0
        }
    }
}
