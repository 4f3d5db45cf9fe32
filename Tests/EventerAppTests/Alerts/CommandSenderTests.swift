import Alerts
import Events
import Foundation
import TestSupport
import Testing

@testable import EventerApp

/// Real programs, run by the shell that each test names as its command.
@Suite(.timeLimit(.minutes(5))) struct CommandSenderTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func sender(_ script: String, timeout: Duration = .seconds(60)) -> CommandSender {
        CommandSender(
            words: ["/bin/sh", "-c", script],
            timeout: timeout,
            environment: ["PATH": "/usr/bin:/bin", "FOLDER": directory.path]
        )
    }

    private func read(_ name: String) throws -> String {
        try String(contentsOfFile: directory.path + "/" + name, encoding: .utf8)
    }

    @Test func aProgramReadsTheBodyAndTheFirstNotice() async throws {
        let script = #"cat > $FOLDER/body; env | grep ^EVENTER_ | sort > $FOLDER/env"#

        let outcome = await sender(script).send([.sample(), .sample("2", .resolved)])

        #expect(outcome == .delivered)
        let body = NoticeBody.json([.sample(), .sample("2", .resolved)])
        #expect(try read("body") == String(decoding: body.bytes, as: UTF8.self))
        #expect(
            try read("env") == """
                EVENTER_ALERT_CLUSTER=prod
                EVENTER_ALERT_COUNT=2
                EVENTER_ALERT_ID=node-down-1
                EVENTER_ALERT_RULE=node-down
                EVENTER_ALERT_SEVERITY=high
                EVENTER_ALERT_STATUS=firing
                EVENTER_ALERT_SUMMARY=firing high node-down: Node node-3: NodeNotReady (3 in 6m, at least 1)

                """
        )
    }

    @Test func textOfTheClusterIsNoCommand() async throws {
        let hostile = AlertNotice.sample { $0.reason = "$(touch $FOLDER/pwned)`touch $FOLDER/pwned`;touch pwned" }
        let script = directory.path + "/hook"
        try "echo \"$EVENTER_ALERT_SUMMARY\" > \"$FOLDER/said\"\n"
            .write(toFile: script, atomically: true, encoding: .utf8)
        // Read, not executed: a child that another test starts meanwhile may hold the file open for writing.
        let sender = CommandSender(
            words: ["/bin/sh", script],
            timeout: .seconds(60),
            environment: ["FOLDER": directory.path]
        )

        #expect(await sender.send([hostile]) == .delivered)

        #expect(try directory.files() == ["hook", "said"])
        #expect(try read("said").contains("$(touch $FOLDER/pwned)"))
    }

    @Test func otherEndsAreFailures() async throws {
        #expect(await sender("echo no route >&2; exit 3").send([.sample()]) == .failed("ended with 3: no route"))
        #expect(await sender("kill -9 $$").send([.sample()]) == .failed("was ended by signal 9"))
        let missing = CommandSender(words: ["/no/such/program"], timeout: .seconds(60), environment: [:])
        #expect(await missing.send([.sample()]) == .failed("cannot be run: No such file or directory"))
    }

    @Test func aProgramThatNeverEndsIsStopped() async throws {
        let outcome = await sender("sleep 1000", timeout: .seconds(1)).send([.sample()])

        #expect(outcome == .failed("did not end within 1 s and was stopped"))
    }

    @Test func aProgramThatLeavesAHelperBehindHoldsNobodyUp() async throws {
        let outcome = await sender("sleep 1000 & exit 0").send([.sample()])

        #expect(outcome == .delivered)
    }

    @Test func whatLooksLikeATokenIsNotSaid() async throws {
        let outcome = await sender("echo token=abcdef123456 refused >&2; exit 1").send([.sample()])

        #expect(outcome == .failed("ended with 1: token=<redacted> refused"))
    }
}
