import Testing

@testable import Basics

@Suite struct ResidentMemoryTests {
    @Test func onlyCodeOfAFileIsLetGo() {
        let code: Substring = "5581c0a4d000-5581c1f2b000 r-xp 00a4d000 08:01 1234           /usr/bin/event er"

        #expect(ResidentMemory.codeRange(code) == 0x5581_c0a4_d000..<0x5581_c1f2_b000)
    }

    @Test(arguments: [
        "", "5581c0a4d000-5581c1f2b000 r--p 00a4d000 08:01 1234 /usr/bin/eventer",
        "5581c0a4d000-5581c1f2b000 rwxp 00a4d000 08:01 1234 /usr/bin/eventer",
        "5581c0a4d000-5581c1f2b000 r-xp 00a4d000 08:01 1234 ", "7ffd1-7ffd2 r-xp 00000000 00:00 0 [vdso]",
        "7ffd2-7ffd1 r-xp 00000000 08:01 1234 /usr/bin/eventer", "x-y r-xp 00000000 08:01 1234 /usr/bin/eventer",
    ])
    func nothingElseIs(mapping: String) {
        #expect(ResidentMemory.codeRange(mapping[...]) == nil)
    }

    @Test func whatIsLetGoComesBack() {
        ResidentMemory.trim()

        #expect((1...100).reduce(0, +) == 5050)
    }
}
