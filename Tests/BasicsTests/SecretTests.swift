import Basics
import Testing

@Suite struct SecretTests {
    @Test func neverShowsItself() {
        let secret = Secret("canary-4711")
        var dumped = ""
        dump(secret, to: &dumped)

        for text in ["\(secret)", String(describing: [secret]), String(reflecting: secret), dumped] {
            #expect(!text.contains("canary"))
        }
        #expect(secret.reveal() == "canary-4711")
    }
}
