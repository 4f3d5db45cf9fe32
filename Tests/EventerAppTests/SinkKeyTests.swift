import Basics
import Demo
import Events
import HTTP
import Journal
import LogService
import TestSupport
import Testing

@testable import EventerApp

/// Keys and regions from around the sink, as the commands find them.
@Suite(.timeLimit(.minutes(5)))
struct SinkKeyTests {
    private func application(_ bench: CheckBench, _ environment: [String: String]) -> Application {
        var variables = environment
        variables["HOME"] = bench.directory.path
        return Application(
            process: ProcessContext(
                environment: variables,
                isOutputTerminal: false,
                isInputTerminal: false,
                version: "test"
            )
        )
    }

    private func settings(_ sink: String) -> SinkSettings {
        var settings = SinkSettings()
        settings.sink = Secret(sink)
        return settings
    }

    @Test func theRegionIsAskedOfMetadata() async throws {
        try await CheckBench.run { bench in
            let origin = await bench.servers.identity.origin
            let application = application(bench, ["ALIBABA_CLOUD_IMDS_ENDPOINT": origin])

            let sink = try await application.sink(settings("sls:?project=p&logStore=l"), PatientClient())

            #expect(sink?.endpoint.description == "https://cn-hangzhou-intranet.log.aliyuncs.com")
            #expect(sink?.endpointSource == .metadata)
            #expect(sink?.credentialSource.name == "ECS RAM role")
        }
    }

    @Test func aRegionThatNobodyKnowsIsAnErrorWithItsReason() async throws {
        try await CheckBench.run { bench in
            await bench.servers.identity.inject(.serverError)
            let origin = await bench.servers.identity.origin
            let application = application(bench, ["ALIBABA_CLOUD_IMDS_ENDPOINT": origin])

            await #expect {
                _ = try await application.sink(settings("sls:?project=p&logStore=l"), PatientClient())
            } throws: { error in
                let error = error as? AppError
                return error?.code == .usage && error?.message.contains("neither an endpoint nor a region, and") == true
                    && error?.message.contains("answers 500") == true
            }
        }
    }

    /// As for `forward`, which may be there before the metadata.
    @Test func theRegionIsAskedAgainWhereThereIsTime() async throws {
        try await CheckBench.run { bench in
            await bench.servers.identity.inject(.serverError)
            let origin = await bench.servers.identity.origin
            let application = application(bench, ["ALIBABA_CLOUD_IMDS_ENDPOINT": origin])
            let clock = ManualClock()
            let asking = Task {
                try await application.sink(
                    settings("sls:?project=p&logStore=l"),
                    PatientClient(),
                    pauses: 4,
                    clock: clock
                )
            }
            await clock.waitForSleepers()
            await bench.servers.identity.inject(.none)
            // A request that fails on a busy machine is made again, so the time must go on.
            let time = Task {
                while !Task.isCancelled {
                    if clock.sleeperCount > 0 { clock.advance(by: .seconds(1)) }
                    await Task.yield()
                }
            }
            defer { time.cancel() }

            let sink = try await asking.value
            #expect(sink?.endpointSource == .metadata)
        }
    }

    @Test func metadataThatIsForbiddenIsNotAsked() async throws {
        try await CheckBench.run { bench in
            let origin = await bench.servers.identity.origin
            let application = application(
                bench,
                ["ALIBABA_CLOUD_IMDS_ENDPOINT": origin, "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"]
            )

            await #expect(throws: AppError.self) {
                _ = try await application.sink(settings("sls:?project=p&logStore=l"), PatientClient())
            }
            #expect(await bench.servers.identity.requests == [])
        }
    }

    /// What `eventer check` says of the key.
    private func keyLine(_ bench: CheckBench, _ environment: [String: String]) async -> Finding? {
        var settings = bench.settings
        settings.sink.sink = Secret(bench.servers.keylessSink)
        var line: Finding?
        await application(bench, environment).inspect(settings, PatientClient(), Stopwatch { .zero }) {
            if $0.subject == .key { line = $0 }
        }
        return line
    }

    @Test func checkGetsTheKey() async throws {
        try await CheckBench.run { bench in
            let origin = await bench.servers.identity.origin

            let line = await keyLine(bench, ["ALIBABA_CLOUD_IMDS_ENDPOINT": origin])

            #expect(line?.verdict == .ok)
            let pattern = #/access key STS\.….{4} from ECS RAM role, temporary with a security token, ends 20\S+Z/#
            #expect(line?.text.wholeMatch(of: pattern) != nil, "\(line?.text ?? "")")
        }
    }

    @Test func checkSaysWhyThereIsNoKey() async throws {
        try await CheckBench.run { bench in
            await bench.servers.identity.inject(.refused)
            let uri = await bench.servers.identity.origin + "/credentials"

            let line = await keyLine(bench, ["ALIBABA_CLOUD_CREDENTIALS_URI": uri])

            #expect(line?.verdict == .failure(.unreachable))
            #expect(line?.text == "no access key from ALIBABA_CLOUD_CREDENTIALS_URI: the address answers 403")
            #expect(line?.hint?.isEmpty == false)
        }
    }

    /// The whole way, with a key that comes late: the start does not fail, and the events wait.
    @Test func eventsWaitForTheFirstKey() async throws {
        try await CheckBench.run { bench in
            await bench.servers.identity.inject(.serverError)
            let uri = await bench.servers.identity.origin + "/credentials"
            let application = application(bench, ["ALIBABA_CLOUD_CREDENTIALS_URI": uri])
            let session = Application.Session(
                members: application.members(
                    try application.clusters(bench.settings.cluster),
                    state: bench.directory.path
                ),
                clusterSettings: bench.settings.cluster,
                view: ViewSettings(),
                sink: try await application.sink(settings(bench.servers.keylessSink)),
                start: .all
            )
            let servers = bench.servers
            let sites = try await application.sites(session, overflow: .wait, mayNarrow: false)

            await Pipeline(sites: sites, observe: { _ in }).run {
                while await sites.deliveryStatus.credentials?.lastFailure == nil { await Task.yield() }
                await servers.identity.inject(.none)
                while await sites.deliveryStatus.ledger.acknowledged < 150 { await Task.yield() }
            }

            let status = await sites.deliveryStatus
            #expect(await servers.tally().missing == 0)
            #expect(status.credentials?.source == "ALIBABA_CLOUD_CREDENTIALS_URI")
            #expect(status.credentials?.expiry != nil)
            #expect(status.credentials?.failedRenewals ?? 0 > 0)
        }
    }
}
