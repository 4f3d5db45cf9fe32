import Demo
import Foundation
import TestSupport

/// A directory in which the program that was built beside the tests runs, with nothing of their environment.
struct Workplace {
    static let eventer = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "eventer")
        .path

    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    var path: String { directory.path }
    /// Of the journal.
    var state: String { path + "/state" }
    var kubeconfig: String { path + "/config" }

    /// Starts eventer, or another program.
    func start(
        _ arguments: [String],
        program: String = eventer,
        environment: [String: String] = [:]
    ) throws -> Program {
        let usual = ["HOME": path, "PATH": "/usr/bin:/bin"]
        return try Program(program, arguments, environment: usual.merging(environment) { $1 })
    }

    /// Runs eventer to its end.
    func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> (status: Int32, text: String) {
        let (status, text) = try await start(arguments, environment: environment).end()
        return (status, text)
    }

    /// Leaves the journal of a play with 400 versions of events; gives what was printed, and the exit code.
    @discardableResult
    func makeJournal(_ arguments: String...) async throws -> (status: Int32, text: String) {
        try await run(["demo", "--headless", "--count", "400", "--rate", "5000", "--state", state] + arguments)
    }

    /// The demo's servers, with the 150 events that a list begins with, where ``kubeconfig`` leads to.
    func startServers() async throws -> DemoServers {
        let servers = try await DemoServers.start(DemoOptions(receivedFile: path + "/received"))
        try Data(servers.kubeconfig.utf8).write(to: URL(filePath: kubeconfig))
        return servers
    }

    /// Waits until the receiver has that many records: a program that ends gives what is left a few seconds only.
    func wait(for count: Int, at servers: DemoServers) async {
        while await servers.tally().received < count { try? await Task.sleep(for: .milliseconds(10)) }
    }
}
