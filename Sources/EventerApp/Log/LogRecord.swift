import Basics
import Logging
import TextGrid

/// How the log of a headless run is written.
package enum LogFormat: String, Sendable, CaseIterable { case json, text }

/// One line of the log; what is in it may come from outside and is sanitised as it is written.
struct LogRecord {
    var level: Logger.Level
    /// The part of the program that speaks.
    var component: String
    /// Always the same text for the same matter; what differs from time to time is in `fields`.
    var message: String
    var fields: Logger.Metadata

    /// The line with its line break.
    func line(_ format: LogFormat, at time: Timestamp) -> String {
        switch format {
        case .json: json(at: time)
        case .text: text(at: time)
        }
    }

    private func json(at time: Timestamp) -> String {
        let head = [
            ("ts", quotedJSON(time.rfc3339(fraction: true))), ("level", quotedJSON(word)),
            ("component", quotedJSON(sanitise(component))), ("msg", quotedJSON(sanitise(message))),
        ]
        let rest = fields.sorted { $0.key < $1.key }.map { ($0.key, Self.json($0.value)) }
        return "{" + (head + rest).map { quotedJSON($0) + ":" + $1 }.joined(separator: ",") + "}\n"
    }

    private func text(at time: Timestamp) -> String {
        let rest = fields.sorted { $0.key < $1.key }.map { " \($0.key)=" + Self.plain($0.value) }.joined()
        return "\(time.rfc3339(fraction: true)) \(word) \(sanitise(component)): \(sanitise(message))\(rest)\n"
    }

    private static func json(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .stringConvertible(let number as Int): String(number)
        case .stringConvertible(let number as Double) where number.isFinite: String(number)
        default: quotedJSON(sanitise("\(value)"))
        }
    }

    /// A word as it is, anything else in quotes.
    private static func plain(_ value: Logger.MetadataValue) -> String {
        let text = sanitise("\(value)")
        let isWord = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 < 0x7F }
        return isWord ? text : quotedJSON(text)
    }

    private var word: String {
        switch level {
        case .trace, .debug: "debug"
        case .info, .notice: "info"
        case .warning: "warn"
        case .error, .critical: "error"
        }
    }
}
