import Basics
import Events
import GRDB

extension Journal {
    /// Runs `body` on the writer's queue; a cancelled task does not interrupt it, so that a shutdown can still commit.
    ///
    /// `doing` completes "cannot ...".
    func write<Value: Sendable>(
        _ doing: String,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(JournalError) -> Value {
        let result: Result<Value, JournalError> = await withCheckedContinuation { continuation in
            database.asyncWriteWithoutTransaction { db in
                continuation.resume(returning: Result { try body(db) }.mapError { JournalError($0, doing: doing) })
            }
        }
        if case .failure = result { memory.withLock { $0.figures.errors[doing, default: 0] += 1 } }
        if case .failure(.damaged) = result { reader.onDamage() }
        return try result.get()
    }

    /// Like `write`, in a transaction, with the ledgers read again before it ends.
    func change<Value: Sendable>(
        _ doing: String,
        _ body: @escaping @Sendable (Database, inout JournalMemory) throws -> Value
    ) async throws(JournalError) -> Value {
        try await write(doing) { [memory] db in
            var changed = memory.withLock { $0 }
            var value: Value?
            try db.transaction {
                value = try body(db, &changed)
                try changed.loadLedgers(from: db)
            }
            memory.withLock { $0.adopt(changed) }
            guard let value else { throw JournalError.failed(doing: doing, reason: "the transaction was empty") }
            return value
        }
    }

    /// Sets the status and rings when it changed.
    func report(_ status: JournalStatus) {
        let subscribers = memory.withLock { memory in
            guard memory.status != status else { return [Doorbell]() }
            memory.status = status
            return memory.subscribers
        }
        for doorbell in subscribers { doorbell.ring() }
    }

    func ringSubscribers() {
        for doorbell in memory.withLock(\.subscribers) { doorbell.ring() }
    }
}

extension JournalMemory {
    /// Takes over what a transaction changed, and keeps what others may have changed meanwhile.
    mutating func adopt(_ changed: JournalMemory) {
        nextID = changed.nextID
        newestGap = changed.newestGap
        streams = changed.streams
        ledgers = changed.ledgers
        sinksInUse = changed.sinksInUse
        duplicates = changed.duplicates
        talliesBegin = changed.talliesBegin
        rows = changed.rows
    }
}

extension JournalError {
    /// What SQLite threw, for people.
    init(_ error: any Error, doing: String) {
        switch error {
        case let error as JournalError:
            self = error
        case let error as DatabaseError where error.isDamage:
            self = .damaged(reason: error.message ?? error.resultCode.description)
        case let error as DatabaseError where error.isDiskFull:
            self = .diskFull(doing: doing, reason: error.message ?? error.resultCode.description)
        case let error as DatabaseError:
            self = .failed(doing: doing, reason: error.message ?? error.resultCode.description)
        default:
            self = .failed(doing: doing, reason: "\(error)")
        }
    }
}

extension Database {
    /// Like GRDB's `inTransaction(.immediate)`, with statements compiled once.
    ///
    /// Each compilation makes SQLite compile all cached statements again, since GRDB listens to it with an authorizer.
    func transaction(_ body: () throws -> Void) throws {
        try cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        do {
            try body()
            try cachedStatement(sql: "COMMIT").execute()
        } catch {
            // SQLite has rolled back by itself after some errors, a full disk among them.
            if isInsideTransaction { try? rollback() }
            throw error
        }
    }
}

extension DatabaseError {
    /// Whether the file itself is to blame, not the disk or a lock.
    var isDamage: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }

    /// SQLite tells a full file system apart, but neither a quota nor a limit of the file's size from other failed writes.
    var isDiskFull: Bool { resultCode == .SQLITE_FULL || extendedResultCode == .SQLITE_IOERR_WRITE }
}
