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
    /// Reads `20240102T030405Z`; nil for anything else.
    init?(compactDate text: String) {
        let digits = Array(text)
        guard digits.count == 16 else { return nil }
        let date = "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))"
        let time = "\(String(digits[9..<11])):\(String(digits[11..<13])):\(String(digits[13..<15]))"
        self.init(rfc3339: date + String(digits[8]) + time + String(digits[15]))
    }
}
