import Events
import Glibc
import HTTP
import Kubernetes
import LogService

extension Application {
    /// `eventer check`: asks cluster and sink what the other commands will need, and writes what it finds.
    ///
    /// - Parameters:
    ///   - settings: Which cluster and sink.
    ///   - descriptor: Where to write.
    /// - Returns: The exit code: 0, or that of the gravest failure.
    /// - Throws: ``AppError`` when the findings cannot be written.
    package func check(_ settings: CheckSettings, to descriptor: Int32 = STDOUT_FILENO) async throws(AppError)
        -> ExitCode
    {
        try await writeFindings(settings.output, settings.noColour, to: descriptor) { tell in
            await inspect(settings, CurlClient(), Stopwatch(clock), tell: tell)
        }
    }

    /// Writes each finding as it comes.
    ///
    /// - Returns: The exit code: 0, or that of the gravest failure.
    ///
    /// - Throws: ``AppError`` when the findings cannot be written.
    func writeFindings(
        _ format: OutputFormat,
        _ noColour: Bool,
        to descriptor: Int32,
        _ find: (_ tell: @escaping (Finding) -> Void) async -> Void
    ) async throws(AppError) -> ExitCode {
        let isPlain = noColour || process.forbidsColour || process.environment["TERM"] == "dumb"
        let report = CheckReport(
            format: format,
            width: process.isOutputTerminal ? Self.columns(of: descriptor) : nil,
            isColoured: process.isOutputTerminal && !isPlain
        )
        var findings: [Finding] = []
        var outcome = WriteOutcome.written
        await find { finding in
            findings.append(finding)
            if outcome == .written { outcome = writeAll(Array(report.text(of: finding).utf8), to: descriptor) }
        }
        if case .failed(let reason) = outcome { throw AppError(reason, code: .failed) }
        return findings.exitCode
    }

    /// Tells each finding as it comes.
    func inspect(
        _ settings: CheckSettings,
        _ http: any HTTPClient,
        _ stopwatch: Stopwatch,
        tell: @escaping (Finding) -> Void
    ) async {
        do {
            for cluster in try clusters(settings.cluster) {
                let check = ClusterCheck(
                    cluster,
                    namespaces: Scope(settings.cluster, cluster).streams(of: "").map(\.namespace),
                    http: CheckHTTP(http, now: now),
                    stopwatch: stopwatch,
                    tell: tell
                )
                await check.run()
            }
        } catch {
            tell(Finding(.configuration, error))
        }
        do {
            guard let sink = try await self.sink(settings.sink, http) else {
                return tell(Finding(.sink, .skipped, "no sink is given: forwarding not checked"))
            }
            await SinkCheck(sink, http: CheckHTTP(http, now: now), now: now, stopwatch: stopwatch, tell: tell).run()
        } catch {
            tell(Finding(.sink, error))
        }
    }

    private static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}

extension Finding {
    init(_ subject: Subject, _ error: AppError) {
        self.init(subject, .failure(error.code), error.message, hint: error.hint)
    }
}
