/// Why Log Service did not do what it was asked.
package struct LogServiceError: Error, Sendable, Equatable {
    /// What to do about it, by the table in section 4 of the protocol notes.
    package enum Kind: String, Sendable, CaseIterable {
        /// No answer, or one that did not come from Log Service: retry.
        case network
        /// Trouble on its side: retry.
        case server
        /// A quota: retry later, and with fewer requests at once.
        case throttled
        /// A key that is wrong, unknown, expired or not allowed: hold, and retry slowly.
        case credentials
        /// No such project, logstore or shard: hold, and retry slowly, somebody may create it.
        case notFound
        /// The project is closed, as for unpaid bills: hold, and retry slowly.
        case forbidden
        /// This machine's clock is wrong by more than 15 minutes, even after correction: retry.
        case clock
        /// The group is too large: send it in halves.
        case tooLarge
        /// The time of a log is outside of what Log Service takes: set it anew by its clock, then as invalid data.
        case logTime
        /// A log in the group is not acceptable: find it, set it aside, send the rest.
        case invalidData
        /// The request is not as Log Service wants it, by a fault of this program or a proxy, whatever the logs: hold.
        case client
        /// Refused for a reason that this program does not know: hold for a while, then as invalid data.
        case unknown
    }

    package var kind: Kind
    /// The HTTP status, 0 when there was no answer.
    package var status: Int
    /// Log Service's own code, empty when it gave none.
    package var code: String
    /// What Log Service or the transport says.
    ///
    /// From outside: sanitise before showing.
    package var message: String
    /// Log Service's name for the request, which its support asks for; empty when there is none.
    package var requestID: String
    /// How long to wait, when the answer says so.
    package var retryAfter: Duration?

    package init(
        kind: Kind,
        status: Int = 0,
        code: String = "",
        message: String,
        requestID: String = "",
        retryAfter: Duration? = nil
    ) {
        self.kind = kind
        self.status = status
        self.code = code
        self.message = message
        self.requestID = requestID
        self.retryAfter = retryAfter
    }
}

extension LogServiceError: CustomStringConvertible {
    package var description: String {
        let name = [status == 0 ? "" : String(status), code].filter { !$0.isEmpty }.joined(separator: " ")
        let request = requestID.isEmpty ? "" : " (request \(requestID))"
        return (name.isEmpty ? message : "\(name): \(message)") + request
    }
}
