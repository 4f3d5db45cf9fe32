package import Basics
import Events
import GRDB

extension Journal {
    /// Opens the journal in `directory` for writing, and creates both when they are missing.
    ///
    /// Opens in milliseconds whatever its size. A damaged file is set aside as `journal.corrupt-<n>.sqlite` and what can be
    /// read of it is carried over; that takes as long as reading it. When the disk has no room for that it is tried again at the
    /// next start.
    ///
    /// - Parameters:
    ///   - path: An absolute path; created with rights for its owner only.
    ///   - options: The limits.
    ///   - clock: Times the commits.
    ///   - now: The wall clock, for retention and dead letters.
    ///   - freeBytes: Tells by how much the file may grow, nil for any; without it the file system is asked.
    /// - Returns: The journal, locked against other processes until it is released.
    /// - Throws: ``JournalError/held(by:)`` when another process has it, ``JournalError/unsafeDirectory(path:reason:)``,
    ///   ``JournalError/newerVersion(path:found:known:)`` ``JournalError/diskFull(doing:reason:)`` or ``JournalError/failed(doing:reason:)``; never because of damage.
    package static func open(
        directory path: String,
        options: JournalOptions = JournalOptions(),
        clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Timestamp,
        freeBytes: (@Sendable () -> Int?)? = nil
    ) throws(JournalError) -> Journal {
        let directory = JournalDirectory(path: path)
        try directory.prepare()
        let lock = try JournalLock(directory: directory)
        func make(_ database: DatabaseQueue, _ salvaged: Salvage.Outcome) throws(JournalError) -> Journal {
            do {
                let journal = try Journal(
                    database: database,
                    directory: directory,
                    lock: lock,
                    status: .keeping(path: directory.databasePath),
                    options: options,
                    clock: clock,
                    now: now,
                    freeBytes: freeBytes ?? { directory.freeBytes }
                )
                journal.memory.withLock { memory in
                    memory.figures.recovered = salvaged.recovered
                    memory.figures.damaged = salvaged.damaged
                    memory.setAside = salvaged.source
                }
                return journal
            } catch {
                throw JournalError(error, doing: "read \(directory.databasePath)")
            }
        }
        let (database, salvaged) = try openOrReplace(directory)
        do throws(JournalError) {
            return try make(database, salvaged)
        } catch .damaged {
            // In a page that opening alone does not read.
            try? database.close()
            directory.markDamaged()
            let (replaced, salvaged) = try openOrReplace(directory)
            return try make(replaced, salvaged)
        }
    }

    /// A journal that lives and dies with the process, for a replay; its status gives `reason`.
    package static func inMemory(
        reason: String,
        options: JournalOptions = JournalOptions(),
        clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Timestamp
    ) throws(JournalError) -> Journal {
        do {
            let database = try DatabaseQueue()
            try database.writeWithoutTransaction { db in try Schema.create(in: db) }
            return try Journal(
                database: database,
                directory: nil,
                lock: nil,
                status: .notKeeping(reason: reason),
                options: options,
                clock: clock,
                now: now
            )
        } catch {
            throw JournalError(error, doing: "open a journal in memory")
        }
    }

    /// Opens the journal in `directory` for reading, whoever else has it.
    package static func openReader(directory path: String) throws(JournalError) -> JournalReader {
        let directory = JournalDirectory(path: path)
        guard directory.exists(directory.databasePath) else { throw .missing(path: path) }
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            let database = try DatabaseQueue(path: directory.databasePath, configuration: configuration)
            let version = try database.read { db in try Schema.version(of: db) }
            guard version > 0 else { throw JournalError.missing(path: path) }
            try checkKnown(version, of: directory)
            return JournalReader(database: database)
        } catch {
            throw JournalError(error, doing: "read \(directory.databasePath)")
        }
    }

    private static func openOrReplace(
        _ directory: JournalDirectory
    ) throws(JournalError) -> (DatabaseQueue, Salvage.Outcome) {
        if !directory.isDamaged {
            do throws(JournalError) {
                return (try openDatabase(directory), Salvage.Outcome())
            } catch .damaged {
                // Below, as for damage found by an earlier process.
            }
        }
        let aside = try directory.setDatabaseAside()
        let target = try openDatabase(directory, at: directory.salvagePath)
        do {
            let outcome = try Salvage(from: aside).run(into: target)
            try target.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
            try target.close()
            try directory.adoptSalvage(of: aside)
            return (try openDatabase(directory), outcome)
        } catch {
            // All of it is tried again at the next start.
            throw JournalError(error, doing: "carry over what \(aside) holds")
        }
    }

    // At another path than the database's own while it is salvaged.
    static func openDatabase(
        _ directory: JournalDirectory,
        at path: String? = nil
    ) throws(JournalError) -> DatabaseQueue {
        let path = path ?? directory.databasePath
        do {
            var configuration = Configuration()
            configuration.journalMode = .wal
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase { db in try db.execute(sql: Schema.pragmas) }
            let database = try DatabaseQueue(path: path, configuration: configuration)
            try database.writeWithoutTransaction { db in
                // GRDB sets NORMAL when it opens a file in WAL mode, after any `prepareDatabase`; so it has to be here.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                let version = try Schema.version(of: db)
                try checkKnown(version, of: directory)
                try Schema.upgrade(db, from: version)
            }
            return database
        } catch {
            throw JournalError(error, doing: "open \(path)")
        }
    }

    private static func checkKnown(_ version: Int, of directory: JournalDirectory) throws(JournalError) {
        guard version > Schema.version else { return }
        throw .newerVersion(path: directory.databasePath, found: version, known: Schema.version)
    }
}
