import Basics
import Events
import GRDB

/// Room on the disk.
///
/// SQLite on a full disk may be stuck for good: the log takes nothing more, and cannot be emptied into a file that would have to
/// grow for it. Then no cursor moves, and not even history can go. So a commit is refused while there is still room for both.
extension Journal {
    /// Throws when the disk has no room for a commit and for what follows from it; once full, until there is some to spare.
    func refuseWhenDiskIsFull(_ pages: Pages) throws {
        guard let missing = missingBytes(pages), missing > 0 else { return }
        throw JournalError.diskFull(doing: "keep events", reason: "the disk of the journal has no room to spare")
    }

    /// Gives up history where that makes room for the next commit.
    ///
    /// - Returns: Whether there is room now.
    func makeRoomOnDisk() async throws(JournalError) -> Bool {
        let isWithinReach = try await write("measure the disk") { [self] db in
            let pages = try Pages(db)
            guard let missing = missingBytes(pages) else { return false }
            return missing > 0 && missing <= memory.withLock(\.self).history(of: pages.usedBytes)
        }
        guard isWithinReach else { return false }
        let deleted = try await delete { [self] db, _, _ in (missingBytes(try Pages(db)) ?? 0) > 0 ? .oldest : .nothing
        }
        return deleted > 0
    }

    /// How much is missing to what a commit, its copy in the log and the log's copy in the file may take; nil when the disk does
    /// not tell.
    ///
    /// Pages that are free in the file count: a commit takes them first.
    private func missingBytes(_ pages: Pages) -> Int? {
        guard let free = freeBytes() else { return nil }
        let isHindered = hindrance != nil
        let wanted = logBytes + 2 * options.commitBytes + (isHindered ? maximumBytes / 100 * (100 - Self.resumeAt) : 0)
        return wanted - free - pages.freeBytes
    }
}

/// What the database file consists of.
struct Pages {
    private let size: Int
    private let count: Int
    private let free: Int

    init(_ db: Database) throws {
        func value(_ name: String) throws -> Int {
            try Int.fetchOne(db.cachedStatement(sql: "PRAGMA " + name)) ?? 0
        }
        size = try value("page_size")
        count = try value("page_count")
        free = try value("freelist_count")
    }

    var usedBytes: Int { (count - free) * size }
    var freeBytes: Int { free * size }
}
