import ArgumentParser
import EventerApp

/// `eventer demo`.
struct DemoCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "View an incident on an embedded cluster, forwarded to an embedded Log Service; needs nothing else."
    )

    @Option(help: ArgumentHelp("Events a second.", valueName: "n"))
    var rate = 5.0

    @Option(help: ArgumentHelp("Stop the play after this many event versions.", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("Events that are there when the play begins, part of --count.", valueName: "n"))
    var backlog = 150

    @Option(help: ArgumentHelp("Repeats a play.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: "What the receiver does wrong: \(DemoSettings.faults.joined(separator: ", ")).")
    var fault = "none"

    @Option(help: "What the cluster does wrong: \(DemoSettings.clusterFaults.joined(separator: ", ")).")
    var clusterFault = "none"

    @Option(help: "What the server of temporary keys does wrong: \(DemoSettings.keyFaults.joined(separator: ", ")).")
    var keyFault = "none"

    @Option(help: ArgumentHelp("How long a temporary key lasts.", valueName: "seconds"))
    var keyLifetime = 3600

    @Flag(name: .customLong("no-logstore"), help: "Begin without the receiver's logstore; `eventer init` makes it.")
    var hasNoLogstore = false

    @Option(help: ArgumentHelp("JSON Lines file that gets each log received.", valueName: "file"))
    var received: String?

    @Flag(help: "Run the servers only; prints one JSON line that says where.")
    var serve = false

    @Flag(help: "Run servers, forwarder and alert rules without a screen; with --count prints one JSON line and ends.")
    var headless = false

    @Option(help: ArgumentHelp("Directory of the journal, kept at the end; else a temporary one.", valueName: "dir"))
    var state: String?

    @OptionGroup(title: "View") var view: ViewOptions

    func validate() throws {
        guard rate > 0, rate <= 100_000 else { throw ValidationError("--rate must be above 0 and at most 100000") }
        if let count, count < 1 { throw ValidationError("--count must be at least 1") }
        guard (0...DemoSettings.largestBacklog).contains(backlog) else {
            throw ValidationError("--backlog must be 0 to \(DemoSettings.largestBacklog)")
        }
        if serve, headless { throw ValidationError("--serve and --headless exclude each other") }
        guard DemoSettings.faults.contains(fault) else {
            throw ValidationError("--fault must be one of \(DemoSettings.faults.joined(separator: ", "))")
        }
        guard DemoSettings.keyFaults.contains(keyFault) else {
            throw ValidationError("--key-fault must be one of \(DemoSettings.keyFaults.joined(separator: ", "))")
        }
        guard (1...86_400).contains(keyLifetime) else { throw ValidationError("--key-lifetime must be 1 to 86400") }
        guard DemoSettings.clusterFaults.contains(clusterFault) else {
            throw ValidationError(
                "--cluster-fault must be one of \(DemoSettings.clusterFaults.joined(separator: ", "))"
            )
        }
    }

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        var settings = DemoSettings()
        settings.mode = serve ? .serve : headless ? .headless : .viewer
        settings.rate = rate
        settings.count = count
        settings.backlog = backlog
        settings.seed = seed
        settings.fault = fault
        settings.clusterFault = clusterFault
        settings.keyFault = keyFault
        settings.keySeconds = keyLifetime
        settings.hasLogstore = !hasNoLogstore
        settings.received = received
        settings.state = state
        return try await Application(process: process).demo(settings, view: view.settings)
    }
}
