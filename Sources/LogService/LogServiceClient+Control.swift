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
        let answer = try await send(signable(.get, path: "/logstores/\(configuration.logstore)"))
        guard let logstore = try? JSONDecoder().decode(Logstore.self, from: Data(answer.body)) else {
            throw LogServiceError(
                kind: .client,
                status: answer.head.status,
                message: "the description of the logstore cannot be read",
                requestID: answer.head.value("x-log-requestid") ?? ""
            )
        }
        return logstore
    }
}
