import Basics
package import HTTP

/// An ``HTTPClient`` that answers from a list and remembers what it was asked.
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

    package init(_ answers: [Answer]) {
        self.answers = Locked(answers)
    }

    package var requests: [HTTPRequest] { asked.withLock { $0 } }

    package func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        asked.withLock { $0.append(request) }
        let answer = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        switch answer {
        case nil:
            throw HTTPError(code: .refused, url: request.url, detail: "no canned answer is left")
        case .failure(let error):
            throw error
        case .silence(let status):
            let head = HTTPHead(status: status)
            let body = HTTPBody { () async throws(HTTPError) -> [UInt8]? in
                try? await Task.sleep(for: .seconds(3600))
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
