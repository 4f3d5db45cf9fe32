import Foundation

/// A request that a ``FaultyCluster`` got.
package struct ClusterRequest: Sendable {
    package struct Item: Sendable, Equatable {
        package var name: String
        package var value: String
    }

    package var method: String
    package var path: String
    /// Decoded.
    package var query: [Item]
    /// By names in lower case.
    package var headers: [String: String]
    package var body: [UInt8] = []
    package var at: ContinuousClock.Instant

    /// Reads a head without its blank line; nil when it is none of HTTP.
    init?(head: String, at: ContinuousClock.Instant) {
        var lines = head.split(separator: "\r\n")[...]
        guard let first = lines.popFirst()?.split(separator: " "), first.count == 3 else { return nil }
        method = String(first[0])
        let target = first[1].split(separator: "?", maxSplits: 1)
        path = target.first.map(String.init) ?? "/"
        query = target.count < 2 ? [] : target[1].split(separator: "&").map { Item(parsing: $0) }
        headers = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces
            )
        }
        self.at = at
    }

    /// The value of a parameter of the query.
    package func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

    package var verb: ClusterVerb {
        if path == "/livez" { return .livez }
        guard path.hasSuffix("/events") else { return .other }
        if parameter("watch") != nil { return .watch }
        if parameter("resourceVersionMatch") == "Exact" { return parameter("fieldSelector") == nil ? .check : .anchor }
        if parameter("continue") != nil { return .page }
        return parameter("limit") == "1" ? .probe : .list
    }
}

extension ClusterRequest.Item {
    fileprivate init(parsing text: Substring) {
        let parts = text.split(separator: "=", maxSplits: 1)
        name = parts.first.map(String.init) ?? ""
        value = parts.count < 2 ? "" : parts[1].removingPercentEncoding ?? String(parts[1])
    }
}
