import HTTP
import Kubernetes
import TestSupport
import Testing

/// What a real API server says when it refuses, and what becomes of it.
@Suite(.enabled(if: Recordings.areHere))
struct RecordedErrorTests {
    static let kinds: [(file: String, kind: KubernetesError.Kind)] = [
        ("400-bad-continue.json", .refused(400)), ("400-bad-rv.json", .refused(500)),
        ("400-http-to-https.txt", .refused(400)),
        ("401-badtoken.json", .unauthorized), ("403-anonymous.json", .forbidden), ("403-denied.json", .forbidden),
        ("403-denied-watch.json", .forbidden), ("404-path.json", .notFound), ("406-accept.json", .refused(406)),
        ("410-list-continue-expired.json", .expired), ("410-list-exact-rv.json", .expired),
        ("422-sendInitialEvents-without-match.json", .refused(422)), ("504-list-future-rv.json", .future),
        ("504-list-future-rv.watchcache-on.json", .future),
    ]

    @Test(arguments: kinds)
    func isTakenForWhatItIs(file: String, kind: KubernetesError.Kind) async throws {
        let head = String(decoding: try Recordings.bytes("headers/\(file).headers"), as: UTF8.self)
        let lines = head.split(whereSeparator: \.isNewline)
        let status = try #require(lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            let parts = line.split(separator: ":", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), String(parts[1].drop { $0 == " " })) : nil
        }
        let body = try Recordings.bytes("errors/\(file)")
        let http = CannedHTTP([.stream(status: status, headers: headers, chunks: [body], failure: nil)])
        let cluster = ClusterConfiguration(server: "https://api.test")

        await #expect {
            try await EventWatcher(client: http, cluster: cluster).listOnce()
        } throws: { error in
            (error as? KubernetesError)?.kind == kind
        }
    }
}
