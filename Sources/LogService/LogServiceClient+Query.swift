import Basics
import FoundationEssentials
import HTTP

/// Reading back what a logstore has, in pages of at most 100 logs.
///
/// Logs are asked for by GetLogs v2, a POST: its body takes a query of any length, where v1 has it in the URL, and what v1 tells in
/// headers stands in the answer itself. The histogram is a GET, there is no other. A query costs the project reading, so nothing
/// here asks twice; ``LogstoreReader`` does.
extension LogServiceClient {
    /// The most logs of a page; Log Service refuses to give more.
    package static let pageSize = 100
    /// Past it an answer is given up: 100 logs of 160 KiB each.
    private static let answerLimit = 16 << 20

    /// Asks for one page of logs, the newest first.
    ///
    /// - Parameters:
    ///   - query: What to look for, and when.
    ///   - offset: How many logs to pass over.
    ///   - lineCount: How many to give, 0 to 100.
    /// - Returns: Incomplete when Log Service's time was up first.
    /// - Throws: ``LogServiceError``; with code `IndexConfigNotExist` where nothing is searchable, and `ParameterInvalid` for a query
    ///   that it cannot read.
    package func getLogs(_ query: LogQuery, offset: Int = 0, lineCount: Int = pageSize) async throws(LogServiceError)
        -> LogPage
    {
        let body: JSONValue = [
            "from": .integer(query.from.seconds), "to": .integer(query.to.seconds), "query": .string(query.text),
            "line": .integer(Int64(min(max(lineCount, 0), Self.pageSize))), "offset": .integer(Int64(max(offset, 0))),
            "reverse": true,
        ]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(body) else {
            throw LogServiceError(kind: .client, message: "the query cannot be written as JSON")
        }
        var request = signable(.post, path: "/logstores/\(configuration.logstore)/logs")
        request.contentType = "application/json"
        request.logHeaders["x-log-bodyrawsize"] = String(bytes.count)
        request.body = Array(bytes)
        let answer = try await send(request, limit: Self.answerLimit)
        return LogPage(try read(answer, "the answer to the query"))
    }

    /// Counts the logs that a search finds, by time; Log Service chooses how long a bar is.
    ///
    /// - Throws: ``LogServiceError`` as ``getLogs(_:offset:lineCount:)``.
    package func getHistogram(_ query: LogQuery) async throws(LogServiceError) -> LogHistogram {
        var request = signable(.get, path: "/logstores/\(configuration.logstore)")
        request.query = [
            ("type", "histogram"), ("from", String(query.from.seconds)), ("to", String(query.to.seconds)),
            ("query", query.text), ("accurate", "true"),
        ]
        let answer = try await send(request, limit: Self.answerLimit)
        let bars: [HistogramAnswer.Bar] = try read(answer, "the histogram of the query")
        let progress = answer.head.value("x-log-progress") ?? "Complete"
        return LogHistogram(HistogramAnswer(bars: bars), isComplete: isComplete(progress))
    }

    private func read<Answer: Decodable>(_ answer: HTTPResponse, _ what: String) throws(LogServiceError) -> Answer {
        let isCompressed = answer.head.value("x-log-compresstype").map { !$0.isEmpty } ?? false
        if !isCompressed, let found = try? JSONDecoder().decode(Answer.self, from: Data(answer.body)) { return found }
        throw LogServiceError(
            kind: .client,
            status: answer.head.status,
            message: what + (isCompressed ? " is compressed, which was not asked for" : " cannot be read"),
            requestID: answer.head.value("x-log-requestid") ?? ""
        )
    }
}
