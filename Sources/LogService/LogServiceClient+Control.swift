import FoundationEssentials
import HTTP

/// A logstore as Log Service describes it.
package struct Logstore: Sendable, Equatable, Decodable {
    package var name: String
    /// Days until a log is deleted; 3650 means never.
    package var retentionDays: Int
    package var shardCount: Int

    private enum CodingKeys: String, CodingKey {
        case name = "logstoreName"
        case retentionDays = "ttl"
        case shardCount
    }
}

/// What of the logs can be searched.
package struct LogstoreIndex: Sendable, Equatable {
    /// The fields with an index of their own.
    package var fields: Set<String>
    /// Whether a word is found in any field.
    package var isFullText: Bool

    package init(fields: Set<String>, isFullText: Bool) {
        self.fields = fields
        self.isFullText = isFullText
    }
}

extension LogstoreIndex: Decodable {
    private enum CodingKeys: String, CodingKey { case line, keys }

    private struct Part: Decodable {}

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let keys = try container.decodeIfPresent([String: Part].self, forKey: .keys) ?? [:]
        fields = Set(keys.keys)
        isFullText = try container.decodeIfPresent(Part.self, forKey: .line) != nil
    }
}

extension LogServiceClient {
    /// Asks for the logstore, to see that endpoint, key and names are right before anything is sent.
    package func getLogstore() async throws(LogServiceError) -> Logstore {
        try await get("/logstores/\(configuration.logstore)", "the description of the logstore")
    }

    /// Asks for the logstore's index.
    ///
    /// - Returns: Nil when it has none.
    /// - Throws: ``LogServiceError`` for everything else.
    package func getIndex() async throws(LogServiceError) -> LogstoreIndex? {
        do {
            return try await get("/logstores/\(configuration.logstore)/index", "the index of the logstore")
        } catch {
            if error.code == "IndexConfigNotExist" { return nil }
            throw error
        }
    }

    private func get<Answer: Decodable>(_ path: String, _ what: String) async throws(LogServiceError) -> Answer {
        let answer = try await send(signable(.get, path: path))
        guard let decoded = try? JSONDecoder().decode(Answer.self, from: Data(answer.body)) else {
            throw LogServiceError(
                kind: .client,
                status: answer.head.status,
                message: "\(what) cannot be read",
                requestID: answer.head.value("x-log-requestid") ?? ""
            )
        }
        return decoded
    }
}
