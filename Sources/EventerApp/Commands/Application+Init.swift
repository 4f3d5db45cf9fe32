import Glibc
import HTTP
import LogService

extension Application {
    /// `eventer init`: creates the sink's logstore and index where they are missing, and writes what it did.
    ///
    /// - Parameters:
    ///   - settings: Which sink, and how to make it.
    ///   - descriptor: Where to write.
    /// - Returns: The exit code: 0, or that of the gravest failure.
    /// - Throws: ``AppError`` without a usable sink, and when nothing can be written.
    package func initialise(_ settings: InitSettings, to descriptor: Int32 = STDOUT_FILENO) async throws(AppError)
        -> ExitCode
    {
        let sink = try await requiredSink(settings.sink)
        return try await writeFindings(settings.output, settings.noColour, to: descriptor) { tell in
            await setup(settings, sink, CurlClient(), tell: tell).run()
        }
    }

    func setup(
        _ settings: InitSettings,
        _ sink: LogServiceConfiguration,
        _ http: any HTTPClient,
        tell: @escaping (Finding) -> Void
    ) -> LogstoreSetup {
        LogstoreSetup(
            sink: sink,
            client: LogServiceClient(
                configuration: sink,
                http: CheckHTTP(http, now: now),
                credentials: CredentialKeeper(source: sink.credentialSource, http: http, now: now),
                now: now
            ),
            retentionDays: settings.retentionDays,
            shardCount: settings.shardCount,
            isDryRun: settings.isDryRun,
            pause: { [clock] in try? await clock.sleep(for: .seconds(1)) },
            tell: tell
        )
    }

    /// The sink, without which a command has nothing to do.
    func requiredSink(_ settings: SinkSettings) async throws(AppError) -> LogServiceConfiguration {
        guard let sink = try await self.sink(settings) else { throw .noSink }
        return sink
    }
}

extension AppError {
    static let noSink = AppError(
        "no sink is given",
        hint: "set EVENTER_SINK to sls:https://ENDPOINT?project=…&logStore=…, or use --sink-file",
        code: .usage
    )
}
