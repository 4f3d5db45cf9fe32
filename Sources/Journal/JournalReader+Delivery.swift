package import Basics
package import Events
import GRDB

/// What became of one event version for one sink.
package enum EventDelivery: Sendable, Equatable {
    /// The journal does not hold the version any more, never did, or knows no such sink.
    case unknown
    /// The sink has not answered for it yet.
    case waiting
    /// The sink is done with it: acknowledged, unless the forward filter or somebody's order held it back, or it is from before
    /// the sink was first used. Rows do not tell these apart.
    case passed
    /// Refused for good; the text of the reason is from outside.
    case dead(Acknowledgement.Refusal, at: Timestamp)
}

extension JournalReader {
    /// What became of one event version for `sink`.
    ///
    /// For one event that a person looks at: the dead letters have no index by event.
    ///
    /// - Parameters:
    ///   - key: The version.
    ///   - sink: The name under which it was registered.
    /// - Returns: As of now.
    /// - Throws: ``JournalError``.
    package func delivery(of key: KubeEvent.Key, sink: String) async throws(JournalError) -> EventDelivery {
        try await read("read what was delivered") { db in
            let refused = """
                SELECT event, at, status, code, message FROM dead_letters WHERE version = ? AND uid = ? AND sink = ?
                ORDER BY id DESC LIMIT 1
                """
            if let row = try Row.fetchOne(
                db,
                sql: refused,
                arguments: [key.resourceVersion.value, key.uid.blob, sink]
            ) {
                let refusal = Acknowledgement.Refusal(
                    row: row[0] as Int64? ?? 0,
                    status: row[2] as Int? ?? 0,
                    code: row[3] as String? ?? "",
                    message: row[4] as String? ?? ""
                )
                return .dead(refusal, at: Timestamp(microseconds: row[1] as Int64? ?? 0))
            }
            let kept = """
                SELECT events.id, cursor FROM events, sinks
                WHERE sinks.name = ? AND stream IN (SELECT id FROM streams) AND version = ? AND uid = ?
                """
            let found = try Row.fetchOne(db, sql: kept, arguments: [sink, key.resourceVersion.value, key.uid.blob])
            guard let found, let id = found[0] as Int64?, let cursor = found[1] as Int64? else { return .unknown }
            return id <= cursor ? .passed : .waiting
        }
    }
}

extension Journal {
    /// A reader with a connection of its own, for long searches: ``reader`` shares the writer's, and would hold it up.
    ///
    /// - Throws: ``JournalError`` when the file cannot be opened a second time. A journal in memory gives ``reader``.
    package func separateReader() throws(JournalError) -> JournalReader {
        guard let directory else { return reader }
        return try Journal.openReader(directory: directory.path)
    }
}
