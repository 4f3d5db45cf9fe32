import Testing

@testable import Events

@Suite struct StoredNameTests {
    @Test(arguments: [
        "9d3c1f0e-6f0a-4b6c-8a51-3a0f5c1d2e3f", "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "00000000-0000-0000-0000-000000000001", "9D3C1F0E-6F0A-4B6C-8A51-3A0F5C1D2E3F", "uid-1", "",
        "9d3c1f0e-6f0a-4b6c-8a51-3a0f5c1d2e3", "9d3c1f0e-6f0a-4b6c-8a51_3a0f5c1d2e3f", "größe",
    ])
    func aUIDComesBackAsItWas(text: String) {
        var pool = TextPool()

        let uid = pool.uid(for: text)

        #expect(pool.text(uid) == text)
        #expect(pool.existingUID(text) == uid)
    }

    @Test func onlyAUUIDNeedsNoPlaceInThePool() {
        var pool = TextPool()
        let count = pool.count

        _ = pool.uid(for: "9d3c1f0e-6f0a-4b6c-8a51-3a0f5c1d2e3f")
        #expect(pool.count == count)
        #expect(pool.existingUID("uid-1") == nil)
        _ = pool.uid(for: "uid-1")

        #expect(pool.count == count + 1)
    }

    @Test(arguments: [
        "web-0.17f3a2b4c5d6e7f8", "web-0.123456789", "web-0.12345678", "web-0.07f3a2b4c5d6e7f8",
        "web-0.17F3A2B4C5D6E7F8",
        "web-0.17f3a2b4c5d6e7f80", "web-1.17f3a2b4c5d6e7f8", "web-0", "", "web-0.", "web-0-17f3a2b4c5d6e7f8",
    ])
    func aNameComesBackAsItWas(text: String) {
        var pool = TextPool()
        let object = pool.symbol(for: "web-0")

        let name = pool.name(for: text, of: "web-0")

        #expect(pool.text(name, of: object) == text)
    }
}
