import Basics
package import HTTP

/// An ``HTTPClient`` that answers from a list and remembers what it was asked.
///
/// The question whether the server lives, `/livez`, is apart from that list.
package final class CannedHTTP: HTTPClient {
    package enum Answer: Sendable {
        /// A head, then these chunks; `failure` ends the body instead of its proper end.
        case stream(status: Int, headers: [(name: String, value: String)], chunks: [[UInt8]], failure: HTTPError?)
        case failure(HTTPError)
        /// A head and then silence until the reader is cancelled.
        case silence(status: Int)
    }

    private let answers: Locked<[Answer]>
    private let asked = Locked<[HTTPRequest]>([])
    private let questions = Locked(0)
    private let isAlive: Bool

    /// - Parameters:
    ///   - answers: In the order in which they are given.
    ///   - isAlive: Whether `/livez` is answered; otherwise it fails as after its time.
    package init(_ answers: [Answer], isAlive: Bool = true) {
        self.answers = Locked(answers)
        self.isAlive = isAlive
    }

    package var requests: [HTTPRequest] { asked.withLock { $0 } }
    /// How often `/livez` was asked.
    package var questionCount: Int { questions.withLock { $0 } }

    package func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        if request.url.hasSuffix("/livez") {
            questions.withLock { $0 += 1 }
            guard isAlive else { throw HTTPError(code: .timedOut, url: request.url, detail: "no answer") }
            return HTTPStream(head: HTTPHead(status: 200), body: HTTPBody { () async throws(HTTPError) in nil })
        }
        asked.withLock { $0.append(request) }
        let answer = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        switch answer {
        case nil:
            throw HTTPError(code: .refused, url: request.url, detail: "no canned answer is left")
        case .failure(let error):
            throw error
        case .silence(let status):
            let head = HTTPHead(status: status)
            let (bell, ring) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
            let body = HTTPBody {
                ring.yield()
            } read: { () async throws(HTTPError) -> [UInt8]? in
                for await _ in bell { return [] }
                throw HTTPError(code: .cancelled, url: "", detail: "cancelled")
            }
            return HTTPStream(head: head, body: body)
        case .stream(let status, let headers, let chunks, let failure):
            let rest = Locked(chunks)
            let body = HTTPBody { () async throws(HTTPError) -> [UInt8]? in
                if let chunk = rest.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return chunk }
                if let failure { throw failure }
                return nil
            }
            return HTTPStream(head: HTTPHead(status: status, headers: headers), body: body)
        }
    }
}
