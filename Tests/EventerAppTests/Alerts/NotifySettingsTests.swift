import Alerts
import Basics
import Events
import Foundation
import TestSupport
import Testing

@testable import EventerApp

@Suite struct NotifySettingsTests {
    private static let canary = "c4n4ry-t0ken"

    private func value(_ text: String) throws -> PreferenceValue {
        let file = try ConfigurationFile(path: "c.yaml", text: text)
        return try #require(file.members.first).value
    }

    private func settings(_ text: String) throws -> NotifySettings { try value(text).notify() }

    /// Each fault as `line:column message`.
    private func faults(_ text: String, environment: [String: String]? = nil) throws -> [String] {
        do {
            let settings = try settings(text)
            _ = try environment.map { try settings.resolved(in: $0) }
            return []
        } catch let error as PreferenceFaults {
            return error.faults.map { "\($0.place?.line ?? 0):\($0.place?.column ?? 0) \($0.message)" }
        }
    }

    @Test func everyMemberIsRead() throws {
        let hooks = try settings(
            """
            notify:
              - name: pager
                command: [/usr/local/bin/page, now]
              - webhook: https://hooks.example.org/x?token=$TOKEN
                headers: {Authorization: "Bearer $TOKEN"}
                template: dingtalk
                secret: $SIGN
                on: [firing, acknowledged]
                severity: low
                rules: [node-down, oom-*]
                limit: 2/s
                timeout: 1m30s
              - webhook-file: /run/url
                headers-file: /run/headers
                template: {text: "{{ rule }} on {{node}}"}
              - command: /bin/page
              - command: [/opt/page]
            """
        ).hooks

        #expect(hooks.map(\.name) == ["pager", "webhook", "webhook-2", "page", "page-2"])
        var pager = HookSettings(name: "pager", target: .command(["/usr/local/bin/page", "now"]))
        #expect(hooks[0] == pager)
        #expect(pager.wants(.sample()))
        #expect(pager.limit == RateLimit(count: 20, period: .seconds(60)))
        #expect(pager.timeout == .seconds(10))
        pager = hooks[1]
        #expect(pager.wanted == [.firing, .acknowledged])
        #expect(pager.severity == .low)
        #expect(pager.rules == ["node-down", "oom-*"])
        #expect(pager.limit == RateLimit(count: 2, period: .seconds(1)))
        #expect(pager.timeout == .seconds(90))
        guard case .dingtalk(.some) = pager.template, case .text(let text) = hooks[2].template else {
            Issue.record("wrong templates")
            return
        }
        #expect(text.filled(with: .sample()) == "node-down on node-3")
    }

    @Test func aHookIsToldOfWhatItWants() {
        var hook = HookSettings(name: "a", target: .command([]))
        #expect(hook.wants(.sample("1", .resolved)))
        #expect(!hook.wants(.sample("1", .acknowledged)))
        #expect(!hook.wants(.sample { $0.severity = .low }))
        hook.rules = ["oom-*", "node-*n"]
        #expect(hook.wants(.sample()))
        #expect(!hook.wants(.sample { $0.rule = "xoom-burst" }))
        hook.rules = ["*o*-*w*"]
        #expect(hook.wants(.sample()))
        hook.rules = ["node-downdown", "ode-down", "*up"]
        #expect(!hook.wants(.sample()))
    }

