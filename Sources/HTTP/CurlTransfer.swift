import CCurl

/// One request inside libcurl: its handle, what libcurl keeps pointers to, and its callbacks.
///
/// Lives on the thread.
final class CurlTransfer {
    let exchange: CurlExchange
    let easy: UnsafeMutableRawPointer
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private let errorText: UnsafeMutablePointer<CChar>
    private var head: HeadReader
    private let headDeadline: ContinuousClock.Instant?
    private let totalDeadline: ContinuousClock.Instant?
    private var hasNews = false
    /// What came in the round before and waits for the end of its burst.
    private var hasUntold = false
    /// Until when nothing is read, so that bytes gather.
    private var restsUntil: ContinuousClock.Instant?
    private var received: Int64 = 0
    /// Why a callback gave up; libcurl itself knows only that it did.
    private var failure: (code: HTTPError.Code, detail: String)?

    init(_ exchange: CurlExchange, now: ContinuousClock.Instant) throws(HTTPError) {
        guard let easy = curl_easy_init() else {
            throw HTTPError(code: .other, url: exchange.request.url, detail: "libcurl has no memory for a request")
        }
        self.exchange = exchange
        self.easy = easy
        let limits = exchange.request.limits
        head = HeadReader(limit: limits.headBytes)
        headDeadline = limits.head.map { now.advanced(by: $0) }
        totalDeadline = limits.total.map { now.advanced(by: $0) }
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        var options = CurlOptions(easy: easy, request: exchange.request)
        defer { lists = options.lists }
        try options.set()
        attach()
    }

    deinit {
        curl_easy_cleanup(easy)
        lists.forEach { curl_slist_free_all($0) }
        errorText.deallocate()
    }

    /// The next instant at which the transfer may be overdue or has rested.
    var deadline: ContinuousClock.Instant? {
        var first = head.isComplete ? nil : headDeadline
        if let totalDeadline { first = min(first ?? totalDeadline, totalDeadline) }
        if let restsUntil { first = min(first ?? restsUntil, restsUntil) }
        return first
    }

    /// Why the transfer is to be given up at `now`, or nil.
    func overdue(at now: ContinuousClock.Instant) -> String? {
        if !head.isComplete, let headDeadline, headDeadline <= now {
            return "no answer within \(exchange.request.limits.head ?? .zero)"
        }
        if let totalDeadline, totalDeadline <= now {
            return "the answer took longer than \(exchange.request.limits.total ?? .zero)"
        }
        return nil
    }

    /// Goes on with a paused connection.
    func resume() {
        restsUntil = nil
        curl_easy_pause(easy, CURLPAUSE_CONT)
    }

    /// Wakes the reader once for everything that came since the last time.
    ///
    /// - Parameter now: The instant at which nothing more was to be read.
    /// - Returns: Whether a stream that gathers its bytes is to be read again first: TLS gives one record at a time.
    func settle(at now: ContinuousClock.Instant) -> Bool {
        defer { hasNews = false }
        guard let gathering = exchange.request.limits.gathering else {
            if hasNews { exchange.flush() }
            return false
        }
        if hasUntold, !hasNews {
            exchange.flush()
            restsUntil = now.advanced(by: gathering)
            curl_easy_pause(easy, CURLPAUSE_RECV)
        }
        hasUntold = hasNews
        return hasNews
    }

    /// Reads on when the rest is over.
    func wake(at now: ContinuousClock.Instant) {
        guard let restsUntil, restsUntil <= now else { return }
        resume()
    }

    /// Tells the exchange how libcurl ended.
    func finish(_ code: CURLcode) {
        if let failure {
            exchange.fail(failure.code, failure.detail)
        } else if code == CURLE_OK {
            exchange.finish()
        } else {
            var errno = 0
            ccurl_get_long(easy, CURLINFO_OS_ERRNO, &errno)
            let (code, detail) = describe(code, errno: Int32(errno), text: String(cString: errorText))
            exchange.fail(code, detail)
        }
    }

    /// Points libcurl's callbacks at this object, which outlives the handle.
    private func attach() {
        let this = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_pointer(easy, CURLOPT_PRIVATE, this)
        ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
        ccurl_set_pointer(easy, CURLOPT_HEADERDATA, this)
        ccurl_set_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, this in
            CurlTransfer.from(this).receiveHead(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        ccurl_set_pointer(easy, CURLOPT_WRITEDATA, this)
        ccurl_set_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, this in
            CurlTransfer.from(this).receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
    }

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> CurlTransfer {
        guard let pointer else { preconditionFailure("attach() gave libcurl the pointer") }
        return Unmanaged<CurlTransfer>.fromOpaque(pointer).takeUnretainedValue()
    }

    private func receiveHead(_ line: UnsafeRawBufferPointer) -> Int {
        switch head.read(line) {
        case .more:
            return line.count
        case .complete(let head):
            exchange.deliver(head)
            return line.count
        case .tooLarge:
            failure = (
                .headTooLarge, "the head of the answer is larger than \(exchange.request.limits.headBytes) bytes"
            )
            return 0
        }
    }

    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard !bytes.isEmpty else { return 0 }
        guard exchange.append(bytes) else { return Int(CURL_WRITEFUNC_PAUSE) }
        hasNews = true
        received += Int64(bytes.count)
        guard exchange.request.acceptsCompression, received > 1 << 20 else { return bytes.count }
        var wire: curl_off_t = 0
        ccurl_get_offset(easy, CURLINFO_SIZE_DOWNLOAD_T, &wire)
        guard received > 200 * Int64(wire) else { return bytes.count }
        failure = (.bodyTooLarge, "the answer decompresses to more than 200 times its size")
        return 0
    }
}
