import Basics
import Testing

@testable import EventerApp

@Suite struct LocalZoneTests {
    @Test func changesAreFoundToTheSecond() throws {
        let now = try #require(Timestamp(rfc3339: "2026-11-22T21:30:00Z"))
        let spring = try #require(Timestamp(rfc3339: "2026-03-29T01:00:00Z"))
        let autumn = try #require(Timestamp(rfc3339: "2026-10-25T01:00:00Z"))

        let zone = LocalZone.sampled(around: now) { (spring.seconds..<autumn.seconds).contains($0) ? 7200 : 3600 }

        let expected = LocalZone(
            secondsEast: 3600,
            changes: [.init(at: spring, secondsEast: 7200), .init(at: autumn, secondsEast: 3600)]
        )
        #expect(zone == expected)
        #expect(zone.offset(at: spring.advanced(by: .seconds(-1))) == 3600)
        #expect(zone.offset(at: spring) == 7200)
    }
}
