import Events
import Testing

@Suite struct ResourceVersionTests {
    @Test(arguments: ["1", "460", "9223372036854775807"])
    func readsWhatEtcdCounts(_ text: String) {
        #expect(ResourceVersion(parsing: text)?.description == text)
    }

    @Test(arguments: ["", "0", "01", "-1", "+1", " 1", "1 ", "1.0", "9223372036854775808", "abc", "１"])
    func refusesAnythingElse(_ text: String) {
        #expect(ResourceVersion(parsing: text) == nil)
    }
}
