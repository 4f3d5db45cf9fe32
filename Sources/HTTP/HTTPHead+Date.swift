package import Basics

extension HTTPHead {
    /// When the server says it answered, in whole seconds; nil when it does not say so as RFC 9110 wants it.
    package var date: Timestamp? { value("Date").flatMap { Timestamp(httpDate: $0) } }
}
