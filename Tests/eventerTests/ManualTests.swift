import EventerApp
import Foundation
import TestSupport
import Testing

@testable import eventer

@Suite struct ManualTests {
    @Test func theManualNamesEveryCommandOptionAndCode() throws {
        let commands = try CommandTree.commands()
        let page = ManualPage(commands: commands, version: "1.2.3").roff

        #expect(commands.map(\.name).contains("dead show"))
        #expect(page.hasPrefix(".TH EVENTER 1 \"\" \"eventer 1.2.3\" \"User Commands\"\n.SH \"NAME\"\n"))
        for text in [
            "\\fB\\-\\-theme <theme>\\fR", "\\fB\\-o, \\-\\-output <", "\\fBforward\\fR", "\\fB130\\fR",
            "\\fBambiguous\\fR",
        ] {
            #expect(page.contains(text), "\(text)")
        }
    }

    @Test func noLineIsTakenForARequest() {
        let option = ManualPage.Command.Option(label: "--x", text: ".so /etc/passwd\n'x \\fB- `y` ~^")
        let page = ManualPage(commands: [.init(name: "c", summary: "", options: [option])], version: "").roff

        #expect(page.contains("\n\\&.so /etc/passwd \\(aqx \\efB\\- \\(gay\\(ga \\(ti\\(ha\n"))
        for line in page.split(separator: "\n") where line.hasPrefix(".") {
            #expect(line.wholeMatch(of: /\.(TH|SH|SS|TP|PP|B|BR|br)( .*)?/) != nil, "\(line)")
        }
    }

    @Test(arguments: [
        (["th"], [String]()), (["con"], ["config"]), (["--them"], ["--theme"]),
        (["view", "--no-hi"], ["--no-histogram"]),
        (["--context", "pr"], ["prod", "preview"]), (["forward", "--log-f"], ["--log-format"]), (["view", "x"], []),
    ])
    func wordsAreCompleted(words: [String], found: [String]) throws {
        #expect(try Completion.proposals(for: words, contexts: { ["prod", "preview", "stage"] }) == found)
    }

    @Test(arguments: ["bash", "zsh", "fish", "kubectl"]) func everyShellGetsAScript(shell: String) async throws {
        let (status, text) = try await Workplace().run(["completion", shell])

        #expect(status == 0)
        #expect(text.contains("eventer"))
        #expect(text.split(separator: "\n").count >= 3)
    }
}
