import Testing

@testable import EventerApp

@Suite struct CheckReportTests {
    private static let findings = [
        Finding(.server, .ok, "Kubernetes v1.36.2 at https://10.0.0.1:6443, answered in 12 ms"),
        Finding(.cluster, .note, "not\u{1B}[31m readable\nat all"),
        Finding(.clock, .warning, "behind", hint: "set it"),
        Finding(.rights, .failure(.failed), "may not \"list\"", hint: "ask"),
        Finding(.sinkClock, .skipped, "not tried"),
    ]

    private func text(_ format: OutputFormat, width: Int? = nil, isColoured: Bool = false) -> String {
        let report = CheckReport(format: format, width: width, isColoured: isColoured)
        return Self.findings.map(report.text).joined()
    }

    @Test func linesAreAligned() {
        #expect(
            text(.lines) == """
                ok    server         Kubernetes v1.36.2 at https://10.0.0.1:6443, answered in 12 ms
                note  cluster        not^[[31m readable⏎at all
                warn  clock          behind
                                     hint: set it
                FAIL  rights         may not "list"
                                     hint: ask
                skip  sink-clock     not tried

                """
        )
    }

    @Test func longLinesAreFoldedOnATerminal() {
        #expect(
            text(.lines, width: 50).hasPrefix(
                """
                ok    server         Kubernetes v1.36.2 at
                                     https://10.0.0.1:6443,
                                     answered in 12 ms
                note
                """
            )
        )
        #expect(text(.lines, width: 40) == text(.lines))
    }

    @Test func coloursAddToTheMarks() {
        let lines = text(.lines, isColoured: true).split(separator: "\n")

        #expect(lines[0].hasPrefix("\u{1B}[32mok  \u{1B}[0m  server "))
        #expect(lines[1].hasPrefix("note  cluster "))
        #expect(lines[2].hasPrefix("\u{1B}[33mwarn\u{1B}[0m  clock "))
        #expect(lines[4].hasPrefix("\u{1B}[31mFAIL\u{1B}[0m  rights "))
    }

    @Test(arguments: [OutputFormat.json, .jsonl]) func scriptsGetAnObjectForEachFinding(_ format: OutputFormat) {
        #expect(
            text(format) == #"""
                {"name":"server","verdict":"ok","text":"Kubernetes v1.36.2 at https://10.0.0.1:6443, answered in 12 ms","detail":null}
                {"name":"cluster","verdict":"note","text":"not^[[31m readable⏎at all","detail":null}
                {"name":"clock","verdict":"warn","text":"behind","detail":"set it"}
                {"name":"rights","verdict":"fail","text":"may not \"list\"","detail":"ask"}
                {"name":"sink-clock","verdict":"skip","text":"not tried","detail":null}

                """#
        )
    }

    @Test(
        arguments: [
            ([], .done), ([.failed], .failed), ([.failed, .unreachable], .unreachable),
            ([.unreachable, .usage, .failed], .usage),
        ] as [([EventerApp.ExitCode], EventerApp.ExitCode)]
    )
    func theGravestFailureEndsTheProgram(codes: [EventerApp.ExitCode], code: EventerApp.ExitCode) {
        let failures = codes.map { Finding(.server, .failure($0), "") }

        #expect((Self.findings.filter { $0.subject != .rights } + failures).exitCode == code)
    }
}