    @Test func everyFaultIsToldWithItsPlace() throws {
        let found = try faults(
            """
            notify:
              - name: "a b"
                command: page
                limit: 0/m
                timeout: 1h
                severity: urgent
                on: [fired]
              - comand: [/bin/page]
              - webhook: https://a.example/
                command: [/bin/page]
              - template: {text: "{{nod}}"}
                webhook: https://a.example/
              - command: [/bin/page]
                template: dingtalk
              - webhook: https://a.example/
                secret: x
            """
        )

        #expect(
            found == [
                "2:11 name: \"a b\" is no name: up to 40 letters, digits, ., _ and -",
                "3:14 command: needs the whole path of a program, and its arguments: [/bin/page, now]",
                "4:12 limit: \"0/m\" is no limit such as 20/m, 1/s or 100/h",
                "5:14 timeout: \"1h\" is no time from 1s to 5m",
                "6:15 severity: there is no \"urgent\"; it must be low, medium or high",
                "7:10 on: there is no \"fired\"; it must be firing, resolved or acknowledged",
                "8:5 comand: no part of a hook; did you mean command?",
                "9:5 a hook has one of command, webhook or webhook-file",
                "11:22 template: there is no {{\"nod\"}}; did you mean node?",
                "13:5 headers and templates are for webhooks",
                "15:5 a secret belongs to the template dingtalk",
            ]
        )
        #expect(try faults("notify: {a: b}") == ["1:9 needs a list of hooks"])
        let twins = "notify:\n  - {name: a, command: /b}\n  - {name: a, command: /c}\n"
        #expect(try faults(twins) == ["3:5 two hooks are named \"a\""])
    }

    @Test func variablesStandForTheirValues() throws {
        let text = "notify:\n  - webhook: https://a.example/?t=${TOKEN}\n    headers: {X-Key: $KEY}\n"

        let hooks = try settings(text).resolved(in: ["TOKEN": Self.canary, "KEY": "k3y"]).hooks

        guard case .webhook(let url) = hooks[0].target else { return }
        #expect(try url.read().reveal() == "https://a.example/?t=" + Self.canary)
        #expect(try hooks[0].headers.read().map { [$0.0, $0.1.reveal()] } == [["X-Key", "k3y"]])
        #expect(try faults(text, environment: ["KEY": "a"]) == ["2:14 webhook: ${TOKEN} is not set"])
        #expect(
            try faults(text, environment: ["TOKEN": "a"]) == [
                "3:22 webhook: names a variable that is not set (written as ${NAME}, it would be told which)"
            ]
        )
        #expect(
            try faults(text, environment: ["TOKEN": "a", "KEY": "a\nb"]) == [
                "3:22 webhook: a header holds a control character"
            ]
        )
    }

    @Test func filesAreReadAnewAndCheckedAtTheStart() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/url"
        let text = "notify:\n  - {name: a, webhook-file: \(path)}\n"
        #expect(try faults(text, environment: [:]) == ["2:29 a: \(path): No such file or directory"])
        try " \n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try faults(text, environment: [:]) == ["2:29 a: \(path) is empty"])
        try "ftp://a.example/\(Self.canary)".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try faults(text, environment: [:]) == ["2:29 a: the URL is no http or https URL"])
        try "https://a.example/1\n".write(toFile: path, atomically: true, encoding: .utf8)
        let hook = try settings(text).resolved(in: [:]).hooks[0]

        try "https://b.example/\(Self.canary)\n".write(toFile: path, atomically: true, encoding: .utf8)

        guard case .webhook(let url) = hook.target else { return }
        #expect(try url.read().reveal() == "https://b.example/\(Self.canary)")
        #expect(hook.title == "a: https://b.example/…")
    }

    @Test func nothingShowsASecret() throws {
        let text = """
            notify:
              - name: a
                webhook: https://hooks.example.org:8443/\(Self.canary)?token=\(Self.canary)
                headers: {Authorization: "Bearer \(Self.canary)"}
                template: dingtalk
                secret: \(Self.canary)
            """
        let settings = try settings(text)
        let resolved = try settings.resolved(in: [:])
        var dumped = ""
        dump(resolved, to: &dumped)
        let wrong = text.replacing("https:", with: "gopher:").replacing("Bearer ", with: "\\u0007")

        let shown = ["\(settings)", "\(resolved)", String(reflecting: resolved), dumped, resolved.hooks[0].title]
        let complaints = try faults(wrong, environment: [:]) + faults(wrong.replacing("secret:", with: "secrets:"))

        #expect(!(shown + complaints).joined().contains(Self.canary))
        #expect(complaints.count == 2)
        #expect(resolved.hooks[0].title == "a: https://hooks.example.org:8443/…")
    }
}
