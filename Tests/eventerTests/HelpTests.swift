import Foundation
import TestSupport
import Testing

/// Runs the program that was built beside the tests.
@Suite struct HelpTests {
    @Test(arguments: [["check", "--help"], ["help", "check"]]) func eachCommandHasHelpOfItsOwn(_ arguments: [String])
        async throws
    {
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "eventer")
        let (status, text) = try await Program(program.path, arguments).end()

        #expect(text.contains("USAGE: eventer check "))
        #expect(status == 0)
    }
}
