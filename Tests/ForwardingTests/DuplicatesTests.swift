import Demo
import Events
import Foundation
import GRDB
import TestSupport
import Testing

/// The README's queries, run on what the receiver stored.
@Suite(.timeLimit(.minutes(5))) struct DuplicatesTests {
    private static let readme = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "README.md")

    /// The two blocks, without the search in front.
    private func queries() throws -> [String] {
        let parts = try String(contentsOf: Self.readme, encoding: .utf8).components(separatedBy: "```sql\n* | ")
            .dropFirst()
        return parts.compactMap { $0.components(separatedBy: "```").first }
    }

    /// Stored records as Log Service's columns for them: the members of the JSON field that its index names.
    private func table(_ lines: [Substring]) throws -> DatabaseQueue {
        let database = try DatabaseQueue()
        try database.write { db in
            let columns = ["metadata.uid", "metadata.resourceVersion", "reason", "message"].map {
                "\"eventId.\($0)\" TEXT"
            }
            try db.execute(sql: "CREATE TABLE log (__time__ INTEGER, \(columns.joined(separator: ", ")))")
            for line in lines {
                let record = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                let text = try #require(record["eventId"] as? String)
                let event = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
                let metadata = event["metadata"] as? [String: Any]
                try db.execute(
                    sql: "INSERT INTO log VALUES (?, ?, ?, ?, ?)",
                    arguments: [
                        record["__time__"] as? Int, metadata?["uid"] as? String,
                        metadata?["resourceVersion"] as? String, event["reason"] as? String,
                        event["message"] as? String,
                    ]
                )
            }
        }
        return database
    }

    private func rows(_ query: String, of database: DatabaseQueue) throws -> [Row] {
        try database.read { db in try Row.fetchAll(db, sql: query) }
    }

    @Test func readersOfTheReadmeSeeEachVersionOnce() async throws {
        let rig = try await Rig(fault: .cut)
        try await rig.append(1...100)
        try await rig.running {
            try await rig.wait { _ in await rig.receiver.counters.duplicates > 0 }
            await rig.receiver.inject(.none)
            await rig.drain()
        }
        let lines = try rig.lines
        let queries = try queries()
        try #require(queries.count == 2)

        let database = try table(lines)
        let counts = try rows(queries[0], of: database).first
        let versions = try rows(queries[1], of: database).map {
            "\($0["uid"] as String? ?? "") \($0["version"] as String? ?? "")"
        }

        #expect(lines.count > 100)
        #expect(counts?["records"] as Int? == lines.count)
        #expect(counts?["versions"] as Int? == 100)
        #expect(versions.sorted() == (1...100).map { "\(Rig.event($0).key.uid) \($0)" }.sorted())
    }
}
