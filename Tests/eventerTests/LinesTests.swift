import Demo
import Foundation
import TestSupport
import Testing

/// The program's lines in front of the demo's cluster, and kubectl beside it where there is one.
@Suite(.timeLimit(.minutes(5))) struct LinesTests {
    private let place: Workplace
    private let servers: DemoServers
    private static let kubectl = ["/usr/bin/kubectl", "/usr/local/bin/kubectl"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    init() async throws {
        place = try Workplace()
        servers = try await place.startServers()
    }

    private func start(_ program: String = Workplace.eventer, _ arguments: String...) throws -> Program {
        let environment = ["KUBECONFIG": place.kubeconfig, "EVENTER": Workplace.eventer, "TZ": "UTC"]
        return try place.start(arguments, program: program, environment: environment)
    }

    private func lines(_ arguments: String...) async throws -> (status: Int32, lines: [Substring]) {
        let (status, text) = try await start("/bin/sh", "-c", "$EVENTER " + arguments.joined(separator: " ")).end()
        return (status, text.split(separator: "\n"))
    }

    // MARK: kubectl

    /// The lines of a table with single spaces, in some order, without the age in front: time passes between two programs.
    private func rows(_ text: String, from column: Int) -> [String] {
        text.split(separator: "\n").map { line in
            let cells = line.split(separator: #/ {2,}/#)
            return (cells.prefix(column) + cells.dropFirst(column + 1)).joined(separator: " ")
        }.sorted()
    }

    @Test(.enabled(if: kubectl != nil)) func tablesAreThoseOfKubectl() async throws {
        let kubectl = try #require(Self.kubectl)
        let theirs = try await start(kubectl, "events", "-A").end().output
        let ours = try await start(Workplace.eventer, "--once", "-A").end().output
        let theirWarnings = try await start(kubectl, "events", "-n", "shop", "--types=Warning", "--no-headers").end()
        let ourWarnings = try await start(Workplace.eventer, "--once", "-n", "shop", "--types=Warning", "--no-headers")
            .end()

        #expect(ours.hasPrefix("NAMESPACE   LAST SEEN   "))
        #expect(rows(ours, from: 1).count > 100)
        #expect(rows(ours, from: 1) == rows(theirs, from: 1))
        #expect(rows(ourWarnings.output, from: 0) == rows(theirWarnings.output, from: 0))
    }

    @Test(.enabled(if: kubectl != nil), arguments: ["name", "json"])
    func objectsAreThoseOfKubectl(_ format: String) async throws {
        let kubectl = try #require(Self.kubectl)
        let theirs = try await start(kubectl, "get", "events", "-A", "-o", format).end().output
        let ours = try await start(Workplace.eventer, "--once", "-o", format).end().output

        if format == "name" {
            #expect(ours.split(separator: "\n").sorted() == theirs.split(separator: "\n").sorted())
        } else {
            #expect(try items(ours) == items(theirs))
        }
    }

    /// The objects of a list by their uid.
    private func items(_ list: String) throws -> [String: NSDictionary] {
        let object = try JSONSerialization.jsonObject(with: Data(list.utf8)) as? [String: Any]
        let items = try #require(object?["items"] as? [[String: Any]])
        return Dictionary(
            uniqueKeysWithValues: items.map { item in
                let uid = (item["metadata"] as? [String: Any])?["uid"] as? String
                return (uid ?? "", item as NSDictionary)
            }
        )
    }

    // MARK: Formats

    @Test(arguments: ["json", "yaml", "jsonl"]) func whatIsListedCanBeReplayed(_ format: String) async throws {
        let reads = format == "yaml" ? "" : " && $EVENTER replay -o name \(place.path)/list"
        let (status, names) = try await lines("--once -o \(format) > \(place.path)/list" + reads)

        #expect(status == 0)
        #expect(names.count == (format == "yaml" ? 0 : 150))
    }

    @Test func aReaderThatGoesAwayIsNoFailure() async throws {
        let script = "($EVENTER -o jsonl; echo code $? >&2) | head -1"
        let output = try await start("/bin/sh", "-c", script).end().output.split(separator: "\n")

        #expect(output.count == 2)
        #expect(output.contains("code 0"))
    }

    // MARK: Scope

    @Test(arguments: ["deploy/", "deployments/", "Deployment/", "deployments.apps/"])
    func forTakesKindsAsKubectlDoes(_ kind: String) async throws {
        let (_, deployments) = try await lines("--once --no-headers kind:deploy")
        let name = try #require(deployments.first?.firstMatch(of: #/Deployment\/(\S+)/#)?.1)

        let (status, found) = try await lines("--once -o name --for \(kind)\(name)")

        #expect(status == 0)
        #expect(!found.isEmpty)
        #expect(found == (try await lines("--once -o name obj=Deployment/\(name)").lines))
    }

    @Test func theFieldSelectorIsTheServers() async throws {
        let (_, selected) = try await lines("--once -o name --field-selector", "type=Warning,involvedObject.kind!=Node")
        let (_, filtered) = try await lines("--once -o name type=Warning '!kind=Node'")
        let (status, wrong) = try await lines("--once --field-selector", "spec.nodeName=a")
        // Followed, the watch has it too.
        let program = try start(Workplace.eventer, "-o", "csv", "--field-selector", "involvedObject.kind=Deployment")
        let first = await program.nextLine { !$0.hasPrefix("CLUSTER") }
        await servers.emit(50)
        program.send(SIGTERM)
        let rest = await program.end().output.split(separator: "\r\n")

        #expect(!selected.isEmpty)
        #expect(selected == filtered)
        #expect(status == 2)
        #expect(wrong.first?.contains("events cannot be selected by \"spec.nodeName\", but by metadata.name") == true)
        #expect(first?.contains(",Deployment,") == true)
        #expect(rest.allSatisfy { $0.contains(",Deployment,") })
    }

    @Test func sinceLeavesOutWhatIsOlder() async throws {
        let (_, all) = try await lines("--once -o name")
        let (_, recent) = try await lines("--once -o name --since 20m")
        let (_, none) = try await lines("--once -o name --since 2100-01-01")

        #expect(recent.count > 0)
        #expect(recent.count < all.count)
        #expect(none == ["eventer: no events found"])
    }

    @Test(arguments: [
        ("--for pod", "is no KIND/NAME"), ("--types Wrong", "is neither Normal nor Warning"),
        ("--since tomorrow", "is no time"), ("-o excel", "markdown"), ("--once -w", "exclude each other"),
        ("-f x y", "not both"), ("nosuch:field", "unknown field"), ("--fail-on nosuch:field", "--fail-on"),
    ])
    func wrongFlagsAreToldBeforeAnythingIsAsked(_ flags: String, _ message: String) async throws {
        let (status, text) = try await lines("--kubeconfig /dev/null " + flags)

        #expect(status == 2)
        #expect(text.joined(separator: "\n").contains(message))
    }

    @Test(arguments: ["--once", "", "-w"]) func failOnEndsWithItsCode(_ flags: String) async throws {
        let (status, _) = try await lines(flags, "--fail-on type:Warning -o name > /dev/null")

        #expect(status == 5)
    }

    @Test func linesFollowUntilTheyAreStopped() async throws {
        let listed = try await lines("--once --no-headers").lines.count
        let program = try start(Workplace.eventer, "-o", "table")
        let header = await program.nextLine { _ in true }
        for _ in 0..<listed { _ = await program.nextLine { _ in true } }
        await servers.emit(1)
        let last = await program.nextLine { _ in true }
        program.send(SIGTERM)

        #expect(header?.hasPrefix("NAMESPACE   LAST SEEN") == true)
        #expect(last != nil)
        #expect(await program.end().status == 0)
    }
}
