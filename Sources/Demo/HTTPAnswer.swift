import Basics
import FlyingFox

extension HTTPStatusCode {
    /// The status with its usual phrase, for the codes that the demo servers answer.
    static func of(_ code: Int) -> HTTPStatusCode {
        let known: [HTTPStatusCode] = [
            .ok, .created, .badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed, .notAcceptable, .gone,
            .lengthRequired, .payloadTooLarge, .unsupportedMediaType, .unprocessableContent, .internalServerError,
            .badGateway, .serviceUnavailable, .gatewayTimeout,
        ]
        return known.first { $0.code == code } ?? HTTPStatusCode(code, phrase: "Status")
    }
}

extension Timestamp {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Tue, 02 Jan 2024 03:04:05 GMT`.
    var httpDate: String {
        let parts = utc
        let date = "\(pad(parts.day, 2)) \(Self.months[Int(parts.month) - 1]) \(pad(parts.year, 4))"
        let time = "\(pad(parts.hour, 2)):\(pad(parts.minute, 2)):\(pad(parts.second, 2))"
        return "\(Self.weekdays[Int(parts.weekday)]), \(date) \(time) GMT"
    }

    /// Reads ``httpDate``; nil for anything else.
    init?(httpDate text: String) {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let month = Self.months.firstIndex(of: String(words[2])) else {
            return nil
        }
        self.init(rfc3339: "\(words[3])-\(pad(month + 1, 2))-\(words[1])T\(words[4])Z")
    }

    /// Reads `20240102T030405Z`; nil for anything else.
    init?(compactDate text: String) {
        let digits = Array(text)
        guard digits.count == 16 else { return nil }
        let date = "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))"
        let time = "\(String(digits[9..<11])):\(String(digits[11..<13])):\(String(digits[13..<15]))"
        self.init(rfc3339: date + String(digits[8]) + time + String(digits[15]))
    }
}
