import Basics
package import Events
import GRDB

extension JournalReader {
    /// The point that covers what is committed of `stream`; nil means to list everything.
    package func resumePoint(of stream: StreamID) async throws(JournalError) -> ResumePoint? {
        try await read("read the resume point") { db in
            let sql = """
                SELECT resume_version, anchor_uid, anchor_version, anchor_namespace, anchor_name FROM streams WHERE name = ?
                """
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [stream.name]),
                let version = (row[0] as Int64?).flatMap({ ResourceVersion($0) })
            else { return nil }
            let anchor = (row[2] as Int64?).flatMap { ResourceVersion($0) }.map { version in
                ResumePoint.Anchor(
                    key: KubeEvent.Key(uid: String(decoding: row.bytes(1), as: UTF8.self), resourceVersion: version),
                    namespace: String(decoding: row.bytes(3), as: UTF8.self),
                    name: String(decoding: row.bytes(4), as: UTF8.self)
                )
            }
            return ResumePoint(resourceVersion: version, anchor: anchor)
        }
    }

    /// Text kept under `name`, such as the identity of the cluster.
    package func property(_ name: String) async throws(JournalError) -> String? {
        try await read("read a property") { db in
            try String.fetchOne(db, sql: "SELECT value FROM properties WHERE name = ?", arguments: [name])
        }
    }

    /// Whether any stream has a point to resume from.
    package func hasResumePoints() async throws(JournalError) -> Bool {
        try await read("read the resume points") { db in
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM streams WHERE resume_version IS NOT NULL)")
                ?? false
        }
    }

    /// The gaps noticed, oldest first; `cluster` marks their streams.
    package func gaps(cluster: String = "") async throws(JournalError) -> [StreamGap] {
        try await read("read the gaps") { db in
            try Self.gaps(after: .min, through: .max, cluster: cluster, in: db).compactMap { row in
                if case .gap(let gap) = row.content { gap } else { nil }
            }
        }
    }

    static func gaps(after cursor: Int64, through last: Int64, cluster: String = "", in db: Database) throws
        -> [JournalRow]
    {
        let sql = """
            SELECT gaps.id, reason, begins, ends, name FROM gaps JOIN streams ON streams.id = gaps.stream
            WHERE gaps.id > ? AND gaps.id <= ? ORDER BY gaps.id
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [cursor, last]).compactMap { row in
            guard let id = row[0] as Int64?, let reason = Gap.Reason(rawValue: row[1] as String? ?? ""),
                let begins = row[2] as Int64?, let ends = row[3] as Int64?, let name = row[4] as String?
            else { return nil }
            let gap = Gap(reason: reason, from: .init(microseconds: begins), to: .init(microseconds: ends))
            return JournalRow(
                id: id,
                content: .gap(StreamGap(stream: StreamID(cluster: cluster, name: name), gap: gap))
            )
        }
    }
}

extension Journal {
    /// Keeps `value` under `name`.
    package func setProperty(_ name: String, to value: String) async throws(JournalError) {
        try await write("keep a property") { db in
            try db.execute(sql: "INSERT OR REPLACE INTO properties VALUES (?, ?)", arguments: [name, value])
        }
    }

    /// Forgets where to watch from, for every stream: after the cluster changed, its versions mean nothing.
    package func forgetResumePoints() async throws(JournalError) {
        try await write("forget the resume points") { db in
            try db.execute(sql: "UPDATE streams SET resume_version = NULL, anchor_version = NULL")
        }
    }
}
