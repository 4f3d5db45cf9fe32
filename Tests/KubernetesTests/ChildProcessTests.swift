import Foundation
import Testing

@testable import Kubernetes

@Suite(.timeLimit(.minutes(5)))
struct ChildProcessTests {
    private let folder = TemporaryFolder()

    private func program(_ script: String, time: Duration = .seconds(30), grace: Duration = .seconds(30)) throws
        -> ChildProcess
    {
        ChildProcess(
            path: "/bin/sh",
            arguments: [try folder.write(script, to: "script")],
            environment: ["PATH": "/usr/bin:/bin", "FOLDER": folder.path],
            limits: .init(time: time, grace: grace)
        )
    }

    @Test func whatIsPrintedAndTheStatusComeBack() async throws {
        let outcome = try await program("echo out; echo problem >&2; exit 3").run()

        #expect(outcome.ending == .exited(3))
        #expect(outcome.output == Array("out\n".utf8))
        #expect(outcome.complaint == Array("problem\n".utf8))
    }

    @Test(arguments: ["cat", "cat /dev/stdin", "cat < /dev/stdin"])
    func aProgramReadsItsInput(_ script: String) async throws {
        // More than a pipe holds.
        let input = Array(repeating: UInt8(ascii: "x"), count: 300_000) + Array("end".utf8)

        let outcome = await ChildProcess(
            path: "/bin/sh",
            arguments: ["-c", script],
            environment: ["PATH": "/usr/bin:/bin"],
            input: input
        )
        .run()

        #expect(outcome.ending == .exited(0))
        #expect(outcome.output == input)
    }

    @Test(arguments: ["exit 7", "exec 0<&-; exit 7"])
    func aProgramNeedNotReadItsInput(_ script: String) async throws {
        let outcome = await ChildProcess(
            path: "/bin/sh",
            arguments: ["-c", script],
            environment: [:],
            input: Array(repeating: 0, count: 1 << 20)
        )
        .run()

        #expect(outcome.ending == .exited(7))
    }

    @Test func aProgramThatIgnoresTheEndIsKilledWithItsHelpers() async throws {
        let script = "trap '' TERM; sleep 1000 & echo $! > $FOLDER/helper; echo $$ > $FOLDER/leader; wait; wait"

        let outcome = try await program(script, time: .milliseconds(200), grace: .milliseconds(100)).run()

        #expect(outcome.ending == .tookTooLong)
        await waitForEnd(of: folder.read("leader"))
        await waitForEnd(of: folder.read("helper"))
    }

    @Test func aProgramMayEndItselfWhenItsTimeIsOver() async throws {
        let script = "trap 'echo tidy > $FOLDER/tidy; exit 0' TERM; while :; do sleep 0.01; done"

        let outcome = try await program(script, time: .milliseconds(200)).run()

        #expect(outcome.ending == .tookTooLong)
        #expect(folder.read("tidy") == "tidy\n")
    }

    @Test func aFloodIsStopped() async throws {
        let outcome = try await program("head -c 1073741824 /dev/zero").run()

        #expect(outcome.ending == .printedTooMuch)
        #expect(outcome.output.count < 2 << 20)
    }

    @Test func theEndOfAComplaintIsKept() async throws {
        let outcome = try await program("head -c 5000000 /dev/zero >&2; echo last >&2; exit 1").run()

        #expect(outcome.ending == .exited(1))
        #expect(outcome.complaint.count == 8 << 10)
        #expect(outcome.complaint.suffix(5) == Array("last\n".utf8)[...])
    }

    @Test func aHelperThatKeepsTheOutputOpenIsNotWaitedFor() async throws {
        let outcome = try await program("sleep 1000 & echo $!").run()
        let helper = try #require(pid_t(String(decoding: outcome.output, as: UTF8.self).dropLast()))

        #expect(outcome.ending == .exited(0))
        #expect(kill(helper, SIGKILL) == 0)
    }

    @Test func cancellingEndsTheWholeGroup() async throws {
        let program = try program("trap '' TERM; sleep 1000 & echo $! > $FOLDER/helper; wait; wait")

        let running = Task { await program.run() }
        await folder.waitForLines(1, in: "helper")
        running.cancel()

        #expect(await running.value.ending == .cancelled)
        await waitForEnd(of: folder.read("helper"))
    }

    @Test func nothingOfThisProgramIsInherited() async throws {
        // Without O_CLOEXEC, as a careless library opens its files.
        let leak = open("/dev/zero", O_RDONLY)
        defer { close(leak) }

        let outcome = try await program("readlink /proc/self/fd/0; exec ls -l /proc/self/fd").run()
        let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")

        #expect(lines.first == "/dev/null")
        #expect(!lines.contains { $0.contains("/dev/zero") })
        // The three, and the folder that `ls` reads.
        #expect(lines.filter { $0.contains(" -> ") }.count == 4)
    }

    @Test func aTerminalCannotBeReached() async throws {
        let outcome = try await program("(echo intruder > /dev/tty) 2>/dev/null; echo $?").run()

        #expect(outcome.output != Array("0\n".utf8))
    }

    @Test func whatCannotBeStartedSaysWhy() async {
        let program = ChildProcess(path: folder.path, arguments: [], environment: [:])

        #expect(await program.run().ending == .notStarted(EACCES))
    }

    /// Returns once the process is gone, or dead and not yet reaped by its new parent.
    private func waitForEnd(of text: String) async {
        let number = text.split(separator: "\n").first ?? ""
        while !Task.isCancelled {
            let status = (try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)) ?? ""
            if status.isEmpty || status.contains(") Z ") { return }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }
}
