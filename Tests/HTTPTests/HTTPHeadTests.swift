import Basics
import HTTP
import Testing

@Suite struct HTTPHeadTests {
    @Test func theDateIsRead() {
        let head = HTTPHead(status: 200, headers: [("date", "Tue, 02 Jan 2024 03:04:05 GMT")])

        #expect(head.date == Timestamp(seconds: 1_704_164_645))
        #expect(
            HTTPHead(status: 200, headers: [("Date", "Thu, 31 Dec 2026 23:59:59 GMT")]).date
                == Timestamp(rfc3339: "2026-12-31T23:59:59Z")
        )
    }

    @Test(
        arguments: [
            "", "now", "Tue, 02 Foo 2024 03:04:05 GMT", "Tue, 02 Jan 2024 03:04:05 CET", "Tue, 02 Jan 2024 03:04 GMT",
            "Tue, 40 Jan 2024 03:04:05 GMT", "Tuesday, 02-Jan-24 03:04:05 GMT",
        ]
    )
    func anyOtherDateIsNone(_ text: String) {
        #expect(HTTPHead(status: 200, headers: [("Date", text)]).date == nil)
    }
}
