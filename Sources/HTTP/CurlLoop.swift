import CCurl
import Glibc

/// What the thread does: takes commands, lets libcurl work, hands on what came of it, waits.
///
/// Made, used and destroyed on that thread; no pointer of libcurl leaves it.
struct CurlLoop: ~Copyable {
    private let queue: CurlQueue
    private let multi: UnsafeMutableRawPointer
    private var transfers: [ObjectIdentifier: CurlTransfer] = [:]
    private let clock = ContinuousClock()

    init?(queue: CurlQueue) {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let multi = curl_multi_init() else { return nil }
        self.queue = queue
        self.multi = multi
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 8)
    }

    deinit {
        curl_multi_cleanup(multi)
    }

    /// Works until told to stop, then fails what is under way.
    mutating func run() {
        while perform(queue.takeAll()) {
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            let mayHaveMore = settle()
            readMessages()
            endOverdue()
            if !mayHaveMore { wait() }
            wakeRested()
        }
        for transfer in transfers.values {
            remove(transfer)
            transfer.exchange.fail(.closed, "the HTTP client has been shut down")
        }
    }

    /// Performs commands in order.
    ///
    /// - Returns: False when one of them is to stop.
    private mutating func perform(_ commands: [CurlQueue.Command]) -> Bool {
        var goesOn = true
        for command in commands {
            switch command {
            case .start(let exchange): start(exchange)
            case .cancel(let exchange):
                if let transfer = transfers[ObjectIdentifier(exchange)] { remove(transfer) }
            case .resume(let exchange): transfers[ObjectIdentifier(exchange)]?.resume()
            case .stop: goesOn = false
            }
        }
        return goesOn
    }

    private mutating func start(_ exchange: CurlExchange) {
        guard !exchange.isEnded else { return }
        do {
            let transfer = try CurlTransfer(exchange, now: clock.now)
            guard curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
                return exchange.fail(.other, "libcurl takes no more requests")
            }
            transfers[ObjectIdentifier(exchange)] = transfer
        } catch {
            exchange.fail(error.code, error.detail)
        }
    }

    /// Forgets a transfer; its connection is closed unless its answer has ended.
    private mutating func remove(_ transfer: CurlTransfer) {
        curl_multi_remove_handle(multi, transfer.easy)
        transfers[ObjectIdentifier(transfer.exchange)] = nil
    }

    /// Hands on what came; returns whether there may be more to read at once.
    private func settle() -> Bool {
        let now = clock.now
        return transfers.values.reduce(false) { $1.settle(at: now) || $0 }
    }

    private func wakeRested() {
        let now = clock.now
        for transfer in transfers.values { transfer.wake(at: now) }
    }

    private mutating func readMessages() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let owner = ccurl_get_private(easy)
            else { continue }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(owner).takeUnretainedValue()
            let code = ccurl_message_result(message)
            remove(transfer)
            transfer.finish(code)
        }
    }

    private mutating func endOverdue() {
        let now = clock.now
        for transfer in transfers.values {
            guard let reason = transfer.overdue(at: now) else { continue }
            remove(transfer)
            transfer.exchange.fail(.timedOut, reason)
        }
    }

    /// Sleeps until a connection or a command is ready, or the next deadline has come.
    private func wait() {
        let deadline = transfers.values.compactMap(\.deadline).min()
        var milliseconds: Int32 = 60_000
        if let deadline {
            let left = clock.now.duration(to: deadline).components
            // Rounded up, so that the deadline has passed on waking.
            let exact = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1
            milliseconds = Int32(min(max(exact, 0), 60_000))
        }
        var wakeUp = curl_waitfd(fd: queue.readEnd, events: Int16(CURL_WAIT_POLLIN), revents: 0)
        if curl_multi_poll(multi, &wakeUp, 1, milliseconds, nil) != CURLM_OK {
            // Out of memory, most likely: wait for a command rather than spin.
            var readable = pollfd(fd: queue.readEnd, events: Int16(POLLIN), revents: 0)
            poll(&readable, 1, min(milliseconds, 100))
        }
    }
}
