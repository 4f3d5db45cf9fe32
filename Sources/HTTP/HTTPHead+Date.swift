package import Basics

extension HTTPHead {
    /// When the server says it answered, in whole seconds; nil when it does not say so as RFC 9110 wants it.
    package var date: Timestamp? {
        let words = (value("Date") ?? "").split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let month = Self.months.firstIndex(of: String(words[2])) else {
            return nil
        }
        let number = (month < 9 ? "0" : "") + String(month + 1)
        return Timestamp(rfc3339: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
