/// What goes wrong at the demo receiver: `eventer demo --fault NAME`.
package enum Fault: String, Sendable, CaseIterable {
    /// Nothing goes wrong.
    case none
    /// Stretches of requests are refused with 403 `WriteQuotaExceed`.
    case quota
    /// 503 `ServerBusy`, 500 `InternalServerError` and 502 with an HTML page.
    case serverError = "5xx"
    /// Answers come after 2 seconds.
    case slow
    /// The connection is reset instead of an answer, half the time after the logs have been stored.
    case cut
    /// A mix of the above.
    case flaky
    /// 401 `Unauthorized`, as with a disabled access key.
    case auth
    /// 404 `LogStoreNotExist`.
    case notFound = "notfound"

    /// One line for people.
    package var explanation: String {
        switch self {
        case .none: "nothing goes wrong"
        case .quota: "stretches of requests are refused with 403 WriteQuotaExceed"
        case .serverError: "503 ServerBusy, 500 InternalServerError and 502 with an HTML page"
        case .slow: "answers come after 2 seconds"
        case .cut: "connections are reset before the answer, sometimes after storing"
        case .flaky: "a mix of quota, 5xx, slow and cut"
        case .auth: "401 Unauthorized, as with a disabled access key"
        case .notFound: "404 LogStoreNotExist"
        }
    }
}
