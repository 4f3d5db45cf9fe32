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

    /// Creates the logstore that the sink names.
    ///
    /// - Parameters:
    ///   - retentionDays: 1 to 3650; the latter means for ever.
    ///   - shardCount: To begin with, 1 to 100; more are made as the load grows.
    /// - Throws: ``LogServiceError``; with the code `LogStoreAlreadyExist` for one that is there.
    package func createLogstore(retentionDays: Int, shardCount: Int) async throws(LogServiceError) {
        let description: JSONValue = [
            "logstoreName": .string(configuration.logstore), "ttl": .integer(Int64(retentionDays)),
            "shardCount": .integer(Int64(shardCount)), "enable_tracking": false, "autoSplit": true,
            "maxSplitShard": 64, "appendMeta": false, "telemetryType": "", "mode": "standard",
        ]
        try await send(description, as: .post, to: "/logstores")
    }

    /// Gives the logstore an index, in place of the one it has.
    ///
    /// - Parameters:
    ///   - index: All of it.
    ///   - isNew: The logstore has none yet.
    /// - Throws: ``LogServiceError``; with the code `IndexInfoInvalid` for one that is refused.
    package func putIndex(_ index: LogstoreIndex, isNew: Bool) async throws(LogServiceError) {
        try await send(index, as: isNew ? .post : .put, to: "/logstores/\(configuration.logstore)/index")
    }

    private func send(_ body: some Encodable, as method: HTTPRequest.Method, to path: String)
        async throws(LogServiceError)
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(body) else {
            throw LogServiceError(kind: .client, message: "the request cannot be written as JSON")
        }
        var request = signable(method, path: path)
        request.contentType = "application/json"
        request.logHeaders["x-log-bodyrawsize"] = String(bytes.count)
        request.body = Array(bytes)
        _ = try await send(request)
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
