import Basics

/// One request and its answer, between the task that asks and the thread on which libcurl runs.
///
/// The thread fills a buffer; the reader takes all of it at once. Above the limit the thread pauses the connection, and the
/// reader who empties the buffer resumes it.
final class CurlExchange: Sendable {
    typealias HeadResult = Result<HTTPHead, HTTPError>
    typealias BodyResult = Result<[UInt8]?, HTTPError>

    fileprivate struct State {
        var head: HTTPHead?
        var buffer: [UInt8] = []
        /// The size of the last chunk: the next is about as large.
        var lastCount = 0
        var isPaused = false
        var isNudged = false
        /// Set once; the buffer is still to be read after it.
        var end: Result<Void, HTTPError>?
        var headWaiter: CheckedContinuation<HeadResult, Never>?
        var bodyWaiter: CheckedContinuation<BodyResult, Never>?
    }

    let request: HTTPRequest
    private let queue: CurlQueue
    private let state = Locked(State())

    init(_ request: HTTPRequest, queue: CurlQueue) {
        self.request = request
        self.queue = queue
    }

    var isEnded: Bool { state.withLock { $0.end != nil } }
}

// MARK: The task's side

extension CurlExchange {
    /// Starts the request and waits for the head of the answer.
    func head() async -> HeadResult {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let end = state.withLock { state in
                    if state.end == nil { state.headWaiter = continuation }
                    return state.end
                }
                // Cancelled before it began, or else not ended and to be started.
                if case .failure(let error) = end {
                    continuation.resume(returning: .failure(error))
                } else {
                    queue.post(.start(self))
                }
            }
        } onCancel: {
            cancel()
        }
    }

    /// Everything that arrived since the last call, nil at the proper end.
    func next() async -> BodyResult {
        if Task.isCancelled { cancel() }
        if let ready = take() { return ready }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0) }
        } onCancel: {
            cancel()
        }
    }

    /// Makes the reader's call return, with nothing when nothing has arrived.
    func nudge() {
        state.withLock { $0.isNudged = true }
        flush()
    }

    /// Ends the exchange and closes its connection, unless it has ended already.
    func cancel() {
        guard finish(.failure(error(.cancelled, "the request was cancelled")), keepsBuffer: false) else { return }
        queue.post(.cancel(self))
    }

    private func wait(_ continuation: CheckedContinuation<BodyResult, Never>) {
        let ready = state.withLock { state in
            let ready = state.ready()
            if ready == nil { state.bodyWaiter = continuation }
            return ready
        }
        guard let ready else { return }
        deliver(ready, to: continuation)
    }

    private func take() -> BodyResult? {
        guard let ready = state.withLock({ $0.ready() }) else { return nil }
        if ready.wasPaused { queue.post(.resume(self)) }
        return ready.result
    }

    private func deliver(_ ready: State.Ready, to continuation: CheckedContinuation<BodyResult, Never>) {
        if ready.wasPaused { queue.post(.resume(self)) }
        continuation.resume(returning: ready.result)
    }
}

// MARK: The thread's side

extension CurlExchange {
    /// Hands over the head of the answer.
    func deliver(_ head: HTTPHead) {
        let waiter = state.withLock { state in
            guard state.end == nil else { return nil as CheckedContinuation<HeadResult, Never>? }
            state.head = head
            defer { state.headWaiter = nil }
            return state.headWaiter
        }
        waiter?.resume(returning: .success(head))
    }

    /// Adds to the buffer, or refuses when that is full: then the connection is to be paused.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            guard state.buffer.count < request.limits.bufferedBytes else {
                state.isPaused = true
                return false
            }
            if state.buffer.isEmpty { state.buffer.reserveCapacity(state.lastCount + state.lastCount / 4) }
            state.buffer.append(contentsOf: bytes)
            return true
        }
    }

    /// Wakes the reader when there is something in the buffer.
    func flush() {
        let (waiter, ready) = state.withLock { state in
            guard state.bodyWaiter != nil, let ready = state.ready() else {
                return (nil, nil) as (CheckedContinuation<BodyResult, Never>?, State.Ready?)
            }
            defer { state.bodyWaiter = nil }
            return (state.bodyWaiter, ready)
        }
        if let waiter, let ready { deliver(ready, to: waiter) }
    }

    /// Ends the answer properly.
    func finish() {
        guard !state.withLock({ $0.head == nil }) else { return fail(.closed, "the answer has no head") }
        finish(.success(()), keepsBuffer: true)
    }

    /// Ends the answer with an error, which the reader gets after what has arrived.
    func fail(_ code: HTTPError.Code, _ detail: String) {
        finish(.failure(error(code, detail)), keepsBuffer: true)
    }

    @discardableResult
    private func finish(_ end: Result<Void, HTTPError>, keepsBuffer: Bool) -> Bool {
        let (isFirst, head) = state.withLock { state in
            guard state.end == nil else { return (false, nil as CheckedContinuation<HeadResult, Never>?) }
            state.end = end
            if !keepsBuffer { state.buffer = [] }
            defer { state.headWaiter = nil }
            return (true, state.headWaiter)
        }
        guard isFirst else { return false }
        if case .failure(let error) = end { head?.resume(returning: .failure(error)) }
        flush()
        return true
    }

    private func error(_ code: HTTPError.Code, _ detail: String) -> HTTPError {
        HTTPError(code: code, url: request.url, detail: detail)
    }
}

extension CurlExchange.State {
    /// What a reader gets without waiting.
    fileprivate struct Ready {
        var result: CurlExchange.BodyResult
        var wasPaused: Bool
    }

    fileprivate mutating func ready() -> Ready? {
        guard buffer.isEmpty else {
            let ready = Ready(result: .success(buffer), wasPaused: isPaused)
            lastCount = buffer.count
            buffer = []
            isPaused = false
            isNudged = false
            return ready
        }
        switch end {
        case nil:
            defer { isNudged = false }
            return isNudged ? Ready(result: .success([]), wasPaused: false) : nil
        case .success: return Ready(result: .success(nil), wasPaused: false)
        case .failure(let error): return Ready(result: .failure(error), wasPaused: false)
        }
    }
}
