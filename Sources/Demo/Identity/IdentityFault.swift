/// What `eventer demo --key-fault NAME` does wrong where keys are given out.
package enum IdentityFault: String, Sendable, CaseIterable {
    case none
    /// 500 and a page of HTML.
    case serverError = "5xx"
    /// 200 and bytes that are no JSON.
    case garbage
    /// 200 and JSON without a key in it.
    case wrongJSON = "json"
    /// A key that has ended already.
    case expired
    /// No answer.
    case hang
    /// 403, and for the STS an error that quotes the token.
    case refused
    /// No session token: metadata of version 1 alone.
    case version1
}
