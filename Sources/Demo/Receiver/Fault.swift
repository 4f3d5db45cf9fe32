/// What goes wrong at the demo receiver: `eventer demo --fault NAME`.
package enum Fault: String, Sendable, CaseIterable {
    /// Nothing goes wrong.
    case none
    /// Stretches of requests are refused with 403 `WriteQuotaExceed`, `ShardWriteQuotaExceed`, `ExceedQuota`, or 429.
    case quota
    /// 503 `ServerBusy`, 500 `InternalServerError` and 502 with an HTML page.
    case serverError = "5xx"
    /// 200 with an HTML page, as a captive portal answers: nothing was stored.
    case portal
    /// Answers come after 2 seconds.
    case slow
    /// No answer ever comes; half the time the logs have been stored.
    case silent
    /// The connection is reset instead of an answer, half the time after the logs have been stored.
    case cut
    /// The connection ends amid the answer, after the logs have been stored.
    case short
    /// A mix of quota, 5xx, slow and cut.
    case flaky
    /// 401 `Unauthorized`, as with a disabled access key.
    case auth
    /// 401 `Unauthorized`, as with a RAM policy without `log:PostLogStoreLogs`.
    case denied
    /// 403 `ProjectForbidden`, as with unpaid bills.
    case forbidden
    /// 404 `LogStoreNotExist`.
    case notFound = "notfound"
    /// 404 `ProjectNotExist`.
    case noProject = "noproject"
    /// The receiver's clock is two hours ahead, for all requests.
    case clock
    /// The receiver's clock is ten days behind, for all requests.
    case slowClock = "slowclock"
    /// Groups of more than 16 KiB are refused with 413 `PostBodyTooLarge`.
    case tooLarge = "toolarge"
    /// One log of about 40 is refused with its whole group: 400 or 499 `PostBodyInvalid`, `InvalidEncoding`, `InvalidKey`.
    case poison
    /// 400 with an error code that nobody knows.
    case unknown
    /// 411 `MissingContentLength`, as behind a proxy that changes requests.
    case proxy
    /// Queries: two answers of three are `Incomplete`, with half of what there is.
    case incomplete
    /// Queries: 401 `Unauthorized`, as with a RAM policy without `log:GetLogStoreLogs`.
    case noReadRight = "no-read-right"
    /// Queries: two of three are refused with 403 `ReadQuotaExceed`.
    case readQuota = "read-quota"

    /// One line for people.
    package var explanation: String {
        switch self {
        case .none: "nothing goes wrong"
        case .quota: "stretches of requests are refused with 403 for a quota of project or shard, or with 429"
        case .serverError: "503 ServerBusy, 500 InternalServerError and 502 with an HTML page"
        case .portal: "200 with an HTML page, as a captive portal answers"
        case .slow: "answers come after 2 seconds"
        case .silent: "no answer ever comes, sometimes after storing"
        case .cut: "connections are reset before the answer, sometimes after storing"
        case .short: "connections end amid the answer, after storing"
        case .flaky: "a mix of quota, 5xx, slow and cut"
        case .auth: "401 Unauthorized, as with a disabled access key"
        case .denied: "401 Unauthorized, as with a RAM policy that does not allow to write"
        case .forbidden: "403 ProjectForbidden, as with unpaid bills"
        case .notFound: "404 LogStoreNotExist"
        case .noProject: "404 ProjectNotExist"
        case .clock: "the receiver's clock is two hours ahead"
        case .slowClock: "the receiver's clock is ten days behind"
        case .tooLarge: "groups of more than 16 KiB are refused with 413 PostBodyTooLarge"
        case .poison: "one log of about 40 is refused with its whole group"
        case .unknown: "400 with an error code that nobody knows"
        case .proxy: "411 MissingContentLength, as behind a proxy that changes requests"
        case .incomplete: "two of three answers to queries are incomplete"
        case .noReadRight: "401 Unauthorized to queries, as with a RAM policy that does not allow to read"
        case .readQuota: "two of three queries are refused with 403 for the reading quota"
        }
    }

    /// Whether it depends on what is sent, not on chance.
    var isCertain: Bool { self == .tooLarge || self == .poison }

    /// How far the receiver's clock is off, in seconds.
    var clockError: Int64 {
        switch self {
        case .clock: 2 * 3600
        case .slowClock: -10 * 86_400
        default: 0
        }
    }
}
