import Foundation

/// GetLogs v1 or v2, or GetHistograms, as it is asked.
struct SearchRequest: Sendable {
    enum Form: Sendable, Equatable { case logs1, logs2, histogram }

    var form: Form
    var logstore: String
    /// Seconds since 1970; `to` no longer counts.
    var from: Int64
    var to: Int64
    var query: String
    var topic: String
    var offset: Int
    var lineCount: Int
    var isNewestFirst: Bool

    /// Reads a request; nil when it is none of these.
    ///
    /// - Throws: 400 `ParameterInvalid`
    init?(_ request: ReceivedRequest) throws(Refusal) {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.first == "logstores" else { return nil }
        var values: [String: String]
        if request.method == "POST", parts.count == 3, parts[2] == "logs" {
            form = .logs2
            values = try Self.members(of: request.body)
        } else if request.method == "GET", parts.count == 2 {
            values = Dictionary(request.parameters.map { ($0.name, Self.decoded($0.value)) }) { $1 }
            switch values["type"] {
            case "log": form = .logs1
            case "histogram": form = .histogram
            default: return nil
            }
        } else {
            return nil
        }
        logstore = parts[1]
        guard let from = values["from"].flatMap({ Int64($0) }), let to = values["to"].flatMap({ Int64($0) }),
            from >= 0, from < to, to <= Int64(UInt32.max)
        else { throw Refusal(400, "ParameterInvalid", "parameter from or to is invalid: from must be before to") }
        (self.from, self.to) = (from, to)
        query = values["query"] ?? ""
        topic = values["topic"] ?? ""
        isNewestFirst = ["true", "1"].contains(values["reverse"]?.lowercased() ?? "")
        offset = Int(values["offset"] ?? "0") ?? -1
        lineCount = Int(values["line"] ?? "100") ?? -1
        guard offset >= 0, (0...100).contains(lineCount) else {
            throw Refusal(400, "ParameterInvalid", "parameter offset or line is invalid: line is 0 to 100")
        }
    }

    private static func members(of body: [UInt8]) throws(Refusal) -> [String: String] {
        guard let object = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] else {
            throw Refusal(400, "ParameterInvalid", "the body is no JSON object")
        }
        return object.compactMapValues { value in
            switch value {
            case let text as String: text
            // true is 1.
            case let number as NSNumber: number.stringValue
            default: nil
            }
        }
    }

    private static func decoded(_ text: String) -> String {
        text.replacing("+", with: " ").removingPercentEncoding ?? text
    }
}
