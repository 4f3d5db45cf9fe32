import Testing

/// Runs the program that was built beside the tests.
@Suite struct HelpTests {
    @Test(arguments: [["check", "--help"], ["help", "check"]]) func eachCommandHasHelpOfItsOwn(_ arguments: [String])
        async throws
    {
        let (status, text) = try await Workplace().run(arguments)

        #expect(text.contains("USAGE: eventer check "))
        #expect(status == 0)
    }
}
