import Foundation
import Testing

/// Runs the program that was built beside the tests.
@Suite struct HelpTests {
    @Test(arguments: [["check", "--help"], ["help", "check"]]) func eachCommandHasHelpOfItsOwn(_ arguments: [String])
        throws
    {
        let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let process = Process()
        process.executableURL = folder.appending(path: "eventer")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()

        #expect(text.contains("USAGE: eventer check "))
        #expect(process.terminationStatus == 0)
    }
}
