import Basics
import Logging

/// Where the log of a headless run goes, a line for each record, limited in how often one says the same.
final class LogOutput: Sendable {
    private let format: LogFormat
    private let now: @Sendable () -> Timestamp
    private let emit: @Sendable (String) -> Void
    private let limiter = Locked(LogLimiter())

    /// - Parameters:
    ///   - format: Of the lines.
    ///   - now: The wall clock.
    ///   - emit: Takes each line with its line break.
    init(
        format: LogFormat,
        now: @escaping @Sendable () -> Timestamp,
        emit: @escaping @Sendable (String) -> Void = { StandardError.write($0) }
    ) {
        self.format = format
        self.now = now
        self.emit = emit
    }

    /// Speaks for one part of the program.
    func logger(_ component: String) -> Logger {
        Logger(label: component) { LogLineHandler(component: $0, output: self) }
    }

    func write(_ record: LogRecord) {
        tellSuppressed()
        let time = now()
        let key = LogLimiter.Key(component: record.component, message: record.message)
        guard limiter.withLock({ $0.admits(key, at: time) }) else { return }
        emit(record.line(format, at: time))
    }

    /// Says how many lines were held back and are not told yet; call it every few seconds.
    func tellSuppressed() {
        let time = now()
        for (key, count) in limiter.withLock({ $0.ended(at: time) }) {
            let record = LogRecord(
                level: .warning,
                component: key.component,
                message: key.message,
                fields: ["suppressed": .stringConvertible(count)]
            )
            emit(record.line(format, at: time))
        }
    }
}

/// Hands what a `Logger` says to a ``LogOutput``.
private struct LogLineHandler: LogHandler {
    let component: String
    let output: LogOutput
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.info

    init(component: String, output: LogOutput) {
        self.component = component
        self.output = output
    }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }
        output.write(
            LogRecord(level: event.level, component: component, message: "\(event.message)", fields: fields)
        )
    }
}
